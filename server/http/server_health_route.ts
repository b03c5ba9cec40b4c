// GET /api/health: how each part of the server is doing, for the console's page and for reports.
import { Hono } from "hono";
import { serverHealthSchema } from "../contract/health.ts";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { jsonAnswer } from "./json_answer.ts";
import { operation } from "./operation.ts";

export function serverHealthRoute({ serverHealth }: Pick<AdminDeps, "serverHealth">) {
  return new Hono<AdminEnv>().get(
    "/api/health",
    operation({
      summary: "How each phone system, the model, the event loop and the store are doing",
      tag: "server",
      needs: "view",
      answers: {
        200: {
          description: "Counts, codes and times; no secret and nobody's words",
          schema: serverHealthSchema,
        },
      },
      refusals: ["signed_out"],
    }),
    async (c) => jsonAnswer(c, await serverHealth()),
  );
}
