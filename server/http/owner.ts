// Who does something with a live call: a name for the record, and a key by which their sockets and commands belong
// together.
import type { Context } from "hono";
import type { AdminEnv, Admitted } from "./admin_deps.ts";

export function ownerOf(c: Context<AdminEnv>): { by: string; owner: string } {
  const { admitted } = c.var;
  if (!admitted) throw new Error("A request that was not let in has no owner");
  return { by: admitted.name, owner: ownerKey(admitted) };
}

/** A browser, or whoever has an API token. */
export function ownerKey({ id, sessionId }: Admitted): string {
  return sessionId ?? `token ${id}`;
}
