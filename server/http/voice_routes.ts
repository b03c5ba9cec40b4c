// POST /api/voices/{voice}/sample: a sentence as callers would hear it, to choose a voice by.
import { Hono } from "hono";
import { VOICES } from "../contract/agent_limits.ts";
import { voiceSampleRequestSchema } from "../contract/voice_sample.ts";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { BODY_REFUSALS, operation } from "./operation.ts";
import { refuse, refuseUntil } from "./problems.ts";
import { validated } from "./validated.ts";

const BUSY_WAIT_MS = 5000;

type Deps = Pick<AdminDeps, "voiceSample" | "log">;

export function voiceRoutes(deps: Deps) {
  return new Hono<AdminEnv>().post(
    "/api/voices/:voice/sample",
    operation({
      summary: "Hear a voice say a sentence as on the phone; the first time the model is asked",
      tag: "agents",
      needs: "edit",
      answers: {
        200: { description: "16-bit PCM at 8 kHz, mono, of the mu-law", mediaType: "audio/wav" },
      },
      refusals: [
        ...BODY_REFUSALS,
        "not_permitted",
        "not_found",
        "too_many_requests",
        "draining",
        "cannot",
      ],
    }),
    validated("json", voiceSampleRequestSchema),
    async (c) => {
      const voice = VOICES.find((one) => one === c.req.param("voice"));
      if (!voice) return refuse(c, "not_found", "There is no such voice.");
      const made = await deps.voiceSample({ voice, ...c.req.valid("json") });
      if (made.ok) {
        c.header("Content-Type", "audio/wav");
        return c.body(made.wav);
      }
      deps.log.info("voice_sample_refused", { code: made.code });
      switch (made.code) {
        case "busy":
          return refuseUntil(c, BUSY_WAIT_MS, "Other samples are being made.");
        case "draining":
          return refuse(c, "draining", "The server is being stopped and asks no model any more.");
        case "budget":
          return refuse(c, "cannot", "Today's budget is spent, so the model was not asked.");
        case "no_sound":
          return refuse(c, "cannot", "The model did not say anything in time. Try again.");
        default:
          return refuse(c, "cannot", `The model could not be asked (${made.code}).`);
      }
    },
  );
}
