import { assertEquals } from "@std/assert";
import type { CallSummary } from "../../server/contract/call.ts";
import { NO_SIGNS } from "../../server/contract/signs.ts";
import { test } from "../testing.ts";
import { answerFigures, floorFigures, modelHealth } from "./floor_figures.ts";
import { ANSWERED_MS, sampleCall } from "./sample_calls.ts";

const NOW = { nowMs: ANSWERED_MS, marks: { minutes: 0, usd: 0 } };
const answered = (answersMs: number[], change: Partial<CallSummary> = {}) =>
  sampleCall({ signs: { ...NO_SIGNS, answersMs }, ...change });
const ended = (agoMs: number, change: Partial<CallSummary> = {}) =>
  sampleCall({ state: "ended", endedAtMs: ANSWERED_MS - agoMs, ...change });
const health = (...calls: CallSummary[]) =>
  modelHealth(calls, { nowMs: ANSWERED_MS, standIn: false });

test("the floor counts who wants attention and who seems to want a person", () => {
  const person = sampleCall({ signs: { ...NO_SIGNS, personAsks: 1 } });
  assertEquals(floorFigures([sampleCall(), person], NOW), {
    live: 2,
    wanting: 1,
    pressing: false,
    waitingForPerson: 1,
  });
  assertEquals(floorFigures([sampleCall({ degraded: "E_UP_LOST" })], NOW).pressing, true);
});

test("answer times are of live calls and of the last hour's, never of people's", () => {
  const calls = [
    answered([400, 600]),
    answered([900], { state: "ended", endedAtMs: ANSWERED_MS - 1000 }),
    answered([9000], { state: "ended", endedAtMs: ANSWERED_MS - 3_600_001 }),
    answered([9000], { kind: "transcription" }),
  ];
  const figures = answerFigures(calls, ANSWERED_MS);
  assertEquals([figures?.answers, figures?.p50Ms, figures?.p95Ms], [3, 600, 900]);
  assertEquals(answerFigures([], ANSWERED_MS), null);
});

test("the model's health is what it did to calls, worst first", () => {
  assertEquals(health().words, "Not asked lately");
  assertEquals(health(sampleCall()), { tone: "good", words: "Good" });
  assertEquals(health(sampleCall({ fallback: true })).words, "Second upstream");
  const failed = ended(1000, { endReason: "upstream_lost" });
  assertEquals(health(sampleCall({ fallback: true }), failed).words, "Failed 1 call");
  assertEquals(health(ended(16 * 60_000, { endReason: "upstream_lost" })).words, "Good");
  assertEquals(health(ended(1000, { endReason: "caller_hung_up" })).words, "Good");
  const troubled = sampleCall({ degraded: "E_UP_LOST" });
  assertEquals(health(failed, troubled), { tone: "act", words: "Trouble in 1 call" });
});

test("a stand-in is never called a model in good health", () => {
  assertEquals(modelHealth([sampleCall()], { nowMs: ANSWERED_MS, standIn: true }), {
    tone: "plain",
    words: "Stand-in",
  });
});
