// Notes of the board in words: when one ends, how long that is, and the ends on offer. Pure; times of day are those of
// whoever looks.
import { NOTICE_LIMITS } from "../../server/contract/notice_limits.ts";
import { NOTICE_WORDS_TEXTS as TEXTS } from "../texts/notice_words.ts";
import { dayWords, timeOfDay } from "../ui/time_words.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const NOTICE_ENDS = [
  { id: "quarter", words: TEXTS.ends.quarter },
  { id: "hour", words: TEXTS.ends.hour },
  { id: "four_hours", words: TEXTS.ends.four_hours },
  { id: "today", words: TEXTS.ends.today },
  { id: "at", words: TEXTS.ends.at },
] as const;
export type NoticeEnd = (typeof NOTICE_ENDS)[number]["id"];

/** UTC. `time`: "15:30", of the next time it is that late; null: it is none. */
export function endOf(
  end: NoticeEnd,
  { nowMs, time }: { nowMs: number; time: string },
): number | null {
  switch (end) {
    case "quarter":
      return nowMs + 15 * MINUTE_MS;
    case "hour":
      return nowMs + HOUR_MS;
    case "four_hours":
      return nowMs + 4 * HOUR_MS;
    case "today": {
      const midnight = new Date(nowMs);
      midnight.setHours(24, 0, 0, 0);
      return Math.max(midnight.getTime(), nowMs + 2 * MINUTE_MS);
    }
    case "at":
      return nextTime(time, nowMs);
  }
}

function nextTime(time: string, nowMs: number): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  if (hours === undefined) return null;
  const at = new Date(nowMs);
  at.setHours(Number(hours), Number(minutes), 0, 0);
  // What would be over as it is posted is meant for tomorrow.
  if (at.getTime() < nowMs + NOTICE_LIMITS.shortestMs + 5000) at.setDate(at.getDate() + 1);
  return at.getTime();
}

/** "until 15:30", of another day "until 22 Nov, 15:30". */
export function untilWords(expiresAtMs: number, nowMs: number): string {
  const sameDay = new Date(expiresAtMs).toDateString() === new Date(nowMs).toDateString();
  const time = timeOfDay(expiresAtMs);
  return sameDay ? TEXTS.until(time) : TEXTS.untilDay(dayWords(expiresAtMs, nowMs), time);
}

/** "42 min left", over two hours "5 h left", in its last minute "under a minute left". */
export function leftWords(expiresAtMs: number, nowMs: number): string {
  const minutes = Math.floor((expiresAtMs - nowMs) / MINUTE_MS);
  if (minutes < 1) return TEXTS.lastMinute;
  return minutes < 120 ? TEXTS.minutesLeft(minutes) : TEXTS.hoursLeft(Math.floor(minutes / 60));
}

/** "told to 4 calls, 2 of them live". */
export function toldWords(calls: number, live: number): string {
  if (calls === 0) return TEXTS.notTold;
  if (live === 0) return TEXTS.toldNoneLive(calls);
  return live >= calls ? TEXTS.toldAllLive(calls) : TEXTS.toldSomeLive(calls, live);
}
