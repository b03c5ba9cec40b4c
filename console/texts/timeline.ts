// Every word of the timeline that its events do not have; and of the picture of who spoke when.
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

export const TIMELINE_TEXTS = texted("timeline", {
  name: "Events",
  show: "Show",
  all: "all events",
  under: (filter: string) => `the events under ${filter}`,
  none: "No such event in this call.",
  one: "this event",
  whole: "The whole event",
  groups: {
    model: "Model",
    phone: "Phone",
    supervisor: "Supervisor",
    call: "Call",
  },
  strip: (
    { lines, length, interrupted, pauses }: {
      lines: number;
      length: string;
      interrupted: number;
      pauses: number;
    },
  ) =>
    `Who spoke when: ${lines} lines in ${length}, ${interrupted} interrupted, ` +
    `${plural(pauses, "pause")}. The transcript says the same in words.`,
});
