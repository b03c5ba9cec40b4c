// A supervisor ends a call, or has the caller put through.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { PhoneTool, PhoneToolResult } from "../telephony/channel.ts";
import { abilitiesOf } from "./abilities.ts";
import { changesOf, falls, give, listens, speaks, spoken, statesOf } from "./command_test_kit.ts";
import { FakeChannel, type Rig, startRig } from "./fake_call_test_kit.ts";

function transferTool(parameters: PhoneTool["parameters"] = {}) {
  const ran: unknown[] = [];
  let finish: (result: PhoneToolResult) => void = () => {};
  const tool: PhoneTool = {
    name: "transfer_call",
    description: "",
    parameters: { type: "object", ...parameters },
    then: "handed_over",
    targetArgument: "target",
    reasonArgument: "reason",
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

class HandingOver extends FakeChannel {
  readonly handsOver = true;
}

function talking(options: Parameters<typeof startRig>[2] = {}): Rig {
  const rig = startRig({}, undefined, options);
  rig.model.ready();
  rig.model.answers("hello", 500, { cause: "greeting" });
  rig.clock.advance(2000);
  rig.trace.length = 0;
  rig.model.wishes = [];
  return rig;
}

/** On a phone system that reads the outputs. */
function withOutputs(): { rig: Rig; channel: FakeChannel } {
  const channel = new HandingOver([]);
  return { rig: talking({ channel }), channel };
}

const transfer = (rig: Rig, target = "", reason = "") =>
  give(rig, { kind: "transfer", target, reason });
const why = (rig: Rig, id: string) => changesOf(rig, id).at(-1)?.detail ?? "";

Deno.test("end: the agent is cut off, says goodbye in a sentence, and the phone is told who ended the call", () => {
  const rig = talking();
  rig.model.answers("r1", 5000);
  rig.clock.advance(500);
  rig.trace.length = 0;
  const id = give(rig, { kind: "end" });
  assertEquals(rig.trace[0], "phone: clear");
  assertEquals(rig.model.wishes.map(({ cause }) => cause), ["farewell"]);
  assertStringIncludes(rig.model.wishes[0]?.instructions ?? "", "goodbye");
  assertEquals(statesOf(rig, id), ["sent"]);
  rig.model.done("r1", "cancelled");
  rig.model.answers("bye", 1000, { cause: "farewell" });
  rig.clock.advance(4000);
  assertEquals(rig.channel.ending?.outputs.END_REASON, "supervisor_ended");
  assertEquals(rig.channel.ending?.outcome, "completed");
  assertEquals(statesOf(rig, id), ["sent", "done"]);
  rig.call.listener.closed({ by: "us", detail: "" });
  assertEquals(rig.only("call.ended").reason, "supervisor_ended");
});

Deno.test("end: pressed again while the goodbye is made, the call ends at once", () => {
  const rig = talking();
  const first = give(rig, { kind: "end" });
  rig.model.answers("bye", 5000, { cause: "farewell" });
  rig.clock.advance(500);
  const second = give(rig, { kind: "end" });
  rig.clock.advance(100);
  assertEquals(rig.channel.ending?.outputs.END_REASON, "supervisor_ended");
  assertEquals([statesOf(rig, first), statesOf(rig, second)], [["sent", "done"], ["sent", "done"]]);
  const late = give(rig, { kind: "end" });
  assertEquals([statesOf(rig, late), why(rig, late)], [["sent", "refused"], "The call is over."]);
});

Deno.test("end: while the call is still being connected it ends at once", () => {
  const rig = startRig();
  const id = give(rig, { kind: "end" });
  rig.clock.advance(500);
  assertEquals(rig.channel.ending?.outputs.END_REASON, "supervisor_ended");
  assertEquals(statesOf(rig, id), ["sent", "done"]);
});

Deno.test("end: a caller who hangs up during the goodbye has ended the call, and it is done all the same", () => {
  const rig = talking();
  const id = give(rig, { kind: "end" });
  rig.call.listener.closed({ by: "phone", detail: "" });
  rig.clock.advance(5000);
  assertEquals(statesOf(rig, id), ["sent", "done"]);
  assertEquals(rig.only("call.ended").reason, "caller_hung_up");
});

Deno.test("end: a person who has taken over has said goodbye; the agent says nothing more", () => {
  const rig = talking();
  const ann = listens(rig);
  give(rig, { kind: "take_over" });
  for (let i = 0; i < 10; i++) {
    ann.speak(spoken(0x10));
    rig.clock.advance(100);
  }
  const id = give(rig, { kind: "end" });
  rig.clock.advance(4000);
  assertEquals(rig.model.wishes, []);
  assertEquals(rig.channel.ending?.outputs.END_REASON, "supervisor_ended");
  assertEquals(rig.all("agent.heard").at(-1)?.heardMs, 1000);
  assertEquals(statesOf(rig, id), ["sent", "done"]);
});

Deno.test("transfer by outputs: one sentence, then the flow is told that a person is wanted, and why", () => {
  const { rig, channel } = withOutputs();
  const id = transfer(rig, "", "Refund over the limit");
  assertStringIncludes(rig.model.wishes[0]?.instructions ?? "", "putting them through");
  rig.model.answers("bye", 800, { cause: "farewell" });
  rig.clock.advance(4000);
  const { outputs, handover } = channel.ending!;
  assertEquals([handover, outputs.ESCALATION_REQUIRED, outputs.ESCALATION_REASON], [
    true,
    "true",
    "Refund over the limit",
  ]);
  assertEquals(statesOf(rig, id), ["sent", "done"]);
});

Deno.test("transfer by outputs: a target cannot be given, the flow decides", () => {
  const { rig } = withOutputs();
  const id = transfer(rig, "tel:+49301");
  assertStringIncludes(why(rig, id), "leave the target empty");
  assertEquals(rig.all("call.ending"), []);
});

Deno.test("transfer by a tool: the sentence is heard, then it runs with the target, and the call ends as handed over", async () => {
  const { tool, ran, finish } = transferTool();
  const rig = talking({ phoneTools: [tool] } as Parameters<typeof startRig>[2]);
  const id = transfer(rig, "tel:+49301", "Wants a person");
  assertEquals(rig.model.wishes.map(({ cause, tools }) => [cause, tools]), [[
    "supervisor",
    "none",
  ]]);
  rig.model.answers("r1", 1000, { cause: "supervisor" });
  rig.clock.advance(900);
  assertEquals(ran, []);
  rig.clock.advance(1500);
  assertEquals(ran, [{ target: "tel:+49301", reason: "Wants a person" }]);
  assertEquals(statesOf(rig, id), ["sent"]);
  await finish({ ok: true, say: "Answered." });
  assertEquals(statesOf(rig, id), ["sent", "done"]);
  assertEquals(rig.trace.filter((line) => line.startsWith("model: result")), []);
  rig.clock.advance(3000);
  assertEquals(rig.channel.ending?.handover, true);
  assertEquals(rig.channel.ending?.outputs.ESCALATION_REASON, "Wants a person");
  rig.call.listener.closed({ by: "us", detail: "" });
  assertEquals(rig.only("call.ended").reason, "agent_escalated");
});

Deno.test("transfer by a tool: what the caller says meanwhile is not answered, and does not keep it from running", async () => {
  const { tool, ran, finish } = transferTool();
  const rig = talking({ phoneTools: [tool] } as Parameters<typeof startRig>[2]);
  transfer(rig, "tel:+49301");
  rig.model.answers("r1", 3000, { cause: "supervisor" });
  rig.clock.advance(1000);
  speaks(rig, "c1");
  rig.clock.advance(1000);
  assertEquals(ran, []);
  falls(rig, "c1");
  rig.trace.length = 0;
  rig.model.answers("r2", 0, { open: true });
  assertEquals(rig.trace, ["model: cancel"]);
  rig.clock.advance(500);
  assertEquals(ran.length, 1);
  await finish({ ok: true, say: "" });
  assertEquals(rig.only("call.ending").reason, "agent_escalated");
});

Deno.test("transfer by a tool: where it fails it is refused with the phone's words, and the talk goes on", async () => {
  const { tool, finish } = transferTool();
  const rig = talking({ phoneTools: [tool] } as Parameters<typeof startRig>[2]);
  const id = transfer(rig, "tel:+49301");
  rig.model.answers("r1", 500, { cause: "supervisor" });
  rig.clock.advance(2000);
  await finish({ ok: false, say: "The number is busy." });
  assertEquals([statesOf(rig, id), why(rig, id)], [["sent", "refused"], "The number is busy."]);
  assertEquals(rig.model.wishes.at(-1)?.cause, "supervisor");
  assertStringIncludes(rig.model.tell_.at(-1) ?? "", "The number is busy.");
  assertEquals(rig.all("call.ending"), []);
  rig.call.listener.audio(new Uint8Array(160).fill(7));
  assertEquals(rig.model.appended.at(-1)?.[0], 7);
});

Deno.test("transfer by a tool: a model that cannot say the sentence does not keep the caller from a person", () => {
  const { tool, ran } = transferTool();
  const rig = talking({ phoneTools: [tool] } as Parameters<typeof startRig>[2]);
  transfer(rig, "tel:+49301");
  rig.model.answers("r1", 0, { cause: "supervisor" });
  rig.model.answers("r2", 0, { cause: "supervisor" });
  rig.clock.advance(500);
  assertEquals(ran.length, 1);
});

Deno.test("transfer by a tool: a person who has taken over has told the caller: it runs at once", () => {
  const { tool, ran } = transferTool();
  const rig = talking({ phoneTools: [tool] } as Parameters<typeof startRig>[2]);
  listens(rig).speak(spoken(0x10));
  give(rig, { kind: "take_over" });
  transfer(rig, "tel:+49301");
  rig.clock.advance(300);
  assertEquals(ran.length, 1);
  assertEquals(rig.model.wishes, []);
});

Deno.test("transfer: a target that is missing, unknown or of no use is refused before a word is said", () => {
  const needs = transferTool({ required: ["target"] });
  const rig = talking({ phoneTools: [needs.tool] } as Parameters<typeof startRig>[2]);
  assertStringIncludes(why(rig, transfer(rig)), "give a number");
  const knows = transferTool({ properties: { target: { enum: ["tel:+1", "tel:+2"] } } });
  const other = talking({ phoneTools: [knows.tool] } as Parameters<typeof startRig>[2]);
  assertStringIncludes(why(other, transfer(other, "tel:+3")), "tel:+1, tel:+2");
  transfer(other, "tel:+2");
  assertStringIncludes(why(other, transfer(other, "tel:+1")), "under way");
  assertEquals([rig.model.wishes.length, other.model.wishes.length], [0, 1]);
});

Deno.test("a call can be transferred only where its phone system can", () => {
  const { tool } = transferTool();
  const can = (channel: Parameters<typeof abilitiesOf>[0]) =>
    abilitiesOf(channel).includes("transfer");
  assertEquals([can({}), can({ handsOver: true }), can({ tools: [tool] })], [false, true, true]);
  assertEquals(abilitiesOf({}), ["listen", "whisper", "say", "end", "take_over", "hand_back"]);
  const { targetArgument: _, ...unaware } = tool;
  assert(!can({ tools: [unaware] }));
  const rig = talking();
  const request = { kind: "transfer", target: "", reason: "" } as const;
  assertEquals(
    rig.call.command({ commandId: "x", by: "api", owner: "token", request }),
    "cannot",
  );
  assertEquals(rig.all("command.given"), []);
});
