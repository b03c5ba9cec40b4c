import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { type CallSummary, END_REASONS, NO_USAGE } from "./call.ts";
import { foldCall } from "./fold_call.ts";
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

Deno.test("a summary may follow the end, and changes nothing else", () => {
  const text = "A parcel was found.";
  const summary: CallEventBody = { type: "call.summary", text, source: "after_call" };
  const ended = fold(ready, {
    type: "call.ended",
    reason: "agent_completed",
    code: "",
    durationMs: 5,
    usage,
  });
  const after = event(summary, 99_000);
  assertEquals(foldCall(ended, after), { ...ended, summary: text, seq: after.seq });
  assertEquals(foldCall(null, after), null);
  assertEquals(fold(ready, summary).summary, text);
});

Deno.test("the cost follows usage, and the end has the last word", () => {
  const done: CallEventBody = {
    type: "agent.done",
    responseId: "r",
    status: "completed",
    detail: "",
    usage: { ...NO_USAGE, outputAudioTokens: 1000 },
  };
  const end: CallEventBody = {
    type: "call.ended",
    reason: "caller_hung_up",
    code: "",
    durationMs: 5,
    usage: { ...NO_USAGE, outputAudioTokens: 3000 },
  };
  assertEquals(fold().costUsd, 0);
  assertEquals(fold(done, done).costUsd, 0.128);
  assertEquals(fold(done, end).costUsd, 0.192);
});

Deno.test("the cost is that of the model that answered; unknown where its price is", () => {
  const done: CallEventBody = {
    type: "agent.done",
    responseId: "r",
    status: "completed",
    detail: "",
    usage: { ...NO_USAGE, outputAudioTokens: 1000 },
  };
  const readyWith = (model: string): CallEventBody => ({ ...ready, model } as CallEventBody);
  assertEquals(fold(readyWith("gpt-realtime-2.1-mini"), done).costUsd, 0.02);
  assertEquals(fold(readyWith("gpt-of-tomorrow"), done).costUsd, null);
});

Deno.test("another agent that takes over is the call's agent from then on", () => {
  const agent = { id: "claims", name: "Claims", version: 2 };
  const changed: CallEventBody = {
    type: "agent.changed",
    agent,
    intent: "claim",
    summary: "",
    urgency: "",
    sentiment: "",
  };
  const call = fold(ready, changed);
  assertEquals([call.agent, call.voice, call.state], [agent, "marin", "listening"]);
});

Deno.test("a call that the second upstream carried keeps that mark, even once the model is back", () => {
  const fallback: CallEventBody = { type: "upstream.fallback", code: "E_UP_LOST" };
  assertEquals(fold(ready).fallback, false);
  assertEquals(fold(ready, fallback, ready).fallback, true);
});

Deno.test("a call says which route brought it; none is the default agent", () => {
  assertEquals(fold().route, "");
  const routed = event({ ...STARTED, route: "Night line" } as CallEventBody);
  assertEquals(foldCall(null, routed)?.route, "Night line");
  assertEquals(foldCall(null, event({ ...STARTED, route: null } as CallEventBody))?.route, "");
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

Deno.test("a call that falls back keeps what the realtime model has cost", () => {
  const done: CallEventBody = {
    type: "agent.done",
    responseId: "r",
    status: "completed",
    detail: "",
    usage: { ...NO_USAGE, outputAudioTokens: 1_000_000 },
  };
  const chained: CallEventBody[] = [
    { type: "upstream.fallback", code: "E_UP_LOST" },
    { ...ready, model: "gpt-5-mini" },
    done,
  ];
  const before = fold(ready, done).costUsd;
  assertEquals([before, fold(ready, done, ...chained).costUsd], [64, 64]);
});

Deno.test("a call between people costs minutes: nothing yet, then what its end says, or nobody knows", () => {
  const between = (model: string, ...bodies: CallEventBody[]) =>
    [{ ...STARTED, kind: "transcription", model, voice: "" } as CallEventBody, ...bodies]
      .map((body) => event(body)).reduce<CallSummary | null>(foldCall, null)!;
  const ended: CallEventBody = {
    type: "call.ended",
    reason: "conversation_over",
    code: "",
    durationMs: 1000,
    usage: NO_USAGE,
  };
  assertEquals(between("gpt-transcribe").costUsd, 0);
  assertEquals(between("gpt-transcribe", { ...ended, costUsd: 0.25 }).costUsd, 0.25);
  assertEquals(between("gpt-transcribe", ended).costUsd, null, "the server died");
  assertEquals(between("whisper-of-tomorrow").costUsd, null);
});

Deno.test("a side that was carried by files makes the call a fallback, whatever the other side says", () => {
  const ready = (speaker: "caller" | "agent", mode: "rest" | "segmented"): CallEventBody => ({
    type: "ear.ready",
    speaker,
    mode,
    model: "gpt-transcribe",
  });
  assertEquals(fold(ready("caller", "segmented")).fallback, false);
  assertEquals(fold(ready("caller", "rest"), ready("agent", "segmented")).fallback, true);
});

Deno.test("words that are taken back make nobody a speaker any longer", () => {
  const kind = "transcription" as const;
  const partial: CallEventBody = {
    type: "speech.partial",
    itemId: "p",
    speaker: "caller",
    text: "Th",
    startMs: 0,
  };
  const dropped = {
    type: "speech.dropped",
    speaker: "caller",
    startMs: 0,
    endMs: 9,
    why: "invented",
  } as const;
  const state = (...bodies: CallEventBody[]) =>
    fold({ ...STARTED, kind } as CallEventBody, partial, ...bodies)?.state;
  assertEquals(state(), "caller_speaking");
  assertEquals(state({ ...dropped, itemId: "p" }), "listening");
  assertEquals(state(dropped), "caller_speaking", "it was another one, which nobody saw");
  assertEquals(state({ ...dropped, itemId: "p", speaker: "agent" }), "caller_speaking");
});

const RAISED = {
  handId: "1",
  question: "May I refund?",
  answers: ["Yes", "No"],
  untilMs: 30_000,
  otherwise: "I call back.",
};

Deno.test("a question of the agent stands in the call until it is lowered, and only by its own", () => {
  const raised: CallEventBody = { type: "hand.raised", ...RAISED };
  const lowered = (handId: string): CallEventBody => (
    { type: "hand.lowered", handId, by: "supervisor", answer: "Yes", who: "Ana" }
  );
  assertEquals(fold(ready).hand, null);
  assertEquals(fold(raised).hand, RAISED);
  assertEquals(fold(raised, lowered("7")).hand, RAISED);
  assertEquals(fold(raised, lowered("1")).hand, null);
  const ended: CallEventBody = {
    type: "call.ended",
    reason: "caller_hung_up",
    code: "",
    durationMs: 1,
    usage,
  };
  assertEquals(fold(raised, ended).hand, null);
});

Deno.test("a call goes by the notes that it was told of and that still hold", () => {
  const told = (noticeId: string): CallEventBody => ({ type: "notice.told", noticeId, text: "x" });
  assertEquals(fold().notices, []);
  assertEquals(fold(told("a"), told("b"), told("a")).notices, ["b", "a"]);
  assertEquals(fold(told("a"), told("b"), { type: "notice.over", noticeId: "a" }).notices, ["b"]);
});
