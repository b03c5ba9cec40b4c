// One request through the admin API. A WebSocket is opened only here, after everything that guards the API has let the
// request through: its response is the runtime's own and must reach it untouched.
import type { Hono } from "hono";
import type { AdminEnv } from "./admin_deps.ts";

export async function serveAdmin(
  api: Hono<AdminEnv>,
  request: Request,
  remoteAddress: string,
): Promise<Response> {
  const env: AdminEnv["Bindings"] = { remoteAddress };
  const response = await api.fetch(request, env);
  return env.upgrade?.() ?? response;
}
