// The timeline of a call in German.
import { plural } from "../numbers.ts";
import type { TIMELINE_TEXTS } from "../timeline.ts";

export const timeline: typeof TIMELINE_TEXTS = {
  name: "Ereignisse",
  show: "Zeigen",
  all: "alle Ereignisse",
  under: (filter: string) => `die Ereignisse unter ${filter}`,
  none: "Kein solches Ereignis in diesem Anruf.",
  one: "dieses Ereignis",
  whole: "Das ganze Ereignis",
  groups: {
    model: "Modell",
    phone: "Telefon",
    supervisor: "Aufsicht",
    call: "Anruf",
  },
  strip: ({ lines, length, interrupted, pauses }) =>
    `Wer wann sprach: ${
      plural(lines, "Zeile", "Zeilen")
    } in ${length}, ${interrupted} unterbrochen, ` +
    `${plural(pauses, "Pause", "Pausen")}. Das Transkript sagt dasselbe in Worten.`,
};
