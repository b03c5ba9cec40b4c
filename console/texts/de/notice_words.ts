// When a notice ends, and which calls know it, in German.
import type { NOTICE_WORDS_TEXTS } from "../notice_words.ts";

const calls = (n: number) => n === 1 ? "einem Anruf" : `${n} Anrufen`;

export const notice_words: typeof NOTICE_WORDS_TEXTS = {
  ends: {
    quarter: "15 Minuten",
    hour: "1 Stunde",
    four_hours: "4 Stunden",
    today: "Heute",
    at: "Bis",
  },
  until: (time) => `bis ${time}`,
  untilDay: (day, time) => `bis ${day}, ${time}`,
  lastMinute: "noch unter einer Minute",
  minutesLeft: (n) => `noch ${n} Min.`,
  hoursLeft: (n) => `noch ${n} Std.`,
  notTold: "noch keinem Anruf mitgeteilt",
  toldNoneLive: (n) => `${calls(n)} mitgeteilt, keiner läuft mehr`,
  toldAllLive: (n) => `${calls(n)} mitgeteilt, ${n === 1 ? "er läuft noch" : "alle laufen noch"}`,
  toldSomeLive: (n, live) =>
    `${calls(n)} mitgeteilt, ${live} davon ${live === 1 ? "läuft" : "laufen"} noch`,
};
