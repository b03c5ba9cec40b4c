// Who does something with a live call: a name for the record, and a key by which their sockets and commands belong
// together.
import type { Context } from "hono";
import type { AdminEnv } from "./admin_deps.ts";

export function ownerOf(c: Context<AdminEnv>): { by: string; owner: string } {
  const { admitted } = c.var;
  return admitted?.by === "session"
    ? { by: "console", owner: admitted.sessionId }
    : { by: "api", owner: "token" };
}
