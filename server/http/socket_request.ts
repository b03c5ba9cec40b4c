// Whether a request is for a WebSocket. Knows no route.
import type { Context } from "hono";

export function asksForSocket({ req }: Context): boolean {
  return req.method === "GET" && req.header("upgrade")?.toLowerCase() === "websocket";
}
