// AudioCodes dials again when a call's socket breaks, and may reach another instance than the one that carries the
// call: that one is found by asking all, and the socket is passed on over a line. Joins telephony and the fleet.
import { z } from "zod";
import { type Fleet, FleetError } from "../fleet/fleet.ts";
import type { Log } from "../observe/log.ts";
import type { Elsewhere } from "../telephony/audiocodes/passing_on.ts";
import type { AudioCodes } from "../telephony/audiocodes/route.ts";

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
  /** Who has the call; null: none has; "unreached": one that did not answer may have it. */
  function holder(conversationId: string | null): Promise<string | null | "unreached"> {
    const others = fleet.others();
    const { promise, resolve } = Promise.withResolvers<string | null | "unreached">();
    let unreached = !allHeard();
    const asked = others.map(async (instance) => {
      try {
        if (await fleet.ask(instance, HOLDS, { conversationId }, WITHIN_MS) === true) {
          resolve(instance);
        }
      } catch (error) {
        unreached = true;
        log.warn("fleet_resume_unreached", { instance, code: codeOf(error) });
      }
    });
    void Promise.all(asked).then(() => resolve(unreached ? "unreached" : null));
    return promise;
  }

  function allHeard(): boolean {
    const status = fleet.status();
    return !status || status.busConnected && status.instances.every(({ me, heard }) => me || heard);
  }

  return {
    elsewhere: {
      async holds(conversationId) {
        const instance = await holder(conversationId);
        return instance !== null && instance !== "unreached";
      },
      async reach(conversationId) {
        const instance = await holder(conversationId);
        if (instance === null || instance === "unreached") return instance;
        try {
          const line = await fleet.openLine(instance, RESUME, { conversationId });
          log.info("audiocodes_passed_on", { instance });
          return line;
        } catch (error) {
          log.warn("fleet_resume_unreached", { instance, code: codeOf(error) });
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

function codeOf(error: unknown): string {
  return error instanceof FleetError ? error.code : "fault";
}
