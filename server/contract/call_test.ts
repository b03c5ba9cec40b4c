import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { type CallSummary, END_REASONS, foldCall, NO_USAGE } from "./call.ts";
import {
  type CallEvent,
  type CallEventBody,
  callEventBodySchema,
  callEventSchema,
} from "./event.ts";

let seq = 0;
const event = (body: CallEventBody, atMs = 1000): CallEvent => ({
  ...body,
  seq: ++seq,
  callId: "c",
  atMs,
  offsetMs: 0,
});
const STARTED: CallEventBody = {
  type: "call.started",
  protocol: "audiohook",
  caller: "tel:+15550100",
  called: "tel:+15550199",
  conversationId: "conv",
  agent: { id: "default", name: "Hotline", version: 3 },
  model: "gpt-realtime-2.1",
  voice: "marin",
  language: "en-us",
  origin: "phone",
  answeredBy: "openai",
};
const fold = (...bodies: CallEventBody[]) =>
  [STARTED, ...bodies].map((body) => event(body)).reduce<CallSummary | null>(foldCall, null)!;
const usage = { ...NO_USAGE, inputTextTokens: 5, outputAudioTokens: 7 };
const ready: CallEventBody = {
  type: "upstream.ready",
  sessionId: "s",
  model: "gpt-realtime-2.1",
  voice: "marin",
  connectMs: 300,
  attempt: 1,
};

Deno.test("a call goes through its states as it is lived", () => {
  const states = [
    ready,
    { type: "agent.thinking", responseId: "r", cause: "greeting" },
    { type: "agent.speaking", itemId: "i", responseId: "r", startMs: 1 },
    { type: "caller.speaking", itemId: "c1", startMs: 2 },
    { type: "caller.silent", itemId: "c1", endMs: 3 },
  ] satisfies CallEventBody[];
  const seen = states.map((_, i) => fold(...states.slice(0, i + 1)).state);
  assertEquals(seen, ["listening", "thinking", "agent_speaking", "caller_speaking", "listening"]);
});

Deno.test("usage adds up over responses", () => {
  const done: CallEventBody = {
    type: "agent.done",
    responseId: "r",
    status: "completed",
    detail: "",
    usage,
  };
  assertEquals(fold(done, done).usage.outputAudioTokens, 14);
});

Deno.test("a lost model shows as degraded until it is back", () => {
  const lost: CallEventBody = {
    type: "upstream.lost",
    code: "E_UP_LOST",
    detail: "",
    retrying: true,
  };
  assertEquals(fold(ready, lost).degraded, "E_UP_LOST");
  assertEquals(fold(ready, lost, ready).degraded, null);
});

Deno.test("I1 a call has one end: nothing after it changes the call", () => {
  const ended = fold({
    type: "call.ended",
    reason: "caller_hung_up",
    code: "",
    durationMs: 5,
    usage,
  });
  assertEquals([ended.state, ended.endReason], ["ended", "caller_hung_up"]);
  const again = event({ type: "call.ended", reason: "internal", code: "", durationMs: 6, usage });
  assertStrictEquals(foldCall(ended, again), ended);
});

Deno.test("events of a call that nobody began are ignored", () => {
  assertEquals(foldCall(null, event(ready)), null);
});

Deno.test("every reason says whose doing it was, in words", () => {
  for (const { who, words } of Object.values(END_REASONS)) assert(who && words);
});

Deno.test("an event survives its own schema", () => {
  const started = event(STARTED);
  assertEquals(callEventSchema.parse(structuredClone(started)), started);
  assertEquals(callEventBodySchema.safeParse({ type: "call.exploded" }).success, false);
});
