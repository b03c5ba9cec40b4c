import { assertEquals, assertStrictEquals } from "@std/assert";
import type { CallSummary } from "./call.ts";
import { foldCall } from "./fold_call.ts";
import type { CallEvent, CallEventBody } from "./event.ts";
import { type CallSigns, foldSigns, NO_SIGNS } from "./signs.ts";

let seq = 0;
const event = (body: CallEventBody, atMs = 0): CallEvent => ({
  ...body,
  seq: ++seq,
  callId: "c",
  atMs,
  offsetMs: atMs,
});
const fold = (...bodies: (CallEventBody | [CallEventBody, number])[]): CallSigns =>
  bodies.map((one) => Array.isArray(one) ? event(...one) : event(one)).reduce(foldSigns, NO_SIGNS);

const speaking = (startMs: number): CallEventBody => ({
  type: "agent.speaking",
  itemId: `a${startMs}`,
  responseId: "r",
  startMs,
});
const silent = (endMs: number, quietMs?: number): CallEventBody => ({
  type: "caller.silent",
  itemId: "c",
  endMs,
  ...(quietMs !== undefined && { quietMs }),
});
const tool = (ok: boolean): CallEventBody => ({
  type: "tool.finished",
  toolCallId: "t",
  name: "look_up",
  ok,
  tookMs: 1,
});
const line = (text: string): CallEventBody => ({
  type: "caller.line",
  itemId: "c",
  text,
  startMs: 0,
  endMs: 1,
});

Deno.test("an answer's time runs from the end of the speech, before the silence that was waited out", () => {
  assertEquals(fold(silent(2000), speaking(2800)).answersMs, [800]);
  assertEquals(fold(silent(2000, 500), speaking(2800)).answersMs, [1300]);
});

Deno.test("who speaks again, or is spoken to without having asked, waits for nothing", () => {
  const again = { type: "caller.speaking", itemId: "d", startMs: 2100 } as const;
  assertEquals(fold(silent(2000), again, speaking(2800)).answersMs, []);
  assertEquals(fold(speaking(2800)).answersMs, []);
  assertEquals(fold(silent(2000), speaking(2800), speaking(3800)).answersMs, [800]);
  assertEquals(fold(silent(2000), speaking(1900)).answersMs, []);
});

Deno.test("answer times, cut-ins and whispers of a long call stay few", () => {
  const answers = Array.from({ length: 200 }, (_, n) => [silent(n * 10), speaking(n * 10 + 5)]);
  assertEquals(fold(...answers.flat()).answersMs.length, 20);
  const cut = { type: "caller.interrupted", itemId: "c", heardMs: 1, droppedMs: 1 } as const;
  const cuts = Array.from({ length: 50 }, (_, n) => [cut, n] as [CallEventBody, number]);
  assertEquals(fold(...cuts).cutInsAtMs, [45, 46, 47, 48, 49]);
});

Deno.test("a tool that works again has not failed", () => {
  const failed = fold(tool(false), tool(false));
  assertEquals([failed.toolFailures, failed.failedTool], [2, "look_up"]);
  assertEquals(fold(tool(false), tool(false), tool(true)).toolFailures, 0);
});

Deno.test("a wish for a person is counted until a person speaks", () => {
  const asked = fold(line("Can I talk to a human?"), line("Hello?"), line("A real person!"));
  assertEquals(asked.personAsks, 2);
  const helped = event({ type: "supervisor.took_over", by: "Ada" });
  assertEquals(foldSigns(asked, helped).personAsks, 0);
});

Deno.test("a whisper waits until an answer has used it, and other commands never do", () => {
  const given = (kind: "whisper" | "say"): CallEventBody => ({
    type: "command.given",
    commandId: kind,
    kind,
    by: "Ada",
  });
  const changed = (state: "sent" | "delivered" | "used" | "retracted"): CallEventBody => ({
    type: "command.changed",
    commandId: "whisper",
    state,
    detail: "",
  });
  assertEquals(fold([given("whisper"), 5], given("say"), changed("sent")).whispers, [
    { commandId: "whisper", told: false, sinceMs: 5 },
  ]);
  const told = fold([given("whisper"), 5], [changed("delivered"), 9]).whispers;
  assertEquals(told, [{ commandId: "whisper", told: true, sinceMs: 9 }]);
  assertEquals(fold(given("whisper"), changed("used")).whispers, []);
  assertEquals(fold(given("whisper"), changed("retracted")).whispers, []);
});

Deno.test("what is no sign leaves the signs as they were", () => {
  assertStrictEquals(foldSigns(NO_SIGNS, event({ type: "call.held" })), NO_SIGNS);
  assertStrictEquals(foldSigns(NO_SIGNS, event(line("Hello"))), NO_SIGNS);
});

Deno.test("a call remembers since when it is in its state", () => {
  const started: CallEventBody = {
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
  };
  const speaks: CallEventBody = { type: "caller.speaking", itemId: "c", startMs: 1 };
  const call = (bodies: [CallEventBody, number][]) =>
    bodies.map((one) => event(...one)).reduce<CallSummary | null>(foldCall, null)?.stateSinceMs;
  assertEquals(call([[started, 100]]), 100);
  assertEquals(call([[started, 100], [speaks, 900]]), 900);
  assertEquals(call([[started, 100], [speaks, 900], [line("Hello"), 1500]]), 900);
});
