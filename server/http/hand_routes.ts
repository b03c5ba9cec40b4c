// /api/calls/{id}/hands: what an agent asks the supervisors while a call goes on, answered by one of them.
import { Hono } from "hono";
import { handAnswerSchema } from "../contract/hand.ts";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { notLive } from "./not_live.ts";
import { noteAct } from "./note_act.ts";
import { BODY_REFUSALS, operation } from "./operation.ts";
import { ownerOf } from "./owner.ts";
import { refuse, unreached } from "./problems.ts";
import { validated } from "./validated.ts";

export function handRoutes(deps: Pick<AdminDeps, "stepIn" | "floor" | "audit">) {
  return new Hono<AdminEnv>().post(
    "/api/calls/:id/hands/:handId",
    operation({
      summary: "Answer what the agent of a live call has asked",
      needs: "step_in",
      tag: "calls",
      answers: { 204: { description: "The agent has the answer; hand.lowered tells of it" } },
      refusals: [...BODY_REFUSALS, "not_found", "not_live", "too_late", "instance_unreached"],
    }),
    validated("json", handAnswerSchema),
    async (c) => {
      const { id: callId, handId } = c.req.param();
      const { answer } = c.req.valid("json");
      const { by: who } = ownerOf(c);
      const taken = await deps.stepIn.answerHand(callId, { handId, answer, who });
      // It may have been answered: what is in doubt belongs into the audit.
      if (taken === "answered" || taken === "unreached") {
        noteAct(c, deps, { act: "hand_answered", target: callId });
      }
      switch (taken) {
        case "answered":
          return c.body(null, 204);
        case "unreached":
          return unreached(c);
        case "too_late":
          return refuse(c, "too_late", "It was answered already, or its time was up.");
        case "unknown":
          return refuse(c, "not_found", "The agent of this call has asked no such question.");
        case "not_live":
          return await notLive(c, { floor: deps.floor, callId });
      }
    },
  );
}
