// Times and sizes in words. Pure; the time now is handed in.
import { language } from "../texts/language.ts";
import { fixedWords, pointed } from "../texts/numbers.ts";
import { TIME_TEXTS as TEXTS } from "../texts/time_words.ts";
export { countWords, plural } from "../texts/numbers.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** "0:07", "12:34", over an hour "1:02:03". */
export function durationWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** For screen readers: "1 hour 2 minutes 3 seconds". */
export function spokenDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [
    [Math.floor(seconds / 3600), TEXTS.hours],
    [Math.floor(seconds / 60) % 60, TEXTS.minutes],
    [seconds % 60, TEXTS.seconds],
  ] as const;
  const words = parts.filter(([n]) => n > 0).map(([n, counted]) => counted(n));
  return words.join(" ") || TEXTS.seconds(0);
}

/** Place inside a call: "02:14.3". */
export function offsetWords(ms: number): string {
  const tenths = Math.max(0, Math.floor(ms / 100));
  return `${two(Math.floor(tenths / 600))}:${two(Math.floor(tenths / 10) % 60)}${POINT}${
    tenths % 10
  }`;
}

/** "820 ms", from a second on "1.24 s". */
export function latencyWords(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${fixedWords(ms / 1000, ms < 10_000 ? 2 : 1)} s`;
}

/** A set length: "800 ms", "2.5 s", "90 s", from two minutes on "30 min". */
export function lengthWords(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  return ms >= 120_000 && ms % 60_000 === 0 ? `${ms / 60_000} min` : `${pointed(ms / 1000)} s`;
}

/** How long something took, as one would say it: "820 ms", "2.4 s", "75 s", from two minutes on "12:34". */
export function spanWords(ms: number): string {
  if (ms < 1000) return latencyWords(ms);
  return ms < 120_000
    ? `${pointed(+(ms / 1000).toFixed(ms < 10_000 ? 1 : 0))} s`
    : durationWords(ms);
}

/** "just now", "3 min ago" within the hour; then the time of day, from yesterday on with its date. */
export function agoWords(atMs: number, nowMs: number): string {
  const ageMs = nowMs - atMs;
  if (ageMs < 45_000) return TEXTS.justNow;
  if (ageMs < HOUR_MS) return TEXTS.minutesAgo(Math.max(1, Math.round(ageMs / MINUTE_MS)));
  return sameDay(atMs, nowMs) ? timeOfDay(atMs) : `${dayWords(atMs)}, ${timeOfDay(atMs)}`;
}

/** "14:03", or with seconds "14:03:22". */
export function timeOfDay(atMs: number, options: { seconds?: boolean } = {}): string {
  const at = new Date(atMs);
  const minutes = `${two(at.getHours())}:${two(at.getMinutes())}`;
  return options.seconds ? `${minutes}:${two(at.getSeconds())}` : minutes;
}

/** "21 Nov", in another year "21 Nov 2025". */
export function dayWords(atMs: number, nowMs = atMs): string {
  const sameYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear();
  return (sameYear ? DAY : DAY_OF_YEAR).format(atMs);
}

/** English days come before their months, as in most countries. */
const LOCALE = language() === "en" ? "en-GB" : language();
const DAY = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short" });
const DAY_OF_YEAR = new Intl.DateTimeFormat(LOCALE, {
  day: "numeric",
  month: "short",
  year: "numeric",
});
const POINT = pointed(".");

function sameDay(aMs: number, bMs: number): boolean {
  return new Date(aMs).toDateString() === new Date(bMs).toDateString();
}

function two(n: number): string {
  return n.toString().padStart(2, "0");
}
