import { assertEquals } from "@std/assert";
import { attention, troubleWords, WATCH_AFTER_MS } from "./attention.ts";
import { sampleCall } from "./sample_calls.ts";
import { test } from "../testing.ts";

test("a call that goes on as it should asks for nothing", () => {
  for (const state of ["listening", "caller_speaking", "thinking", "agent_speaking"] as const) {
    assertEquals(attention(sampleCall({ state }), 1000).level, 0, state);
  }
});

test("a caller who waits too long for an answer is worth a look", () => {
  const call = sampleCall({ state: "thinking" });
  assertEquals(attention(call, WATCH_AFTER_MS.thinking - 1).level, 0);
  const late = attention(call, WATCH_AFTER_MS.thinking);
  assertEquals(late, { level: 1, reason: "The caller waits for an answer" });
});

test("trouble comes before anything else and says what it is", () => {
  const call = sampleCall({ state: "listening", degraded: "E_UP_LOST" });
  assertEquals(attention(call, 0), { level: 2, reason: "The connection to the model broke" });
});

test("a long answer or a long story is no reason to look", () => {
  assertEquals(attention(sampleCall({ state: "agent_speaking" }), 999_999).level, 0);
  assertEquals(attention(sampleCall({ state: "caller_speaking" }), 999_999).level, 0);
});

test("an ended call asks for nothing, and an unknown code stays readable", () => {
  assertEquals(attention(sampleCall({ state: "ended", degraded: "E_UP_LOST" }), 0).level, 0);
  assertEquals(troubleWords("E_STORE_FULL"), "Trouble: store full");
});

test("people may be silent, slow to begin or on hold as long as they like; trouble still counts", () => {
  const people = { kind: "transcription" } as const;
  for (const state of ["connecting", "listening", "held", "ending"] as const) {
    assertEquals(attention(sampleCall({ ...people, state }), 999_999).level, 0, state);
  }
  assertEquals(attention(sampleCall({ ...people, degraded: "E_UP_LOST" }), 0).level, 2);
});
