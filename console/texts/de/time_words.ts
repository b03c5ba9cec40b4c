// Times and sums in German.
import { plural } from "../numbers.ts";
import type { TIME_TEXTS } from "../time_words.ts";

export const time_words: typeof TIME_TEXTS = {
  days: (n) => plural(n, "Tag", "Tage"),
  hours: (n) => plural(n, "Stunde", "Stunden"),
  minutes: (n) => plural(n, "Minute", "Minuten"),
  seconds: (n) => plural(n, "Sekunde", "Sekunden"),
  justNow: "gerade eben",
  minutesAgo: (n) => `vor ${n} Min.`,
  about: "etwa",
  dollars: (sum) => `${sum} $`,
  under: (sum) => `unter ${sum}`,
};
