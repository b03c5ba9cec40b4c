// What the phone system brings: tools of its own, and what it is told of the talk.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { PhoneTool, PhoneToolResult } from "../telephony/channel.ts";
import { LOST, type Rig, startRig } from "./fake_call_test_kit.ts";

/** A transfer whose outcome the test decides. */
function transfer(then: PhoneTool["then"] = "handed_over") {
  const ran: unknown[] = [];
  let finish: (result: PhoneToolResult) => void = () => {};
  const tool: PhoneTool = {
    name: "transfer_call",
    description: "",
    parameters: { type: "object" },
    then,
    run(args) {
      ran.push(args);
      const { promise, resolve } = Promise.withResolvers<PhoneToolResult>();
      finish = resolve;
      return promise;
    },
  };
  return {
    tool,
    ran,
    async finish(result: PhoneToolResult) {
      finish(result);
      for (let i = 0; i < 8; i++) await Promise.resolve();
    },
  };
}

function rigWith(tool: PhoneTool): Rig {
  const rig = startRig({}, undefined, { phoneTools: [tool] });
  rig.model.ready();
  rig.trace.length = 0;
  return rig;
}

/** An answer of so much sound that calls the tool. */
function calls(rig: Rig, ms: number, id = "r1", args = '{"target":"tel:+49301"}'): void {
  rig.model.answers(id, ms, { open: true });
  rig.model.says({ type: "audio_done", responseId: id, itemId: `${id}-item` });
  rig.model.says({
    type: "tool_call",
    responseId: id,
    toolCallId: `t-${id}`,
    name: "transfer_call",
    args,
  });
  rig.model.done(id);
}

const results = ({ trace }: Rig) => trace.filter((line) => line.startsWith("model: result"));

Deno.test("the model is offered what only the phone system can do", () => {
  const { tool } = transfer();
  const rig = rigWith(tool);
  const names = rig.model.settings.tools.map(({ name }) => name);
  assert(names.includes("transfer_call"));
  assert(rig.only("call.briefed").tools.includes("transfer_call"));
});

Deno.test("a transfer waits until the last word before it was heard, then ends the call as handed over", async () => {
  const { tool, ran, finish } = transfer();
  const rig = rigWith(tool);
  calls(rig, 2000);
  rig.clock.advance(1900);
  assertEquals(ran, []);
  rig.clock.advance(1500);
  assertEquals(ran, [{ target: "tel:+49301" }]);
  assertEquals(rig.channel.ending, null);
  await finish({ ok: true, say: "The person has answered." });
  assertEquals(rig.only("tool.finished").ok, true);
  assertEquals(rig.only("call.ending").reason, "agent_escalated");
  rig.clock.advance(3000);
  const { outcome, handover } = rig.channel.ending!;
  assertEquals([outcome, handover], ["completed", true]);
  rig.call.listener.closed({ by: "us", detail: "" });
  assertEquals(rig.only("call.ended").reason, "agent_escalated");
});

Deno.test("a phone that leaves by itself after a transfer is no caller who hung up", async () => {
  const { tool, finish } = transfer();
  const rig = rigWith(tool);
  calls(rig, 500);
  rig.clock.advance(2000);
  await finish({ ok: true, say: "" });
  rig.call.listener.closed({ by: "phone", detail: "transferred" });
  rig.clock.advance(3000);
  assertEquals(rig.only("call.ended").reason, "agent_escalated");
});

Deno.test("a transfer that fails is told to the model, and the talk goes on", async () => {
  const { tool, finish } = transfer();
  const rig = rigWith(tool);
  calls(rig, 500);
  rig.clock.advance(2000);
  await finish({ ok: false, say: "The number is busy." });
  assertEquals(results(rig), ['model: result t-r1 {"error":"The number is busy."}']);
  assertEquals(rig.trace.at(-1), "model: respond tool");
  assertEquals(rig.all("call.ending"), []);
  rig.call.listener.audio(new Uint8Array(160).fill(7));
  assertEquals(rig.model.appended.at(-1)?.[0], 7);
});

Deno.test("the caller hears nothing of ours and the model hears silence while a transfer is under way", () => {
  const { tool } = transfer();
  const rig = rigWith(tool);
  calls(rig, 500);
  rig.clock.advance(2000);
  rig.call.listener.audio(new Uint8Array(160).fill(7));
  assertEquals(rig.model.appended.at(-1)?.[0], 0xff);
  rig.clock.advance(40_000);
  assertEquals(rig.all("agent.line").map(({ text }) => text), []);
  assertEquals(rig.all("call.ended"), []);
});

Deno.test("a caller who speaks before the transfer keeps the call", () => {
  const { tool, ran } = transfer();
  const rig = rigWith(tool);
  calls(rig, 3000);
  rig.clock.advance(1000);
  for (let i = 0; i < 12; i++) rig.call.listener.audio(new Uint8Array(800).fill(0x10));
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 100 });
  rig.clock.advance(2000);
  assertEquals(ran, []);
  assertStringIncludes(results(rig)[0] ?? "", "speaking");
});

Deno.test("without a word before it the model is asked once to say what happens", () => {
  const { tool, ran } = transfer();
  const rig = rigWith(tool);
  calls(rig, 0);
  rig.clock.advance(500);
  assertEquals(ran, []);
  assertStringIncludes(results(rig)[0] ?? "", "Say it in one short sentence");
  calls(rig, 0, "r2");
  rig.clock.advance(500);
  assertEquals(ran.length, 1);
});

Deno.test("a model that was asked to speak first and thinks better of it goes on talking", () => {
  const { tool, ran } = transfer();
  const rig = rigWith(tool);
  calls(rig, 0);
  rig.model.answers("r2", 500, { cause: "tool" });
  rig.clock.advance(20_000);
  assertEquals(ran, []);
  assertEquals(rig.all("call.ended"), []);
  calls(rig, 400, "r3");
  rig.clock.advance(2000);
  assertEquals(ran.length, 1);
});

Deno.test("what was wished for is forgotten with the session that wished for it", () => {
  const { tool, ran } = transfer();
  const rig = rigWith(tool);
  calls(rig, 3000);
  rig.model.says({ type: "lost", failure: LOST });
  rig.clock.advance(8000);
  assertEquals(ran, []);
  assertEquals(rig.only("tool.finished").ok, false);
});

Deno.test("arguments that are no object are answered in words", async () => {
  const { tool, ran } = transfer("goes_on");
  const rig = rigWith(tool);
  calls(rig, 0, "r1", "[1]");
  for (let i = 0; i < 8; i++) await Promise.resolve();
  assertEquals(ran, []);
  assertStringIncludes(results(rig)[0] ?? "", "not a JSON object");
});

Deno.test("a tool that lets the call go on runs at once", async () => {
  const { tool, ran, finish } = transfer("goes_on");
  const rig = rigWith(tool);
  calls(rig, 2000);
  assertEquals(ran.length, 1);
  await finish({ ok: true, say: "Recording." });
  assertEquals(results(rig), ['model: result t-r1 {"status":"ok","message":"Recording."}']);
});

Deno.test("the phone is told when an answer is whole, once for each", () => {
  const rig = rigWith(transfer().tool);
  rig.model.answers("r1", 1000);
  rig.clock.advance(300);
  rig.model.answers("r2", 300, { open: true });
  rig.clock.advance(5000);
  assertEquals(rig.channel.rests, [8000]);
  rig.model.says({ type: "audio_done", responseId: "r2", itemId: "r2-item" });
  rig.clock.advance(1000);
  assertEquals(rig.channel.rests, [8000, 10_400]);
});

Deno.test("the phone is told of the talk", () => {
  const rig = rigWith(transfer().tool);
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 0 });
  rig.model.says({ type: "speech_stopped", itemId: "c1", audioEndMs: 900 });
  rig.model.says({ type: "caller_delta", itemId: "c1", delta: "Good" });
  rig.model.says({ type: "caller_text", itemId: "c1", text: "Good day." });
  rig.model.answers("r1", 200);
  assertEquals(rig.channel.notices, [
    { type: "caller_started" },
    { type: "caller_stopped" },
    { type: "caller_committed" },
    { type: "caller_words", text: "Good", final: false },
    { type: "caller_words", text: "Good day.", final: true },
    { type: "agent_words", text: "words of r1" },
  ]);
});
