// /api/test-calls: places a call from the built-in caller, so that a person can see and hear one.
import { Hono } from "hono";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { placeTestCallSchema, testCallSchema } from "./api_schemas.ts";
import { noteAct } from "./note_act.ts";
import { operation } from "./operation.ts";
import { refuse, refuseUntil } from "./problems.ts";
import { refuseFields, validated } from "./validated.ts";
import { jsonAnswer } from "./json_answer.ts";

const FULL_WAIT_MS = 5000;

type Deps = Pick<AdminDeps, "placeTestCall" | "agents" | "status" | "log" | "audit">;

export function testCallRoutes(deps: Deps) {
  return new Hono<AdminEnv>().post(
    "/api/test-calls",
    operation({
      summary:
        "Place a test call to an agent, or to whom the routes choose, by the built-in caller",
      needs: "test",
      tag: "calls",
      answers: { 202: { description: "The call is on its way", schema: testCallSchema } },
      refusals: [
        "signed_out",
        "forbidden_origin",
        "invalid_body",
        "invalid_field",
        "too_large",
        "too_many_requests",
        "draining",
      ],
    }),
    validated("json", placeTestCallSchema),
    async (c) => {
      const { agentId, draft = false } = c.req.valid("json");
      const whom = agentId !== undefined || draft
        ? { agentId: agentId ?? deps.agents.routes().table.defaultAgentId, draft }
        : null;
      if (whom && !deps.agents.get(whom.agentId)) {
        return refuseFields(c, [{ path: "agentId", message: "names no agent that exists" }]);
      }
      const placed = deps.status().draining
        ? { refused: "draining" }
        : await deps.placeTestCall(whom);
      if ("callId" in placed) {
        const detail = { by: "built-in caller", draft: String(draft) };
        noteAct(c, deps, { act: "test_call_placed", target: placed.callId, detail });
        return jsonAnswer(c, { callId: placed.callId }, 202);
      }
      deps.log.info("test_call_refused", { code: placed.refused });
      if (placed.refused === "draining") {
        return refuse(c, "draining", "The server is being stopped and takes no new calls.");
      }
      return refuseUntil(c, FULL_WAIT_MS, `The test call was refused (${placed.refused}).`);
    },
  );
}
