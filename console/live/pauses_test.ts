import { assertEquals } from "@std/assert";
import { NO_USAGE } from "../../server/contract/call.ts";
import { test } from "../testing.ts";
import { pausesOf } from "./pauses.ts";
import { sampleEvents } from "./sample_calls.ts";

const held = (offsetMs: number) => ({ type: "call.held", offsetMs }) as const;
const resumed = (offsetMs: number, gapMs: number) =>
  ({ type: "call.resumed", offsetMs, gapMs }) as const;

test("a pause lasts from the hold until the call goes on", () => {
  assertEquals(pausesOf(sampleEvents([held(1000), resumed(13_000, 11_800)])), [
    { seq: 1, startMs: 1000, endMs: 13_000 },
  ]);
});

test("sound that went missing, told in one breath, lies before it was told", () => {
  assertEquals(pausesOf(sampleEvents([held(5000), resumed(5000, 3000)])), [
    { seq: 1, startMs: 2000, endMs: 5000 },
  ]);
  assertEquals(pausesOf(sampleEvents([resumed(1000, 3000)])), [
    { seq: 1, startMs: 0, endMs: 1000 },
  ]);
});

test("a second hold within a pause changes nothing, and a pause may still go on", () => {
  assertEquals(pausesOf(sampleEvents([held(1000), held(2000)])), [
    { seq: 1, startMs: 1000, endMs: null },
  ]);
});

test("the end of the call ends its pause", () => {
  const ended = { type: "call.ended", reason: "conversation_over", code: "" } as const;
  const events = sampleEvents([
    held(1000),
    { ...ended, offsetMs: 9000, durationMs: 9000, usage: NO_USAGE },
  ]);
  assertEquals(pausesOf(events), [{ seq: 1, startMs: 1000, endMs: 9000 }]);
});
