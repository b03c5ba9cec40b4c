// /api/status: what the console shows of the server as a whole.
import { Hono } from "hono";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { serverStatusSchema } from "./api_schemas.ts";
import { operation } from "./operation.ts";
import { jsonAnswer } from "./json_answer.ts";

export function statusRoutes({ status }: Pick<AdminDeps, "status">) {
  return new Hono<AdminEnv>().get(
    "/api/status",
    operation({
      summary: "State of the server",
      needs: "view",
      tag: "server",
      answers: { 200: { description: "Status", schema: serverStatusSchema } },
      refusals: ["signed_out"],
    }),
    (c) => jsonAnswer(c, status()),
  );
}
