// Which live calls want a supervisor's eye, and why, in words. Pure; knows no signals.
import type { CallState, CallSummary } from "../../server/contract/call.ts";
import { dollarWords } from "../ui/money_words.ts";
import { plural } from "../ui/time_words.ts";
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

/** From which length and cost on a call wants attention; 0: never. Kept among the console's preferences. */
export interface Marks {
  minutes: number;
  usd: number;
}

export const DEFAULT_MARKS: Marks = { minutes: 15, usd: 2 };

/** Longer than these, a state is worth a look. Figures of a patient caller. */
export const WATCH_AFTER_MS = {
  connecting: 5000,
  thinking: 4000,
  listening: 20_000,
  held: 60_000,
  ending: 20_000,
} as const satisfies Partial<Record<CallState, number>>;
/** And longer than these, somebody should step in: callers hang up by now. */
export const ACT_AFTER_MS = { connecting: 15_000, thinking: 10_000 } as const;

/** So often within so long a caller cuts in who does not get what they want. */
export const CUT_INS = { times: 3, withinMs: 60_000 } as const;
/** A tool that failed once may have been asked wrongly. */
const TOOL_FAILURES = 2;
/** A whisper is used in the next answer or two. */
const WHISPER_WAITS_MS = 30_000;

const STATE_WORDS = {
  connecting: "The model is slow to connect",
  thinking: "The caller waits for an answer",
  listening: "Nobody has spoken for a while",
  held: "On hold for over a minute",
  ending: "The farewell takes long",
} as const satisfies Record<keyof typeof WATCH_AFTER_MS, string>;

const CALM: Attention = { level: 0, reasons: [] };

export function attention(call: CallSummary, now: { nowMs: number; marks: Marks }): Attention {
  if (call.state === "ended") return CALM;
  const reasons = [
    ...question(call),
    ...troubles(call),
    ...(betweenPeople(call) ? [] : conversation(call, now.nowMs)),
    ...(betweenPeople(call) ? [] : overMarks(call, now)),
  ].sort((a, b) => b.level - a.level);
  return reasons[0] ? { level: reasons[0].level, reasons } : CALM;
}

/** Callers who seem to want a person and have none. A guess by their words. */
export function waitsForPerson({ signs, takenOver, state }: CallSummary): boolean {
  return signs.personAsks > 0 && !takenOver && state !== "ending" && state !== "ended";
}

function question({ hand }: CallSummary): Reason[] {
  return hand
    ? [{ level: 2, words: `The agent asks: ${hand.question}`, sinceMs: null, asks: true }]
    : [];
}

function troubles({ degraded, fallback, kind }: CallSummary): Reason[] {
  if (degraded) return [{ level: 2, words: troubleWords(degraded), sinceMs: null }];
  if (!fallback || kind === "transcription") return [];
  return [{ level: 1, words: "The second upstream carries the call", sinceMs: null }];
}

function conversation(call: CallSummary, nowMs: number): Reason[] {
  const { signs } = call;
  // Where a person speaks with the caller, only that is told.
  if (call.takenOver) return [{ level: 1, words: "A supervisor has taken over", sinceMs: null }];
  const reasons: Reason[] = [];
  if (signs.toolFailures >= TOOL_FAILURES) {
    const words = `The tool ${signs.failedTool} failed ${timesWords(signs.toolFailures)}`;
    reasons.push({ level: 2, words, sinceMs: null });
  }
  if (waitsForPerson(call)) {
    const again = signs.personAsks > 1;
    const words = `Seems to ask for a person${again ? ` (${timesWords(signs.personAsks)})` : ""}`;
    reasons.push({ level: again ? 2 : 1, words, sinceMs: null });
  }
  reasons.push(...silence(call, nowMs));
  const cutIns = signs.cutInsAtMs.filter((atMs) => nowMs - atMs < CUT_INS.withinMs).length;
  if (cutIns >= CUT_INS.times) {
    const words = `The caller keeps cutting in (${cutIns}× in a minute)`;
    reasons.push({ level: 1, words, sinceMs: null });
  }
  for (const told of [true, false]) {
    const late = signs.whispers.filter((one) =>
      one.told === told && nowMs - one.sinceMs >= WHISPER_WAITS_MS
    );
    const words = told ? "A whisper has not been used yet" : "A whisper still waits for its moment";
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
    words: STATE_WORDS[watched],
    sinceMs: stateSinceMs,
  }];
}

function overMarks(call: CallSummary, { nowMs, marks }: { nowMs: number; marks: Marks }): Reason[] {
  const reasons: Reason[] = [];
  if (marks.minutes > 0 && nowMs - call.startedAtMs >= marks.minutes * 60_000) {
    const words = `Lasts over ${plural(marks.minutes, "minute")}`;
    reasons.push({ level: 1, words, sinceMs: null });
  }
  if (marks.usd > 0 && call.costUsd !== null && call.costUsd >= marks.usd) {
    reasons.push({ level: 1, words: `Costs over ${dollarWords(marks.usd)}`, sinceMs: null });
  }
  return reasons;
}

function timesWords(times: number): string {
  return times === 2 ? "twice" : `${times} times`;
}

const TROUBLE: Readonly<Record<string, string>> = {
  E_UP_DNS: "The model's address cannot be found",
  E_UP_CONNECT: "The model cannot be reached",
  E_UP_TLS: "No secure connection to the model",
  E_UP_TIMEOUT: "The model does not answer in time",
  E_UP_AUTH: "The model refuses the API key",
  E_UP_MODEL: "The model's name is refused",
  E_UP_LIMIT: "The model's rate limit is reached",
  E_UP_QUOTA: "The account has no credit left",
  E_UP_5XX: "The model's provider has a fault",
  E_UP_CONFIG: "The model refuses the settings",
  E_UP_FORMAT: "The model answers in another audio format",
  E_UP_EXPIRED: "The model's session ran out",
  E_UP_LOST: "The connection to the model broke",
  E_UP_ERROR: "The model reported an error",
};

/** A trouble code in words; an unknown code stays readable as itself. */
export function troubleWords(code: string): string {
  return TROUBLE[code] ?? `Trouble: ${code.replace(/^E_/, "").replaceAll("_", " ").toLowerCase()}`;
}
