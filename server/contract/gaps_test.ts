import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { CallEvent, CallEventBody } from "./event.ts";
import { gapFigures, gapsOf } from "./gaps.ts";

type At = [offsetMs: number, body: CallEventBody];
const NO_TOKENS = {
  inputTextTokens: 0,
  inputAudioTokens: 0,
  cachedTextTokens: 0,
  cachedAudioTokens: 0,
  outputTextTokens: 0,
  outputAudioTokens: 0,
};

const eventsOf = (...timed: At[]): CallEvent[] =>
  timed.map(([offsetMs, body], seq) => ({ ...body, seq, callId: "c", atMs: offsetMs, offsetMs }));
/** Each gap in short: kind, length, parts. */
const told = (...timed: At[]) =>
  gapsOf(eventsOf(...timed)).map(({ kind, gapMs, parts }) => [
    kind,
    gapMs,
    parts.map(({ name, ms }) => `${name} ${ms}`).join(", "),
  ]);

const started: At = [0, {
  type: "call.started",
  protocol: "audiohook",
  caller: "",
  called: "",
  conversationId: "",
  agent: { id: "a", name: "A", version: 1 },
  model: "m",
  voice: "v",
  language: "",
  origin: "test",
  answeredBy: "stand-in",
}];
const ready = (atMs: number): At => [atMs, {
  type: "upstream.ready",
  sessionId: "s",
  model: "m",
  voice: "v",
  connectMs: 1,
  attempt: 1,
}];
const lost = (atMs: number): At => [
  atMs,
  { type: "upstream.lost", code: "E_UP_LOST", detail: "", retrying: true },
];
const speaks = (atMs: number, itemId = "c1"): At => [
  atMs,
  { type: "caller.speaking", itemId, startMs: atMs },
];
const silent = (atMs: number, endMs: number, quietMs?: number, itemId = "c1"): At => [
  atMs,
  { type: "caller.silent", itemId, endMs, ...(quietMs !== undefined && { quietMs }) },
];
type Cause = Extract<CallEventBody, { type: "agent.thinking" }>["cause"];
const thinks = (atMs: number, responseId = "r1", cause: Cause = "turn"): At => [
  atMs,
  { type: "agent.thinking", responseId, cause },
];
const sounds = (atMs: number, responseId = "r1", more: object = {}): At => [
  atMs,
  {
    type: "agent.speaking",
    itemId: `${responseId}-item`,
    responseId,
    startMs: atMs,
    ...more,
  } as CallEventBody,
];
const heard = (startMs: number, endMs: number, responseId = "r1"): At => [endMs, {
  type: "agent.heard",
  itemId: `${responseId}-item`,
  responseId,
  startMs,
  endMs,
  heardMs: endMs - startMs,
  generatedMs: endMs - startMs,
  interrupted: false,
  measure: "estimated",
}];
const done = (atMs: number, responseId = "r1"): At => [
  atMs,
  { type: "agent.done", responseId, status: "completed", detail: "", usage: NO_TOKENS },
];
const called = (atMs: number): At => [
  atMs,
  { type: "tool.called", toolCallId: "t", name: "look_up" },
];
const finished = (atMs: number): At => [
  atMs,
  { type: "tool.finished", toolCallId: "t", name: "look_up", ok: true, tookMs: 1 },
];
const QUIET: At[] = [started, ready(10), [20, { type: "caller.no_input", count: 1 }]];

Deno.test("an answer: the turn is noticed, the model thinks, the sound is sent", () => {
  assertEquals(
    told(
      speaks(1000),
      silent(2450, 2400, 500),
      thinks(2500),
      sounds(3100, "r1", { arrivedMs: 3040 }),
    ),
    [["answer", 1200, "detection 550, unexplained 50, model 540, sending 60"]],
  );
});

Deno.test("where the detection's silence is not known the bar begins after it, and says so", () => {
  const [gap] = gapsOf(eventsOf(speaks(1000), silent(2450, 2400), thinks(2460), sounds(3100)));
  assertEquals([gap?.gapMs, gap?.fromSpeechEnd], [700, false]);
});

Deno.test("the greeting's bar begins when the call was answered", () => {
  assertEquals(
    told(started, ready(300), thinks(320, "r1", "greeting"), sounds(900)),
    [["greeting", 900, "connecting 300, unexplained 20, model 580"]],
  );
});

Deno.test("a caller who speaks before the greeting is answered, not greeted", () => {
  const gaps = gapsOf(eventsOf(
    started,
    ready(300),
    speaks(350),
    silent(800, 780, 0),
    thinks(810, "r1", "greeting"),
    sounds(1200),
  ));
  assertEquals(gaps.map(({ kind, gapMs, answers }) => [kind, gapMs, answers]), [
    ["answer", 420, true],
  ]);
});

Deno.test("a tool between question and answer is a part of its own", () => {
  const timed: At[] = [
    speaks(1000),
    silent(2000, 2000, 0),
    thinks(2000),
    called(2400),
    done(2410),
    finished(3900),
    thinks(3950, "r2", "tool"),
    sounds(4500, "r2"),
  ];
  assertEquals(told(...timed), [
    ["tool", 2500, "model 400, tool 1500, unexplained 50, model 550"],
  ]);
  assertEquals(gapsOf(eventsOf(...timed))[0]?.tools, ["look_up"]);
});

Deno.test("an agent that says one moment and goes on after its tool has a gap from its own last sound", () => {
  assertEquals(
    told(
      speaks(1000),
      silent(2000, 2000, 0),
      thinks(2000),
      sounds(2500),
      called(2600),
      done(2610),
      heard(2500, 3500),
      finished(4000),
      thinks(4000, "r2", "tool"),
      sounds(4700, "r2"),
    ),
    [["answer", 500, "model 500"], ["tool", 1200, "tool 500, model 700"]],
  );
});

Deno.test("what goes on without a pause to the ear is no gap", () => {
  const talk = (nextMs: number) =>
    told(thinks(0), sounds(500), heard(500, 1500), thinks(1400, "r2", "tool"), sounds(nextMs, "r2"))
      .length;
  assertEquals([talk(1500), talk(1699), talk(1700)], [0, 0, 1]);
});

Deno.test("after a caller cut in, the bar says so", () => {
  const cut: At = [
    1000,
    { type: "caller.interrupted", itemId: "c1", heardMs: 100, droppedMs: 900 },
  ];
  assertEquals(
    told(cut, speaks(1000), silent(2000, 2000, 0), thinks(2000), sounds(2600)),
    [["interruption", 600, "model 600"]],
  );
});

Deno.test("a lost model, its return and the sentence that bridges them are told as trouble", () => {
  assertEquals(
    told(
      ...QUIET,
      speaks(1000),
      silent(2000, 2000, 0),
      lost(2100),
      ready(3100),
      thinks(3150, "r2", "recovery"),
      sounds(3900, "r2"),
    ),
    [["trouble", 1900, "unexplained 100, connecting 1000, unexplained 50, model 750"]],
  );
  assertEquals(
    told(speaks(1000), silent(2000, 2000, 0), sounds(5000, "clip-1"))[0]?.[0],
    "trouble",
  );
});

Deno.test("keys: from the last one pressed, through the wait for another", () => {
  assertEquals(
    told(
      [1000, { type: "caller.digit", digit: "4" }],
      [4000, { type: "caller.digits", digits: "4", secret: false, endedBy: "gap" }],
      thinks(4010, "r1", "digits"),
      sounds(4500),
    ),
    [["keys", 3500, "detection 3000, unexplained 10, model 490"]],
  );
});

Deno.test("a hold is no fault of the model's", () => {
  assertEquals(
    told(
      speaks(0),
      silent(1000, 1000, 0),
      thinks(1000),
      [1200, { type: "call.held" }],
      [3200, { type: "call.resumed", gapMs: 2000 }],
      sounds(3400),
    ),
    [["answer", 2400, "model 200, held 2000, model 200"]],
  );
});

Deno.test("nobody waited: who speaks again, an agent that asks by itself, a second sound, a person", () => {
  assertEquals(told(speaks(0), silent(900, 900), speaks(950, "c2"), sounds(1000)), []);
  assertEquals(told(thinks(5000, "r1", "no_input"), sounds(5500)), []);
  assertEquals(told(thinks(0, "r1", "greeting"), sounds(500), heard(500, 900), sounds(2000)), []);
  const person: At = [2000, {
    type: "agent.speaking",
    itemId: "supervisor-1",
    responseId: "supervisor-1",
    startMs: 2000,
  }];
  assertEquals(told(speaks(0), silent(900, 900), person), []);
  assertEquals(told(speaks(0), silent(900, 900), sounds(800)), [], "it began before the end");
});

Deno.test("figures are gaps that were really measured", () => {
  assertEquals(gapFigures([]), null);
  assertEquals(gapFigures([700]), { answers: 1, p50Ms: 700, p95Ms: 700, slowestMs: 700 });
  const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
  assertEquals(gapFigures(hundred), { answers: 100, p50Ms: 50, p95Ms: 95, slowestMs: 100 });
});

const anyBody = fc.constantFrom<(id: string, ms: number) => CallEventBody>(
  (itemId, startMs) => ({ type: "caller.speaking", itemId, startMs }),
  (itemId, endMs) => ({ type: "caller.silent", itemId, endMs, quietMs: endMs % 700 }),
  (responseId) => ({ type: "agent.thinking", responseId, cause: "turn" }),
  (responseId) => ({ type: "agent.thinking", responseId, cause: "tool" }),
  (id, startMs) => ({ type: "agent.speaking", itemId: id, responseId: id, startMs }),
  (id, endMs) => heard(endMs / 2, endMs, id)[1],
  (id) => done(0, id)[1],
  (toolCallId) => ({ type: "tool.called", toolCallId, name: "t" }),
  (toolCallId) => ({ type: "tool.finished", toolCallId, name: "t", ok: true, tookMs: 1 }),
  () => ({ type: "upstream.lost", code: "E", detail: "", retrying: true }),
  () => ready(0)[1],
  () => ({ type: "call.held" }),
  () => ({ type: "call.resumed", gapMs: 1 }),
  () => started[1],
  (itemId) => ({ type: "caller.interrupted", itemId, heardMs: 1, droppedMs: 1 }),
  () => ({ type: "caller.digit", digit: "1" }),
  () => ({ type: "caller.digits", digits: "1", secret: false, endedBy: "gap" }),
);

Deno.test("whatever happens in a call, the parts of every bar add up to its gap exactly", () => {
  const anyEvents = fc.array(
    fc.tuple(fc.nat(36_000).map((n) => n / 4), anyBody, fc.constantFrom(..."abcdefgh")),
    { minLength: 20, maxLength: 80, size: "max" },
  );
  let bars = 0;
  fc.assert(fc.property(anyEvents, (all) => {
    const timed = all.sort(([a], [b]) => a - b).map(([ms, body, id]): At => [ms, body(id, ms)]);
    for (const { gapMs, startMs, endMs, parts } of gapsOf(eventsOf(...timed))) {
      bars++;
      assertEquals(parts.reduce((sum, { ms }) => sum + ms, 0), gapMs);
      assertEquals(endMs - startMs, gapMs);
      assert(parts.every(({ ms }, at) => ms > 0 && parts[at + 1]?.name !== parts[at]?.name));
    }
  }));
  assert(bars > 20, "the property saw hardly any bar");
});
