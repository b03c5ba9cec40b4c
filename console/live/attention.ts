// Which live calls want a supervisor's eye, and why, in words. Pure; knows no signals.
import type { CallSummary } from "../../server/contract/call.ts";
import type { FleetStatus } from "../../server/contract/fleet.ts";
import {
  ACT_AFTER_MS,
  CUT_INS,
  toolKeepsFailing,
  waitsForPerson,
  WATCH_AFTER_MS,
} from "../../server/contract/wants_eye.ts";
import { ATTENTION_TEXTS as TEXTS } from "../texts/attention.ts";
import { dollarWords } from "../ui/money_words.ts";
import { isAway } from "./fleet.ts";
import type { Marks } from "./marks.ts";
import { betweenPeople } from "./speakers.ts";

export interface Reason {
  /** 1: watch, 2: act. */
  level: 1 | 2;
  words: string;
  /** Since when (UTC), where it lasts; null: it happened. */
  sinceMs: number | null;
  /** The agent's own question; where that is shown, the reason says nothing new. */
  asks?: true;
}

export interface Attention {
  /** 0: normal, 1: watch, 2: act. */
  level: 0 | 1 | 2;
  /** Worst first; empty at level 0. */
  reasons: readonly Reason[];
}

export interface AttentionNow {
  nowMs: number;
  marks: Marks;
  /** Absent: the server is alone. */
  fleet?: FleetStatus | undefined;
}

/** A whisper is used in the next answer or two. */
const WHISPER_WAITS_MS = 30_000;

const CALM: Attention = { level: 0, reasons: [] };

export function attention(call: CallSummary, at: AttentionNow): Attention {
  if (call.state === "ended") return CALM;
  // Of a call that is not heard nobody knows how long it has been silent: no time passes for it.
  const now = isAway(at.fleet, call.instance) ? { ...at, nowMs: call.stateSinceMs } : at;
  const reasons = [
    ...question(call),
    ...troubles(call),
    ...(betweenPeople(call) ? [] : conversation(call, now.nowMs)),
    ...(betweenPeople(call) ? [] : overMarks(call, now)),
  ].sort((a, b) => b.level - a.level);
  return reasons[0] ? { level: reasons[0].level, reasons } : CALM;
}

function question({ hand }: CallSummary): Reason[] {
  return hand
    ? [{ level: 2, words: TEXTS.agentAsks(hand.question), sinceMs: null, asks: true }]
    : [];
}

function troubles({ degraded, fallback, kind }: CallSummary): Reason[] {
  if (degraded) return [{ level: 2, words: troubleWords(degraded), sinceMs: null }];
  if (!fallback || kind === "transcription") return [];
  return [{ level: 1, words: TEXTS.secondUpstream, sinceMs: null }];
}

function conversation(call: CallSummary, nowMs: number): Reason[] {
  const { signs } = call;
  // Where a person speaks with the caller, only that is told.
  if (call.takenOver) return [{ level: 1, words: TEXTS.takenOver, sinceMs: null }];
  const reasons: Reason[] = [];
  if (toolKeepsFailing(call)) {
    const words = TEXTS.toolFailed(signs.failedTool, signs.toolFailures);
    reasons.push({ level: 2, words, sinceMs: null });
  }
  if (waitsForPerson(call)) {
    const again = signs.personAsks > 1;
    const words = TEXTS.asksForPerson(signs.personAsks);
    reasons.push({ level: again ? 2 : 1, words, sinceMs: null });
  }
  reasons.push(...silence(call, nowMs));
  const cutIns = signs.cutInsAtMs.filter((atMs) => nowMs - atMs < CUT_INS.withinMs).length;
  if (cutIns >= CUT_INS.times) {
    const words = TEXTS.cutsIn(cutIns);
    reasons.push({ level: 1, words, sinceMs: null });
  }
  for (const told of [true, false]) {
    const late = signs.whispers.filter((one) =>
      one.told === told && nowMs - one.sinceMs >= WHISPER_WAITS_MS
    );
    const words = told ? TEXTS.whisperUnused : TEXTS.whisperWaits;
    if (late[0]) reasons.push({ level: 1, words, sinceMs: late[0].sinceMs });
  }
  return reasons;
}

function silence({ state, stateSinceMs }: CallSummary, nowMs: number): Reason[] {
  if (!(state in WATCH_AFTER_MS)) return [];
  const watched = state as keyof typeof WATCH_AFTER_MS;
  const lastsMs = nowMs - stateSinceMs;
  if (lastsMs < WATCH_AFTER_MS[watched]) return [];
  const actMs = watched in ACT_AFTER_MS
    ? ACT_AFTER_MS[watched as keyof typeof ACT_AFTER_MS]
    : Infinity;
  return [{
    level: lastsMs >= actMs ? 2 : 1,
    words: TEXTS.states[watched],
    sinceMs: stateSinceMs,
  }];
}

function overMarks(call: CallSummary, { nowMs, marks }: { nowMs: number; marks: Marks }): Reason[] {
  const reasons: Reason[] = [];
  if (marks.minutes > 0 && nowMs - call.startedAtMs >= marks.minutes * 60_000) {
    const words = TEXTS.lastsOver(marks.minutes);
    reasons.push({ level: 1, words, sinceMs: null });
  }
  if (marks.usd > 0 && call.costUsd !== null && call.costUsd >= marks.usd) {
    reasons.push({ level: 1, words: TEXTS.costsOver(dollarWords(marks.usd)), sinceMs: null });
  }
  return reasons;
}

/** A trouble code in words; an unknown code stays readable as itself. */
export function troubleWords(code: string): string {
  const troubles: Readonly<Record<string, string>> = TEXTS.troubles;
  return troubles[code] ??
    TEXTS.unknownTrouble(code.replace(/^E_/, "").replaceAll("_", " ").toLowerCase());
}
