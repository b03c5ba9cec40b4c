// A cough over the agent's words: neither an interruption nor a turn. And speech, which is both.
import { assert, assertEquals } from "@std/assert";
import { encodeUlaw, silence } from "../audio/ulaw.ts";
import type { TurnTaking } from "../contract/agent.ts";
import { newTalk, type Talk, type TalkInput } from "./talk.ts";
import { step } from "./talk_step.ts";
import { AGENT, LOST, type Rig, startRig } from "./fake_call_test_kit.ts";

const FRAME_MS = 100;
const VOICE = encodeUlaw(
  Int16Array.from({ length: FRAME_MS * 8 }, (_, i) => Math.round(6000 * Math.sin(i * 0.3))),
);

/** An agent in the middle of a long sentence, on a line where only 400 ms of speech interrupt. */
function speakingRig(turnTaking: Partial<TurnTaking> = {}): Rig {
  const rig = startRig({
    greeting: "",
    turnTaking: {
      ...AGENT.turnTaking,
      mode: "server_vad",
      prefixPaddingMs: 300,
      silenceDurationMs: 500,
      bargeIn: true,
      bargeInMs: 400,
      ...turnTaking,
    },
  });
  rig.model.ready();
  line(rig, 1000, silence(FRAME_MS));
  rig.model.answers("r1", 8000);
  line(rig, 500, silence(FRAME_MS));
  rig.trace.length = 0;
  return rig;
}

/** So much of the line passes, frame by frame. */
function line(rig: Rig, ms: number, sound: Uint8Array): void {
  for (let passed = 0; passed < ms; passed += FRAME_MS) {
    rig.clock.advance(FRAME_MS);
    rig.call.listener.audio(sound);
  }
}

/** The caller makes a sound of `ms`, and the model notices it as a server does: late, and with its padding. */
function sound(rig: Rig, itemId: string, ms: number): void {
  const beganMs = rig.clock.now();
  line(rig, Math.min(ms, 100), VOICE);
  rig.model.says({ type: "speech_started", itemId, audioStartMs: beganMs - 300 });
  line(rig, ms - 100, VOICE);
  line(rig, 500, silence(FRAME_MS));
  const endMs = rig.clock.now();
  rig.model.says({ type: "speech_stopped", itemId, audioEndMs: endMs });
  rig.model.says({ type: "committed", itemId, previousItemId: null });
}

const turns = (rig: Rig) => rig.model.wishes.filter((wish) => wish.cause === "turn").length;
const silenced = (rig: Rig) => rig.trace.includes("phone: clear");

Deno.test("a cough does not interrupt, is not answered and is taken out of the conversation", () => {
  const rig = speakingRig();
  sound(rig, "c1", 200);
  assertEquals(silenced(rig), false);
  assertEquals(turns(rig), 0);
  const { itemId, speechMs } = rig.only("caller.ignored");
  assertEquals([itemId, speechMs], ["c1", 200]);
  assertEquals(rig.trace.filter((what) => what.startsWith("model:")), ["model: forget c1"]);
  assertEquals(rig.all("caller.speaking"), []);
  rig.clock.advance(8000);
  assertEquals(rig.only("agent.heard").interrupted, false);
});

Deno.test("what a cough is taken for by the transcription is no line", () => {
  const rig = speakingRig();
  sound(rig, "c1", 200);
  rig.model.says({ type: "caller_delta", itemId: "c1", delta: "Tha" });
  rig.model.says({ type: "caller_text", itemId: "c1", text: "Thank you for watching." });
  assertEquals([rig.all("caller.partial"), rig.all("caller.line")], [[], []]);
});

Deno.test("O-29 speech interrupts as soon as it has lasted, the phone first, and is answered", () => {
  const rig = speakingRig();
  const beganMs = rig.clock.now();
  line(rig, 100, VOICE);
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: beganMs - 300 });
  line(rig, 200, VOICE);
  assertEquals(silenced(rig), false);
  line(rig, 100, VOICE);
  assertEquals(
    rig.trace.filter((what) => what !== "phone: play"),
    ["phone: clear", "model: cancel", "model: truncate r1-item 900"],
  );
  assertEquals(rig.only("caller.speaking").startMs, beganMs - 300);
  rig.model.says({ type: "speech_stopped", itemId: "c1", audioEndMs: rig.clock.now() });
  rig.model.says({ type: "committed", itemId: "c1", previousItemId: null });
  assertEquals(turns(rig), 1);
});

Deno.test("speech that is noticed late interrupts at once", () => {
  const rig = speakingRig();
  const beganMs = rig.clock.now();
  line(rig, 600, VOICE);
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: beganMs - 300 });
  rig.clock.advance(0);
  assert(silenced(rig));
});

Deno.test("a cough's echo of silence until the model is sure of its end does not count as speech", () => {
  const rig = speakingRig({ silenceDurationMs: 1500 });
  line(rig, 200, VOICE);
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: rig.clock.now() - 500 });
  line(rig, 1400, silence(FRAME_MS));
  assertEquals(silenced(rig), false);
});

Deno.test("a short word is a turn when the agent has come to its end meanwhile", () => {
  const rig = speakingRig();
  line(rig, 7300, silence(FRAME_MS));
  sound(rig, "c1", 200);
  assertEquals(rig.all("caller.ignored"), []);
  assertEquals(turns(rig), 1);
});

Deno.test("a short word is a turn though the agent came to its end only just before it did", () => {
  const agent = { ...AGENT, turnTaking: { ...AGENT.turnTaking, bargeIn: true, bargeInMs: 400 } };
  const talk: Talk = { ...newTalk(), phase: "live", doubt: { itemId: "c1", startMs: 1000 } };
  const stopped: TalkInput = {
    type: "upstream",
    event: { type: "speech_stopped", itemId: "c1", audioEndMs: 1900 },
  };
  const { effects } = step(talk, stopped, {
    nowMs: 2000,
    busy: false,
    remainingMs: 0,
    connected: true,
    canFallBack: false,
    voicedMs: 100,
    agent,
    tool: () => undefined,
    handover: [],
    handsOver: { tool: null, byEnding: true },
    supervisor: { present: false, sounded: false },
  });
  assertEquals(
    effects.map((effect) => effect.do === "emit" ? effect.event.type : effect.do),
    ["caller.speaking", "caller.silent"],
  );
});

Deno.test("a short word is a turn when the agent is silent", () => {
  const rig = speakingRig();
  line(rig, 9000, silence(FRAME_MS));
  sound(rig, "c1", 100);
  assertEquals(rig.all("caller.speaking").length, 1);
  assertEquals(turns(rig), 1);
});

Deno.test("who goes on speaking while the answer is made has it cancelled and another asked for", () => {
  const rig = speakingRig();
  line(rig, 9000, silence(FRAME_MS));
  rig.model.says({ type: "response_started", responseId: "r2", cause: "turn" });
  rig.trace.length = 0;
  sound(rig, "c1", 600);
  assertEquals(rig.trace, ["model: cancel", "model: respond turn"]);
  rig.model.done("r2", "cancelled");
  assertEquals(rig.all("agent.line").length, 1);
});

Deno.test("where the line tells nothing, the model's word that speech goes on is believed", () => {
  const rig = speakingRig();
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: rig.clock.now() - 300 });
  line(rig, 1000, silence(FRAME_MS));
  assertEquals(silenced(rig), false);
  line(rig, 300, silence(FRAME_MS));
  assert(silenced(rig));
});

Deno.test("where the line tells nothing, the model's times tell speech from a cough", () => {
  for (const [speechMs, ignored] of [[399, 1], [400, 0]] as const) {
    const rig = speakingRig();
    const startMs = rig.clock.now();
    rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: startMs });
    const endMs = startMs + 300 + speechMs + 500;
    rig.model.says({ type: "speech_stopped", itemId: "c1", audioEndMs: endMs });
    assertEquals(rig.all("caller.ignored").length, ignored);
  }
});

Deno.test("a semantic detection, which waits long for an end, tells a cough as well", () => {
  const rig = speakingRig({ mode: "semantic_vad" });
  sound(rig, "c1", 200);
  line(rig, 1000, silence(FRAME_MS));
  assertEquals(rig.only("caller.ignored").speechMs, 200);
  assertEquals(silenced(rig), false);
});

Deno.test("a doubt ends with the session it came from", () => {
  const rig = speakingRig();
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: rig.clock.now() - 300 });
  rig.model.says({ type: "lost", failure: LOST });
  line(rig, 1500, silence(FRAME_MS));
  assertEquals(rig.all("caller.interrupted"), []);
});

Deno.test("without the guard the model answers by itself and nothing is measured", () => {
  const rig = speakingRig({ bargeInMs: 0 });
  sound(rig, "c1", 200);
  assert(silenced(rig));
  assertEquals(turns(rig), 0);
  assertEquals(rig.trace.includes("model: cancel"), false);
});

Deno.test("a turn that ends while the caller types is answered with the digits", () => {
  const rig = speakingRig();
  line(rig, 9000, silence(FRAME_MS));
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: rig.clock.now() - 300 });
  rig.call.listener.digit("4");
  rig.model.says({ type: "speech_stopped", itemId: "c1", audioEndMs: rig.clock.now() + 500 });
  rig.model.says({ type: "committed", itemId: "c1", previousItemId: null });
  rig.call.listener.digit("#");
  assertEquals(rig.model.wishes.map((wish) => wish.cause), ["digits"]);
});
