// The figures above the cards: how many calls, who waits, how fast answers come, how the model is. Pure.
import type { CallSummary, EndReason } from "../../server/contract/call.ts";
import { gapFigures } from "../../server/contract/gaps.ts";
import { waitsForPerson } from "../../server/contract/wants_eye.ts";
import { ATTENTION_TEXTS } from "../texts/attention.ts";
import { attention, type AttentionNow } from "./attention.ts";
import { betweenPeople } from "./speakers.ts";

const TEXTS = ATTENTION_TEXTS.model;
const HOUR_MS = 3_600_000;
const RECENT_MS = 15 * 60_000;

export interface FloorFigures {
  live: number;
  wanting: number;
  /** Of these at least one calls for an act. */
  pressing: boolean;
  waitingForPerson: number;
}

export function floorFigures(
  live: readonly CallSummary[],
  now: AttentionNow,
): FloorFigures {
  const levels = live.map((call) => attention(call, now).level);
  return {
    live: live.length,
    wanting: levels.filter((level) => level > 0).length,
    pressing: levels.includes(2),
    waitingForPerson: live.filter(waitsForPerson).length,
  };
}

/** Of the last answers of live calls and of those that ended within the hour; null: there were none. */
export function answerFigures(calls: readonly CallSummary[], nowMs: number) {
  return gapFigures(
    calls.filter((call) => !betweenPeople(call) && isRecent(call, nowMs, HOUR_MS))
      .flatMap((call) => call.signs.answersMs),
  );
}

export interface ModelHealth {
  tone: "good" | "plain" | "watch" | "act";
  words: string;
}

const FAILED: ReadonlySet<EndReason | null> = new Set([
  "upstream_refused",
  "upstream_no_credit",
  "upstream_lost",
]);

/** How the model is doing, by what it did to calls: worst first. */
export function modelHealth(
  calls: readonly CallSummary[],
  options: { nowMs: number; standIn: boolean },
): ModelHealth {
  const live = calls.filter(({ endedAtMs }) => endedAtMs === null);
  const troubled = live.filter(({ degraded }) => degraded !== null).length;
  if (troubled > 0) return { tone: "act", words: TEXTS.troubled(troubled) };
  const failed =
    calls.filter((call) =>
      call.endedAtMs !== null && isRecent(call, options.nowMs, RECENT_MS) &&
      FAILED.has(call.endReason)
    ).length;
  if (failed > 0) return { tone: "act", words: TEXTS.failed(failed) };
  const chained = live.filter(({ fallback }) => fallback).length;
  if (chained > 0) return { tone: "watch", words: TEXTS.second };
  if (options.standIn) return { tone: "plain", words: TEXTS.standIn };
  return calls.some((call) => isRecent(call, options.nowMs, HOUR_MS))
    ? { tone: "good", words: TEXTS.good }
    : { tone: "plain", words: TEXTS.notAsked };
}

function isRecent({ endedAtMs }: CallSummary, nowMs: number, withinMs: number): boolean {
  return endedAtMs === null || endedAtMs > nowMs - withinMs;
}
