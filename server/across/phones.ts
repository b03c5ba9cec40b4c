// What the phone side of one instance must know of the others: calls whose socket comes back elsewhere, signed requests
// that were used, calls that were announced. Joins telephony and the fleet.
import { z } from "zod";
import type { Clock } from "../clock.ts";
import type { Fleet } from "../fleet/fleet.ts";
import { createOddWords } from "./odd_words.ts";
import { createFleetResume } from "./resume.ts";
import type { Log } from "../observe/log.ts";
import {
  createPhoneSide,
  type PhonesElsewhere,
  type PhoneSide,
  type PhoneSideOptions,
} from "../phone_side.ts";

export interface FleetPhones {
  elsewhere: PhonesElsewhere;
  /** What others tell and ask goes to these. */
  serve(here: PhoneSide["here"]): void;
}

const USED = "audiohook_used";
const ANNOUNCED = "asterisk_announced";
const TAKEN = "asterisk_announcement_taken";

const nameSchema = z.string().min(1).max(200);
const announcedSchema = z.object({
  uuid: z.string().max(100),
  facts: z.object({
    caller: z.string().max(256),
    called: z.string().max(256),
    language: z.string().max(64),
    variables: z.record(z.string(), z.string()),
    dropped: z.number(),
    cut: z.number(),
  }),
});

/** The phone side of an instance, joined to those of the others. @throws {Error} as createPhoneSide. */
export function createFleetPhoneSide(
  { fleet, ...options }: Omit<PhoneSideOptions, "elsewhere"> & { fleet: Fleet },
): PhoneSide {
  const { elsewhere, serve } = createFleetPhones({ fleet, ...options });
  const phones = createPhoneSide({ ...options, elsewhere });
  serve(phones.here);
  return phones;
}

export function createFleetPhones(
  { fleet, clock, log }: { fleet: Fleet; clock: Pick<Clock, "now">; log: Log },
): FleetPhones {
  const resume = createFleetResume({ fleet, log });
  const odd = createOddWords({ clock, log });

  function hear<T>(topic: string, schema: z.ZodType<T>, told: (value: T) => void): void {
    fleet.hear(topic, (value, from) => {
      const read = schema.safeParse(value);
      if (read.success) told(read.data);
      else odd(topic, from);
    });
  }

  return {
    elsewhere: {
      audiocodes: resume.elsewhere,
      used: (name) => fleet.tell(USED, name),
      asterisk: {
        announced: (uuid, facts) => fleet.tell(ANNOUNCED, { uuid, facts }),
        taken: (uuid) => fleet.tell(TAKEN, uuid),
      },
    },
    serve({ audiohook, audiocodes, asterisk }) {
      resume.serve(audiocodes);
      hear(USED, nameSchema, (name) => audiohook.used(name));
      hear(ANNOUNCED, announcedSchema, ({ uuid, facts }) => asterisk.announced(uuid, facts));
      hear(TAKEN, nameSchema, (uuid) => asterisk.announcementTaken(uuid));
    },
  };
}
