// Notes an act of this request in the audit, once it has succeeded: who asked, and from where.
import type { Context } from "hono";
import type { AuditAct } from "../contract/audit_acts.ts";
import type { AuditEntry } from "../contract/audit.ts";
import type { AdminDeps, AdminEnv, Admitted } from "./admin_deps.ts";
import { remoteAddress } from "./remote_address.ts";

export interface Act {
  act: AuditAct;
  /** Id of what it was done to. */
  target?: string;
  /** Short; never a secret, never a caller's words. */
  detail?: Readonly<Record<string, string>>;
  /** Where it is not whoever the request was let in as: somebody who signs in with it. */
  by?: Admitted | null;
}

/** Nothing waits for it, and it never throws. */
export function noteAct(
  c: Context<AdminEnv>,
  { audit }: Pick<AdminDeps, "audit">,
  { by = c.var.admitted, ...act }: Act,
): void {
  audit.note({ ...act, by: actorOf(by), address: remoteAddress(c) });
}

function actorOf(admitted: Admitted | null): AuditEntry["by"] {
  if (!admitted) return { kind: "stranger", id: "", name: "" };
  const { by: kind, id, name } = admitted;
  return { kind, id, name };
}
