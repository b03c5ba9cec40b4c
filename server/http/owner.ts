// Who does something with a live call: a name for the record, and a key by which their sockets and commands belong
// together.
import type { Context } from "hono";
import type { AdminEnv } from "./admin_deps.ts";

export function ownerOf(c: Context<AdminEnv>): { by: string; owner: string } {
  const { admitted } = c.var;
  if (!admitted) throw new Error("A request that was not let in has no owner");
  const { name: by, id, sessionId } = admitted;
  return { by, owner: sessionId ?? `token ${id}` };
}
