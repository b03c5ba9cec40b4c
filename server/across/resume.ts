// AudioCodes dials again when a call's socket breaks, and may reach another instance than the one that carries the
// call: that one is found by asking all, and the socket is passed on over a line. Joins telephony and the fleet.
import { z } from "zod";
import { type Fleet, fleetCode } from "../fleet/fleet.ts";
import type { Log } from "../observe/log.ts";
import type { Elsewhere } from "../telephony/audiocodes/passing_on.ts";
import type { AudioCodes } from "../telephony/audiocodes/route.ts";
import { whose } from "./whose.ts";

export interface FleetResumeOptions {
  fleet: Pick<Fleet, "status" | "others" | "ask" | "answer" | "openLine" | "onLine">;
  log: Log;
}

export interface FleetResume {
  elsewhere: Elsewhere;
  /** Has others' sockets resume calls of this instance, whether or not it takes new ones. */
  serve(audiocodes: Pick<AudioCodes, "holds" | "take">): void;
}

const HOLDS = "audiocodes_holds";
const RESUME = "audiocodes_resume";
/** The caller hears nothing meanwhile. */
const WITHIN_MS = 1000;

const askedSchema = z.object({ conversationId: z.string().nullable() });
const resumedSchema = z.object({ conversationId: z.string() });

export function createFleetResume({ fleet, log }: FleetResumeOptions): FleetResume {
  const unreached = (instance: string, code: string) =>
    log.warn("fleet_resume_unreached", { instance, code });
  const holder = (conversationId: string | null) =>
    whose(fleet, {
      topic: HOLDS,
      value: { conversationId },
      withinMs: WITHIN_MS,
      onUnreached: unreached,
    });

  return {
    elsewhere: {
      async holds(conversationId) {
        return typeof await holder(conversationId) === "object";
      },
      async reach(conversationId) {
        const held = await holder(conversationId);
        if (held === "nobody") return null;
        if (held === "unreached") return held;
        const { instance } = held;
        try {
          const line = await fleet.openLine(instance, RESUME, { conversationId });
          log.info("audiocodes_passed_on", { instance });
          return line;
        } catch (error) {
          unreached(instance, fleetCode(error));
          return "unreached";
        }
      },
    },
    serve(audiocodes) {
      fleet.answer(HOLDS, (value) => {
        const asked = askedSchema.safeParse(value);
        return Promise.resolve(asked.success && audiocodes.holds(asked.data.conversationId));
      });
      fleet.onLine(RESUME, (line, value) => {
        const resumed = resumedSchema.safeParse(value);
        return resumed.success && audiocodes.take(line, resumed.data.conversationId);
      });
    },
  };
}
