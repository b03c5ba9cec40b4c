// Signs a browser in: the session it had ends, a new one begins, its cookie is set, and the audit knows.
import type { Context } from "hono";
import type { AdminDeps, AdminEnv } from "../admin_deps.ts";
import { noteAct } from "../note_act.ts";
import { writeSessionCookie } from "./session_cookie.ts";
import type { Standing } from "./standing.ts";

export type EnterDeps = Pick<AdminDeps, "sessions" | "audit"> & { standing: Standing };

export interface Entering {
  /** Null: the operator. */
  personId: string | null;
  how: "link" | "token" | "password" | "invitation" | "oidc";
  over: "https" | "plain";
}

export async function enter(
  c: Context<AdminEnv>,
  { sessions, audit, standing }: EnterDeps,
  { personId, how, over }: Entering,
): Promise<void> {
  const before = c.var.admitted?.sessionId ?? null;
  if (before !== null) await sessions.end(before, "replaced");
  const token = sessions.start(personId);
  // The next request may come to another instance.
  await sessions.written(token);
  writeSessionCookie(c, over, token);
  // Null: they were disabled in this very moment. The operator's it is not.
  const by = standing.bySession(token);
  noteAct(c, { audit }, { act: "sign_in", by, target: personId ?? "", detail: { how } });
}
