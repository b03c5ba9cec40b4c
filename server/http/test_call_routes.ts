// /api/test-calls: places a call from the built-in caller, so that a person can see and hear one.
import { Hono } from "hono";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { nothingSchema, testCallSchema } from "./api_schemas.ts";
import { operation } from "./operation.ts";
import { refuse, refuseUntil } from "./problems.ts";
import { validated } from "./validated.ts";
import { jsonAnswer } from "./json_answer.ts";

const FULL_WAIT_MS = 5000;

export function testCallRoutes(deps: Pick<AdminDeps, "placeTestCall" | "status" | "log">) {
  return new Hono<AdminEnv>().post(
    "/api/test-calls",
    operation({
      summary: "Place a test call",
      tag: "calls",
      answers: { 202: { description: "The call is on its way", schema: testCallSchema } },
      refusals: ["signed_out", "forbidden_origin", "too_many_requests", "draining"],
    }),
    validated("json", nothingSchema),
    async (c) => {
      const placed = deps.status().draining ? { refused: "draining" } : await deps.placeTestCall();
      if ("callId" in placed) return jsonAnswer(c, { callId: placed.callId }, 202);
      deps.log.info("test_call_refused", { code: placed.refused });
      if (placed.refused === "draining") {
        return refuse(c, "draining", "The server is being stopped and takes no new calls.");
      }
      return refuseUntil(c, FULL_WAIT_MS, `The test call was refused (${placed.refused}).`);
    },
  );
}
