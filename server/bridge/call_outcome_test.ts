// How a call says goodbye, what it leaves behind, and how it goes on without the realtime model.
import { assert, assertEquals } from "@std/assert";
import { NO_USAGE } from "../contract/call.ts";
import {
  AGENT,
  FakeUpstream,
  LOST,
  type Rig,
  sampleBriefing,
  startRig,
} from "./fake_call_test_kit.ts";

const SUMMED = { summary: { ...AGENT.summary, inCall: true } };
const ANSWER = { purpose: "summary", ok: true, usage: { ...NO_USAGE, outputTextTokens: 30 } };

/** The model says goodbye and calls the tool. */
function goodbye(rig: Rig, name: string, args: string, ms = 1000): void {
  rig.model.says({ type: "response_started", responseId: "r9", cause: "turn" });
  if (ms > 0) {
    const audio = new Uint8Array(ms * 8).fill(1);
    rig.model.says({ type: "audio", responseId: "r9", itemId: "r9-item", audio });
    rig.model.says({ type: "audio_done", responseId: "r9", itemId: "r9-item" });
  }
  rig.model.says({ type: "tool_call", responseId: "r9", toolCallId: "t9", name, args });
  rig.model.done("r9");
}

Deno.test("the author's exact words are the farewell, and the phone is told after their last sample", () => {
  const farewell = { success: "Thank you for calling Northwind.", escalation: "" };
  const rig = startRig({ farewell });
  rig.model.ready();
  goodbye(rig, "end_conversation_successfully", '{"summary":"Settled."}', 0);
  const wish = rig.model.wishes.at(-1);
  assertEquals([wish?.cause, wish?.tools, wish?.must], ["farewell", "none", true]);
  assert(wish?.instructions?.endsWith("nothing else: Thank you for calling Northwind."));
  rig.model.answers("r10", 2000, { cause: "farewell" });
  rig.clock.advance(1500);
  assertEquals(rig.channel.ending, null);
  rig.clock.advance(3000);
  assertEquals(rig.channel.ending?.outputs.COMPLETION_SUMMARY, "Settled.");
});

Deno.test("the model is told to leave the goodbye to us where the author has exact words", () => {
  const rig = startRig({ farewell: { success: "Bye.", escalation: "" } });
  const tool = (name: string) => rig.model.settings.tools.find((tool) => tool.name === name);
  assert(tool("end_conversation_successfully")?.description.includes("Say no goodbye yourself"));
  assert(
    tool("end_conversation_with_escalation")?.description.includes("putting the caller through"),
  );
});

Deno.test("exact words are said though the model has said a goodbye of its own", () => {
  const rig = startRig({ farewell: { success: "", escalation: "One moment, Anna takes over." } });
  rig.model.ready();
  goodbye(rig, "end_conversation_with_escalation", '{"reason":"Wants a person"}');
  assertEquals(rig.model.wishes.at(-1)?.cause, "farewell");
  rig.model.answers("r10", 1000, { cause: "farewell" });
  rig.clock.advance(5000);
  const outputs = rig.channel.ending?.outputs;
  assertEquals([outputs?.ESCALATION_REQUIRED, outputs?.ESCALATION_REASON], [
    "true",
    "Wants a person",
  ]);
});

Deno.test("the summary is asked for once the farewell is made, and reaches the phone system", () => {
  const rig = startRig(SUMMED);
  rig.model.ready();
  goodbye(rig, "end_conversation_successfully", "{}", 3000);
  assertEquals(rig.trace.at(-1), "model: ask summary");
  rig.clock.advance(1000);
  rig.model.says({ type: "answer", text: "Asked for the hours.", ...ANSWER });
  assertEquals(rig.channel.ending, null, "the farewell is still being heard");
  rig.clock.advance(5000);
  assertEquals(rig.channel.ending?.outputs.CONVERSATION_SUMMARY, "Asked for the hours.");
  assertEquals(rig.only("call.summary").source, "in_call");
  assertEquals(rig.channel.ending?.outputs.TOTAL_OUTPUT_TEXT_TOKENS, "35", "what it cost counts");
});

/** Milliseconds until the phone system is told. */
function untilTold(rig: Rig): number {
  for (let ms = 0; ms <= 20_000; ms += 250) {
    if (rig.channel.ending) return ms;
    rig.clock.advance(250);
  }
  throw new Error("The phone system was never told");
}

Deno.test("a summary that is late is waited for two seconds, no longer, and the output is there but empty", () => {
  const [waiting, plain] = [startRig(SUMMED), startRig()].map((rig) => {
    rig.model.ready();
    goodbye(rig, "end_conversation_successfully", "{}", 1000);
    return { rig, toldMs: untilTold(rig) };
  });
  assertEquals(waiting!.toldMs - plain!.toldMs, 2000);
  assertEquals(waiting!.rig.channel.ending?.outputs.CONVERSATION_SUMMARY, "");
});

Deno.test("a summary that fails holds nothing up", () => {
  const rig = startRig(SUMMED);
  rig.model.ready();
  goodbye(rig, "end_conversation_successfully", "{}", 1000);
  rig.model.says({ type: "answer", text: "", ...ANSWER, ok: false });
  rig.clock.advance(5000);
  assertEquals(rig.channel.ending?.outcome, "completed");
  assertEquals(rig.all("call.summary"), []);
});

Deno.test("all outputs are there, as strings, whoever ends the call; a caller who hangs up waits for nothing", () => {
  const rig = startRig(SUMMED);
  rig.model.ready();
  rig.model.answers("r1", 1000);
  rig.clock.advance(4000);
  rig.call.listener.closed({ by: "phone", detail: "end" });
  const { outputs = {} } = rig.only("call.ended");
  assertEquals(Object.keys(outputs).sort(), [
    "COMPLETION_SUMMARY",
    "CONVERSATION_DURATION",
    "CONVERSATION_SUMMARY",
    "END_REASON",
    "ESCALATION_REASON",
    "ESCALATION_REQUIRED",
    "Intent",
    "TOTAL_INPUT_AUDIO_TOKENS",
    "TOTAL_INPUT_CACHED_AUDIO_TOKENS",
    "TOTAL_INPUT_CACHED_TEXT_TOKENS",
    "TOTAL_INPUT_TEXT_TOKENS",
    "TOTAL_OUTPUT_AUDIO_TOKENS",
    "TOTAL_OUTPUT_TEXT_TOKENS",
    "customer_summary",
    "intent_confidence",
    "original_intent",
    "sentiment",
    "transfer_reason",
    "urgency",
  ]);
  assert(Object.values(outputs).every((value) => typeof value === "string"));
  assertEquals([outputs.END_REASON, outputs.CONVERSATION_DURATION], ["caller_hung_up", "4.0"]);
});

/** A rig with a second upstream; its sessions are told apart by `fallback`. */
function rigWithFallback(): { rig: Rig; fallbacks: FakeUpstream[] } {
  const fallbacks: FakeUpstream[] = [];
  const rig = startRig({}, undefined, {
    openFallback: (settings, _id, listener) => {
      const upstream = new FakeUpstream(settings, listener, []);
      fallbacks.push(upstream);
      return upstream;
    },
  });
  return { rig, fallbacks };
}

Deno.test("O-04 where the realtime model refuses, the second upstream serves the caller, and it is told", () => {
  const { rig, fallbacks } = rigWithFallback();
  const failure = { code: "E_UP_MODEL", detail: "no such model", retry: false } as const;
  rig.model.says({ type: "lost", failure });
  assertEquals(fallbacks.length, 1);
  assertEquals(rig.only("upstream.fallback").code, "E_UP_MODEL");
  assertEquals(rig.only("upstream.lost").retrying, true);
  fallbacks[0]?.ready();
  assertEquals(fallbacks[0]?.wishes.map(({ cause }) => cause), ["greeting"]);
  rig.call.listener.audio(new Uint8Array(1600));
  assertEquals(fallbacks[0]?.appended.length, 1);
});

Deno.test("O-10 a realtime model that is lost and not regained is replaced, knowing what was said", () => {
  const { rig, fallbacks } = rigWithFallback();
  rig.model.ready();
  rig.model.answers("r1", 1000);
  rig.clock.advance(2000);
  rig.model.says({ type: "lost", failure: LOST });
  for (let i = 0; i < 12 && fallbacks.length === 0; i++) {
    rig.clock.advance(1000);
    rig.model.says({ type: "lost", failure: LOST });
  }
  assertEquals(fallbacks.length, 1);
  assert(fallbacks[0]!.settings.seed.some(({ text }) => text === "words of r1"));
  fallbacks[0]!.ready();
  rig.clock.advance(60 * 60_000 + 1000);
  assertEquals(rig.upstreams.every(({ closed }) => closed) || fallbacks.length === 1, true);
});

Deno.test("F33 a realtime model that is there but gives no answers is replaced, and the caller is answered", () => {
  const { rig, fallbacks } = rigWithFallback();
  rig.model.ready();
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  const failure = { code: "E_UP_5XX", detail: "server_error", retry: false } as const;
  rig.model.done("r1", "failed", failure);
  assertEquals(fallbacks.length, 1);
  assertEquals(rig.only("upstream.fallback").code, "E_UP_5XX");
  assertEquals(rig.model.closed, true);
  fallbacks[0]?.ready();
  assertEquals(fallbacks[0]?.wishes.at(-1)?.cause, "recovery");
  assertEquals(rig.all("call.ended"), []);
});

Deno.test("silence without end has the second upstream take over, and only then the failure path", () => {
  const { rig, fallbacks } = rigWithFallback();
  rig.model.ready();
  rig.clock.advance(21_000);
  assertEquals(fallbacks.length, 1);
  fallbacks[0]?.ready();
  rig.clock.advance(45_000);
  assertEquals(rig.channel.ending?.code, "E_UP_TIMEOUT");
});

Deno.test("O-04 a second upstream that fails as well ends the call by its failure path, once", () => {
  const { rig, fallbacks } = rigWithFallback();
  const failure = { code: "E_UP_AUTH", detail: "bad key", retry: false } as const;
  rig.model.says({ type: "lost", failure });
  fallbacks[0]?.says({ type: "lost", failure });
  rig.clock.advance(10_000);
  assertEquals(rig.channel.ending?.code, "E_UP_AUTH");
  assertEquals(rig.all("upstream.fallback").length, 1);
});

Deno.test("the call waits for a briefing that needs time, and only then dials", async () => {
  const { promise, resolve } = Promise.withResolvers<ReturnType<typeof sampleBriefing>>();
  const rig = startRig({}, undefined, { briefing: promise });
  rig.clock.advance(700);
  assertEquals(rig.upstreams.length, 0);
  const notes = [{ code: "variable_ignored", detail: "AI_VOICE" }];
  resolve(sampleBriefing(AGENT, { instructions: "Late words.", instructionsFrom: "url", notes }));
  await promise;
  await Promise.resolve();
  assertEquals(rig.model.settings.instructions, "Late words.");
  assertEquals(rig.only("call.briefed").instructionsFrom, "url");
  assertEquals(rig.only("call.note").code, "variable_ignored");
});

Deno.test("P-01 a briefing that fails ends the call with a reason", async () => {
  const rig = startRig({}, undefined, { briefing: Promise.reject(new Error("bug")) });
  for (let i = 0; i < 5; i++) await Promise.resolve();
  rig.clock.advance(10_000);
  assertEquals(rig.channel.ending?.code, "E_INTERNAL");
});

Deno.test("a caller who hangs up before the briefing is there is not followed by a session", async () => {
  const { promise, resolve } = Promise.withResolvers<ReturnType<typeof sampleBriefing>>();
  const rig = startRig({}, undefined, { briefing: promise });
  rig.call.listener.closed({ by: "phone", detail: "end" });
  resolve(sampleBriefing(AGENT));
  await promise;
  await Promise.resolve();
  assertEquals(rig.upstreams.length, 0);
  assertEquals(rig.only("call.ended").reason, "caller_hung_up");
});
