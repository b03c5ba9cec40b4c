// When a notice ends, and which calls know it.
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

export const NOTICE_WORDS_TEXTS = texted("notice_words", {
  ends: {
    quarter: "15 minutes",
    hour: "1 hour",
    four_hours: "4 hours",
    today: "Today",
    at: "Until",
  },
  until: (time: string) => `until ${time}`,
  untilDay: (day: string, time: string) => `until ${day}, ${time}`,
  lastMinute: "under a minute left",
  minutesLeft: (n: number) => `${n} min left`,
  hoursLeft: (n: number) => `${n} h left`,
  notTold: "no call was told yet",
  toldNoneLive: (calls: number) => `told to ${plural(calls, "call")}, none live now`,
  toldAllLive: (calls: number) =>
    `told to ${plural(calls, "call")}, ${calls === 1 ? "live now" : "all live now"}`,
  toldSomeLive: (calls: number, live: number) =>
    `told to ${plural(calls, "call")}, ${live} live now`,
});
