// Times and sums in words: what is neither a number nor a date.
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

export const TIME_TEXTS = texted("time_words", {
  days: (n: number) => plural(n, "day"),
  hours: (n: number) => plural(n, "hour"),
  minutes: (n: number) => plural(n, "minute"),
  seconds: (n: number) => plural(n, "second"),
  justNow: "just now",
  minutesAgo: (n: number) => `${n} min ago`,
  about: "about",
  dollars: (sum: string) => `$${sum}`,
  under: (sum: string) => `under ${sum}`,
});
