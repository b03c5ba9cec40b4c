// What becomes of the keys that a caller presses.
import { assert, assertEquals } from "@std/assert";
import type { AgentConfig } from "../contract/agent.ts";
import { AGENT, LOST, type Rig, sampleBriefing, startRig } from "./fake_call_test_kit.ts";

type Digits = AgentConfig["digits"];

function rigWith(digits: Partial<Digits> = {}, more: Partial<AgentConfig> = {}): Rig {
  const rig = startRig({ greeting: "", digits: { ...AGENT.digits, ...digits }, ...more });
  rig.model.ready();
  return rig;
}

const action = (digit: string, does: Digits["actions"][number]["does"], words = "") => ({
  digit,
  does,
  words,
});

function press(rig: Rig, keys: string): void {
  for (const key of keys) rig.call.listener.digit(key);
}

const inputs = (rig: Rig) => rig.all("caller.digits").map((event) => [event.digits, event.endedBy]);
const asked = (rig: Rig) => rig.model.wishes.filter((wish) => wish.cause === "digits").length;

Deno.test("an input ends with its terminator, which is not part of it", () => {
  const rig = rigWith();
  press(rig, "4711#");
  assertEquals(inputs(rig), [["4711", "terminator"]]);
  assertEquals(rig.model.tell_, ["The caller pressed the keys 4 7 1 1."]);
  assertEquals(rig.model.wishes, [{ cause: "digits", must: true }]);
});

Deno.test("a terminator alone is an input of its own", () => {
  const rig = rigWith();
  press(rig, "#");
  assertEquals(inputs(rig), [["#", "terminator"]]);
  assertEquals(rig.model.tell_, ["The caller pressed the key #."]);
});

Deno.test("without a terminator every key belongs to the input", () => {
  const rig = rigWith({ terminator: "", gapMs: 1000 });
  press(rig, "*1#");
  rig.clock.advance(1000);
  assertEquals(inputs(rig), [["*1#", "gap"]]);
});

Deno.test("an input ends with its length, and the next key begins another", () => {
  const rig = rigWith({ length: 3 });
  press(rig, "1234");
  assertEquals(inputs(rig), [["123", "length"]]);
  rig.clock.advance(2250);
  assertEquals(inputs(rig).at(-1), ["4", "gap"]);
});

Deno.test("an input ends with a pause of exactly its gap, which each key begins anew", () => {
  const rig = rigWith({ gapMs: 1100 });
  press(rig, "1");
  rig.clock.advance(1000);
  press(rig, "2");
  rig.clock.advance(1099);
  assertEquals(inputs(rig), []);
  rig.clock.advance(1);
  assertEquals(inputs(rig), [["12", "gap"]]);
});

Deno.test("the first key silences the agent: the phone first, then the model", () => {
  const rig = rigWith();
  rig.model.answers("r1", 4000, { open: true });
  rig.clock.advance(1000);
  rig.trace.length = 0;
  press(rig, "1");
  assertEquals(rig.trace, ["phone: clear", "model: cancel", "model: truncate r1-item 1000"]);
});

Deno.test("an agent that may not be interrupted talks on, and is told of the keys afterwards", () => {
  const rig = rigWith({}, { turnTaking: { ...AGENT.turnTaking, bargeIn: false } });
  rig.model.answers("r1", 4000, { open: true });
  rig.clock.advance(1000);
  press(rig, "1#");
  assertEquals(rig.trace.includes("phone: clear"), false);
  assertEquals(asked(rig), 1);
});

Deno.test("an answer that would be spoken into the typing is cancelled", () => {
  const rig = rigWith();
  press(rig, "1");
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  assertEquals(rig.trace.at(-1), "model: cancel");
  rig.model.done("r1", "cancelled");
  rig.clock.advance(1500);
  assertEquals(rig.all("agent.line"), []);
});

Deno.test("nobody says 'one moment' to a caller who types slowly", () => {
  const rig = rigWith({ gapMs: 20_000 });
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 0 });
  rig.model.says({ type: "speech_stopped", itemId: "c1", audioEndMs: 500 });
  press(rig, "1");
  rig.clock.advance(15_000);
  assertEquals(rig.all("agent.line"), []);
});

Deno.test("from the first key until a moment after the last the model hears silence, not tones", () => {
  const rig = rigWith({ gapMs: 1000 });
  const heard = (value: number) => {
    rig.call.listener.audio(new Uint8Array(800).fill(value));
    return rig.model.appended.at(-1)![0];
  };
  assertEquals(heard(1), 1);
  press(rig, "1");
  assertEquals(heard(2), 0xff);
  rig.clock.advance(900);
  press(rig, "2");
  assertEquals(heard(3), 0xff);
  press(rig, "#");
  rig.clock.advance(499);
  assertEquals(heard(4), 0xff);
  rig.clock.advance(1);
  assertEquals(heard(5), 5);
});

Deno.test("tones from before the model was there do not reach it later either", () => {
  const rig = startRig({ greeting: "" });
  rig.call.listener.audio(new Uint8Array(800).fill(1));
  press(rig, "1");
  rig.call.listener.audio(new Uint8Array(800).fill(2));
  rig.model.ready();
  assertEquals(rig.model.appended.map((audio) => audio[0]), [1, 0xff]);
});

Deno.test("G-26 keys of a caller who presses without end are bounded", () => {
  const rig = rigWith({ terminator: "", gapMs: 1000 });
  press(rig, "1".repeat(500));
  rig.clock.advance(1000);
  assertEquals(rig.only("caller.digits").digits.length, 64);
});

Deno.test("a key with an action acts at once, without a pause", () => {
  const rig = rigWith({ actions: [action("9", "instruct", "Tell the opening hours.")] });
  press(rig, "9");
  assertEquals(inputs(rig), [["9", "action"]]);
  assert(rig.model.wishes[0]?.instructions?.endsWith("Tell the opening hours."));
  assertEquals(rig.model.tell_, ["The caller pressed the key 9."]);
});

Deno.test("within an input a key with an action is a digit like any other", () => {
  const rig = rigWith({ actions: [action("9", "end")] });
  press(rig, "49#");
  assertEquals(inputs(rig), [["49", "terminator"]]);
  assertEquals(rig.all("call.ending"), []);
});

Deno.test("a key asks for the last words once more", () => {
  const rig = rigWith({ actions: [action("*", "repeat")] });
  press(rig, "*");
  assert(rig.model.wishes[0]?.instructions?.includes("Say them once more"));
});

Deno.test("a key ends the call with a goodbye and its outputs", () => {
  const rig = rigWith({ actions: [action("0", "end")] });
  press(rig, "0");
  assertEquals(rig.model.wishes.map((wish) => wish.cause), ["farewell"]);
  rig.model.answers("r1", 1000, { cause: "farewell" });
  rig.clock.advance(4000);
  assertEquals(rig.channel.ending?.outputs.END_REASON, "agent_completed");
});

Deno.test("a key puts the caller through, with the key as the reason", () => {
  const rig = rigWith({ actions: [action("0", "escalate")] });
  press(rig, "0");
  rig.model.answers("r1", 1000, { cause: "farewell" });
  rig.clock.advance(4000);
  const { ESCALATION_REQUIRED, ESCALATION_REASON } = rig.channel.ending!.outputs;
  assertEquals([ESCALATION_REQUIRED, ESCALATION_REASON], ["true", "The caller pressed the key 0."]);
});

Deno.test("an action that was chosen while the model is away is done once it is back", () => {
  const rig = rigWith({ actions: [action("0", "escalate")] });
  rig.model.says({ type: "lost", failure: LOST });
  press(rig, "0");
  assertEquals(rig.all("call.ending"), []);
  rig.clock.advance(300);
  rig.model.ready();
  rig.clock.advance(250);
  assertEquals(rig.only("call.ending").reason, "agent_escalated");
});

Deno.test("secret digits are dots for everybody, and a name for the model", () => {
  const rig = rigWith({ secret: true });
  press(rig, "4711#");
  assertEquals(rig.all("caller.digit").map((event) => event.digit), ["•", "•", "•", "•", "•"]);
  const { digits, secret } = rig.only("caller.digits");
  assertEquals([digits, secret], ["••••", true]);
  assertEquals(rig.model.tell_, [
    "The caller entered 4 digits in secret. Where a tool needs them, write [digits-1]; you cannot see or say them.",
  ]);
  press(rig, "08#");
  assert(rig.model.tell_.at(-1)?.includes("[digits-2]"));
});

Deno.test("G-26 secret digits reach a tool, and nothing that anybody sees or the model reads", async () => {
  const received: string[] = [];
  const config = { ...AGENT, greeting: "", digits: { ...AGENT.digits, secret: true } };
  const pay = {
    definition: { name: "pay", description: "", parameters: {} },
    confirm: false,
    shownArgs: (args: string) => args,
    run: (args: string) => {
      received.push(args);
      return Promise.resolve({ ok: true, output: `{"echo":${args}}`, shown: `paid: ${args}` });
    },
  };
  const rig = startRig(config, undefined, { briefing: sampleBriefing(config, { tools: [pay] }) });
  rig.model.ready();
  press(rig, "48159#");
  const args = '{"pin":"[digits-1]"}';
  rig.model.says({ type: "response_started", responseId: "r1", cause: "digits" });
  rig.model.says({ type: "tool_call", responseId: "r1", toolCallId: "t1", name: "pay", args });
  await rig.clock.run(100);
  assertEquals(received, ['{"pin":"48159"}']);
  assertEquals(rig.only("tool.finished").ok, true);
  const seen = JSON.stringify([rig.events, rig.trace, rig.model.tell_, rig.model.wishes]);
  assertEquals(seen.includes("48159"), false);
  assert(seen.includes("[digits-1]"));
});

Deno.test("a secret key with an action stays a secret", () => {
  const rig = rigWith({ secret: true, actions: [action("0", "escalate")] });
  press(rig, "0");
  assertEquals(inputs(rig), [["•", "action"]]);
  rig.model.answers("r1", 1000, { cause: "farewell" });
  rig.clock.advance(4000);
  assertEquals(rig.channel.ending?.outputs.ESCALATION_REASON, "The caller pressed a key.");
});

Deno.test("keys during the farewell are seen, and change nothing", () => {
  const rig = rigWith({ secret: true, actions: [action("0", "end")] });
  press(rig, "0");
  rig.model.tell_.length = 0;
  press(rig, "12#");
  assertEquals(rig.model.tell_, []);
  assertEquals(rig.all("caller.digit").map((event) => event.digit), ["•", "•", "•", "•"]);
});
