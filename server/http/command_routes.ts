// /api/calls/{id}/commands: what a supervisor asks of a live call. It is taken here and answered at once; what becomes
// of it is told by the call's events.
import { Hono } from "hono";
import type { Context } from "hono";
import { commandRequestSchema, commandTakenSchema } from "../contract/command.ts";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { noteAct } from "./note_act.ts";
import { BODY_REFUSALS, operation } from "./operation.ts";
import { ownerOf } from "./owner.ts";
import { refuse, unreached } from "./problems.ts";
import { validated } from "./validated.ts";
import { jsonAnswer } from "./json_answer.ts";
import { notLive } from "./not_live.ts";

export function commandRoutes(deps: Pick<AdminDeps, "stepIn" | "floor" | "audit">) {
  return new Hono<AdminEnv>()
    .post(
      "/api/calls/:id/commands",
      operation({
        summary: "Whisper, say, end, transfer, take over or hand back in a live call",
        needs: "step_in",
        tag: "calls",
        answers: {
          202: {
            description: "The call has it; command.changed events tell what becomes of it",
            schema: commandTakenSchema,
            example: { commandId: "0b9f4f0e-3f6c-4c1a-9a52-5d1f5a0c7a11" },
          },
        },
        refusals: [...BODY_REFUSALS, "not_found", "not_live", "cannot", "instance_unreached"],
      }),
      validated("json", commandRequestSchema),
      async (c) => {
        const callId = c.req.param("id");
        const request = c.req.valid("json");
        const commandId = crypto.randomUUID();
        const from = ownerOf(c);
        const taken = await deps.stepIn.command(callId, { commandId, ...from, request });
        // It may have been taken: what is in doubt belongs into the audit.
        if (taken === "taken" || taken === "unreached") {
          const detail = { kind: request.kind };
          noteAct(c, deps, { act: "call_stepped_in", target: callId, detail });
        }
        switch (taken) {
          case "taken":
            return jsonAnswer(c, { commandId }, 202);
          case "unreached":
            return unreached(c);
          case "cannot":
            return refuseKind(c, request.kind);
          case "not_live":
            return await notLive(c, { floor: deps.floor, callId });
        }
      },
    )
    .delete(
      "/api/calls/:id/commands/:commandId",
      operation({
        summary: "Take a whisper, or words to be said, back before anybody was told",
        needs: "step_in",
        tag: "calls",
        answers: { 204: { description: "It was taken back" } },
        refusals: [
          "signed_out",
          "forbidden_origin",
          "not_found",
          "not_live",
          "too_late",
          "instance_unreached",
        ],
      }),
      async (c) => {
        const { id: callId, commandId } = c.req.param();
        switch (await deps.stepIn.retract(callId, commandId)) {
          case "retracted":
            return c.body(null, 204);
          case "too_late":
            return refuse(c, "too_late", "It cannot be taken back: it was passed on, or is over.");
          case "unreached":
            return unreached(c);
          case "not_live":
            return await notLive(c, { floor: deps.floor, callId });
        }
      },
    );
}

function refuseKind(c: Context, kind: string): Response {
  return refuse(
    c,
    "cannot",
    `This call cannot do that (${kind}). What a call can do is in its summary, under "can".`,
  );
}
