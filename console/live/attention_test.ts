import { assertEquals } from "@std/assert";
import type { CallSummary } from "../../server/contract/call.ts";
import { type CallSigns, NO_SIGNS } from "../../server/contract/signs.ts";
import {
  ACT_AFTER_MS,
  CUT_INS,
  waitsForPerson,
  WATCH_AFTER_MS,
} from "../../server/contract/wants_eye.ts";
import { attention, troubleWords } from "./attention.ts";
import { DEFAULT_MARKS } from "./marks.ts";
import { ANSWERED_MS, sampleCall } from "./sample_calls.ts";
import { sampleFleet, sampleInstance } from "./sample_fleet.ts";
import { test } from "../testing.ts";

const look = (
  change: Partial<CallSummary>,
  options: { afterMs?: number; marks?: typeof DEFAULT_MARKS } = {},
) =>
  attention(sampleCall(change), {
    nowMs: ANSWERED_MS + (options.afterMs ?? 0),
    marks: options.marks ?? { minutes: 0, usd: 0 },
  });
const signs = (change: Partial<CallSigns>) => ({ signs: { ...NO_SIGNS, ...change } });
const words = (...asked: Parameters<typeof look>) =>
  look(...asked).reasons.map(({ words }) => words);

test("a call that goes on as it should asks for nothing", () => {
  for (const state of ["listening", "caller_speaking", "thinking", "agent_speaking"] as const) {
    assertEquals(look({ state }, { afterMs: 1000 }).level, 0, state);
  }
});

test("a caller who waits too long for an answer is worth a look, then an act", () => {
  const state = "thinking";
  assertEquals(look({ state }, { afterMs: WATCH_AFTER_MS.thinking - 1 }).level, 0);
  const late = look({ state }, { afterMs: WATCH_AFTER_MS.thinking });
  assertEquals(late, {
    level: 1,
    reasons: [{ level: 1, words: "The caller waits for an answer", sinceMs: ANSWERED_MS }],
  });
  assertEquals(look({ state }, { afterMs: ACT_AFTER_MS.thinking }).level, 2);
});

test("trouble comes before anything else and says what it is", () => {
  const change = { state: "listening", degraded: "E_UP_LOST" } as const;
  assertEquals(words(change, { afterMs: 60_000 }), [
    "The connection to the model broke",
    "Nobody has spoken for a while",
  ]);
});

test("a long answer or a long story is no reason to look", () => {
  assertEquals(look({ state: "agent_speaking" }, { afterMs: 999_999 }).level, 0);
  assertEquals(look({ state: "caller_speaking" }, { afterMs: 999_999 }).level, 0);
});

test("an ended call asks for nothing, and an unknown code stays readable", () => {
  assertEquals(look({ state: "ended", degraded: "E_UP_LOST" }).level, 0);
  assertEquals(troubleWords("E_STORE_FULL"), "Trouble: store full");
});

test("a tool that fails again calls for an act; once may be chance", () => {
  assertEquals(look(signs({ toolFailures: 1, failedTool: "look_up" })).level, 0);
  const twice = look(signs({ toolFailures: 2, failedTool: "look_up" }));
  assertEquals([twice.level, twice.reasons[0]?.words], [2, "The tool look_up failed twice"]);
  assertEquals(words(signs({ toolFailures: 3, failedTool: "look_up" })), [
    "The tool look_up failed 3 times",
  ]);
});

test("a wish for a person is told as the guess it is, and ends when one speaks", () => {
  const once = look(signs({ personAsks: 1 }));
  assertEquals([once.level, once.reasons[0]?.words], [1, "Seems to ask for a person"]);
  assertEquals(look(signs({ personAsks: 2 })).level, 2);
  const helped = { ...signs({ personAsks: 2 }), takenOver: true };
  assertEquals(words(helped), ["A supervisor has taken over"]);
  const ended = { ...signs({ personAsks: 1 }), state: "ended" } as const;
  assertEquals(
    [signs({ personAsks: 1 }), helped, ended].map((one) => waitsForPerson(sampleCall(one))),
    [true, false, false],
  );
});

test("cutting in again and again is a reason for as long as it goes on", () => {
  const cutInsAtMs = [1000, 2000, 3000].map((ms) => ANSWERED_MS + ms);
  assertEquals(words(signs({ cutInsAtMs: cutInsAtMs.slice(1) }), { afterMs: 3000 }), []);
  assertEquals(words({ ...signs({ cutInsAtMs }), state: "agent_speaking" }, { afterMs: 3000 }), [
    "The caller keeps cutting in (3× in a minute)",
  ]);
  const later = { afterMs: 1000 + CUT_INS.withinMs };
  assertEquals(words({ ...signs({ cutInsAtMs }), state: "agent_speaking" }, later), []);
});

test("a whisper that no answer uses is told, with since when", () => {
  const whispers = [{ commandId: "w", told: true, sinceMs: ANSWERED_MS }];
  const change = { ...signs({ whispers }), state: "agent_speaking" } as const;
  assertEquals(words(change, { afterMs: 29_999 }), []);
  assertEquals(look(change, { afterMs: 30_000 }).reasons, [
    { level: 1, words: "A whisper has not been used yet", sinceMs: ANSWERED_MS },
  ]);
  const untold = { ...change, ...signs({ whispers: [{ ...whispers[0]!, told: false }] }) };
  assertEquals(words(untold, { afterMs: 30_000 }), ["A whisper still waits for its moment"]);
});

test("length and cost count from their marks on, and a mark of nothing never", () => {
  const change = { state: "agent_speaking", costUsd: 2 } as const;
  const afterMs = 15 * 60_000;
  assertEquals(words(change, { afterMs, marks: DEFAULT_MARKS }), [
    "Lasts over 15 minutes",
    "Costs over $2.00",
  ]);
  assertEquals(words({ ...change, costUsd: 1.99 }, { marks: DEFAULT_MARKS }), []);
  assertEquals(words({ ...change, costUsd: null }, { marks: DEFAULT_MARKS }), []);
  assertEquals(words(change, { afterMs }), []);
});

test("a call that the second upstream carries is worth a look", () => {
  assertEquals(words({ fallback: true }), ["The second upstream carries the call"]);
});

test("people may be silent, slow to begin or on hold as long as they like; trouble still counts", () => {
  const people = { kind: "transcription" } as const;
  const long = { afterMs: 99_999_999, marks: DEFAULT_MARKS };
  for (const state of ["connecting", "listening", "held", "ending"] as const) {
    assertEquals(look({ ...people, state }, long).level, 0, state);
  }
  assertEquals(look({ ...people, degraded: "E_UP_LOST" }).level, 2);
});

test("a question of the agent wants an act, before all else, also while a person speaks", () => {
  const hand = {
    handId: "1",
    question: "May I refund?",
    answers: ["Yes", "No"],
    untilMs: 30_000,
    otherwise: "I call back.",
  };
  for (const takenOver of [false, true]) {
    const call = sampleCall({ hand, takenOver, degraded: "E_UP_LOST" });
    const { level, reasons } = attention(call, { nowMs: ANSWERED_MS, marks: DEFAULT_MARKS });
    assertEquals([level, reasons[0]?.words, reasons[0]?.asks], [
      2,
      "The agent asks: May I refund?",
      true,
    ]);
  }
});

test("of a call that is not heard nobody says how long it is silent; what is known stays", () => {
  const call = sampleCall({ state: "thinking", instance: "b", ...signs({ personAsks: 2 }) });
  const at = { nowMs: ANSWERED_MS + 600_000, marks: DEFAULT_MARKS };
  const heard = sampleInstance("b");
  const since = (other: typeof heard) =>
    attention(call, { ...at, fleet: sampleFleet([other]) }).reasons.map(({ sinceMs }) => sinceMs);
  assertEquals(since(heard).toSorted(), [ANSWERED_MS, null]);
  assertEquals(since({ ...heard, heard: false }), [null]);
});
