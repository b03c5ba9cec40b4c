import { assert, assertEquals } from "@std/assert";
import { startRig } from "./fake_call_test_kit.ts";

const frame = (value = 9) => new Uint8Array(1600).fill(value);

Deno.test("caller audio from before the model is ready reaches it whole, in order", () => {
  const rig = startRig();
  for (let i = 1; i <= 5; i++) {
    rig.clock.advance(200);
    rig.call.listener.audio(frame(i));
  }
  rig.model.ready();
  rig.call.listener.audio(frame(6));
  assertEquals(rig.model.appended.map((audio) => audio[0]), [1, 2, 3, 4, 5, 6]);
});

Deno.test("M-03 of early audio the last five seconds are kept and the loss is told", () => {
  const rig = startRig();
  for (let i = 0; i < 35; i++) rig.call.listener.audio(frame(i));
  rig.model.ready();
  assertEquals(rig.model.appended.length, 25);
  assertEquals(rig.model.appended[0]?.[0], 10);
  assertEquals(rig.only("call.note").detail, "2000 ms");
});

Deno.test("the greeting is asked for as soon as the model is ready, with the agent's words", () => {
  const rig = startRig({ greeting: "Say good morning." });
  rig.model.ready();
  assertEquals(rig.model.wishes[0]?.cause, "greeting");
  assert(rig.model.wishes[0]?.instructions?.startsWith("You answer the phone."));
  assert(rig.model.wishes[0]?.instructions?.endsWith("Say good morning."));
});

Deno.test("an agent without a greeting waits for the caller", () => {
  const rig = startRig({ greeting: "" });
  rig.model.ready();
  assertEquals(rig.model.wishes, []);
});

Deno.test("O-29 barge-in silences the phone first, then tells the model what was heard", () => {
  const rig = startRig();
  rig.model.ready();
  rig.model.answers("r1", 4000);
  rig.call.listener.playbackStarted();
  rig.clock.advance(1000);
  rig.trace.length = 0;
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 700 });
  assertEquals(rig.trace, ["phone: clear", "model: truncate r1-item 1000"]);
  const heard = rig.only("agent.heard");
  assertEquals([heard.heardMs, heard.generatedMs, heard.interrupted], [1000, 4000, true]);
  assertEquals(rig.only("caller.interrupted").droppedMs, 3000);
});

Deno.test("O-29 an item that nobody has begun to hear is forgotten, not cut", () => {
  const rig = startRig();
  rig.model.ready();
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  for (const itemId of ["a", "b"]) {
    rig.model.says({ type: "audio", responseId: "r1", itemId, audio: new Uint8Array(24_000) });
    rig.model.says({ type: "audio_done", responseId: "r1", itemId });
  }
  rig.clock.advance(500);
  rig.trace.length = 0;
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 0 });
  assertEquals(rig.trace, ["phone: clear", "model: truncate a 500", "model: forget b"]);
});

Deno.test("O-29 a second speech_started finds nothing left to silence", () => {
  const rig = startRig();
  rig.model.ready();
  rig.model.answers("r1", 4000);
  rig.clock.advance(500);
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 0 });
  rig.trace.length = 0;
  rig.model.says({ type: "speech_started", itemId: "c2", audioStartMs: 50 });
  assertEquals(rig.trace, []);
});

Deno.test("a caller who may not interrupt is heard but silences nothing", () => {
  const rig = startRig({
    turnTaking: { ...startRig().model.settings.config.turnTaking, bargeIn: false },
  });
  rig.model.ready();
  rig.model.answers("r1", 3000);
  rig.clock.advance(500);
  rig.trace.length = 0;
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 100 });
  assertEquals(rig.trace.includes("phone: clear"), false);
  assertEquals(rig.all("caller.speaking").length, 1);
});

Deno.test("a line of the caller is placed by when its speech began, however late its words come", () => {
  const rig = startRig();
  rig.model.ready();
  for (let i = 0; i < 10; i++) {
    rig.clock.advance(200);
    rig.call.listener.audio(frame());
  }
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 600 });
  rig.model.says({ type: "speech_stopped", itemId: "c1", audioEndMs: 1700 });
  rig.clock.advance(3000);
  rig.model.says({ type: "caller_text", itemId: "c1", text: " Where is my parcel? " });
  const line = rig.only("caller.line");
  assertEquals([line.startMs, line.endMs, line.text], [600, 1700, "Where is my parcel?"]);
});

Deno.test("O-23 words that could not be transcribed are a line that says so", () => {
  const rig = startRig();
  rig.model.ready();
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 0 });
  rig.model.says({ type: "caller_text_failed", itemId: "c1", code: "audio_unintelligible" });
  assertEquals(rig.only("caller.not_transcribed").code, "audio_unintelligible");
});

Deno.test("F48 a phone that falls silent does not stop the model's clock", () => {
  const rig = startRig();
  rig.model.ready();
  rig.call.listener.audio(frame());
  rig.model.appended.length = 0;
  rig.clock.advance(5000);
  const bytes = rig.model.appended.reduce((sum, audio) => sum + audio.length, 0);
  assert(Math.abs(bytes / 8 - 5000) <= 500, `${bytes / 8} ms of silence`);
  assert(rig.model.appended.every((audio) => audio.every((code) => code === 0xff)));
});

Deno.test("F40 a farewell is heard to its last sample before the phone system is told", () => {
  const rig = startRig();
  rig.model.ready();
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  rig.model.says({ type: "audio", responseId: "r1", itemId: "i1", audio: new Uint8Array(64_000) });
  rig.model.says({ type: "audio_done", responseId: "r1", itemId: "i1" });
  const args = JSON.stringify({ summary: "Parcel found." });
  rig.model.says({
    type: "tool_call",
    responseId: "r1",
    toolCallId: "t1",
    name: "end_conversation_successfully",
    args,
  });
  rig.model.done("r1");
  rig.clock.advance(7900);
  assertEquals(rig.channel.ending, null);
  assertEquals(rig.channel.playedBytes, 64_000);
  rig.clock.advance(200);
  rig.call.listener.playbackCompleted();
  assertEquals(rig.channel.ending?.outcome, "completed");
  assertEquals(rig.channel.ending?.outputs.COMPLETION_SUMMARY, "Parcel found.");
  assertEquals(rig.channel.ending?.outputs.ESCALATION_REQUIRED, "false");
  assert(Object.values(rig.channel.ending!.outputs).every((value) => typeof value === "string"));
  rig.call.listener.closed({ by: "us", detail: "" });
  assertEquals(rig.only("call.ended").reason, "agent_completed");
});

Deno.test("a call that the model ends without a word gets a goodbye first", () => {
  const rig = startRig({ greeting: "" });
  rig.model.ready();
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  const args = JSON.stringify({ reason: "Angry." });
  rig.model.says({
    type: "tool_call",
    responseId: "r1",
    toolCallId: "t1",
    name: "end_conversation_with_escalation",
    args,
  });
  rig.model.done("r1");
  assertEquals(rig.model.wishes.at(-1), {
    cause: "farewell",
    instructions: rig.model.wishes.at(-1)!.instructions!,
    tools: "none",
    must: true,
  });
  rig.model.answers("r2", 1000, { cause: "farewell" });
  rig.clock.advance(4000);
  assertEquals(rig.channel.ending?.outputs.ESCALATION_REASON, "Angry.");
});

Deno.test("a caller who talks over the farewell does not cut it", () => {
  const rig = startRig();
  rig.model.ready();
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  rig.model.says({ type: "audio", responseId: "r1", itemId: "i1", audio: new Uint8Array(16_000) });
  rig.model.says({
    type: "tool_call",
    responseId: "r1",
    toolCallId: "t1",
    name: "end_conversation_successfully",
    args: "{}",
  });
  rig.model.done("r1");
  rig.model.appended.length = 0;
  rig.call.listener.audio(frame(5));
  assertEquals(rig.model.appended[0]?.every((code) => code === 0xff), true);
  rig.model.says({ type: "speech_started", itemId: "c9", audioStartMs: 0 });
  rig.clock.advance(5000);
  assertEquals(rig.channel.playedBytes, 16_000);
});

Deno.test("a caller who speaks over the goodbye before the model hangs up keeps the call", () => {
  const rig = startRig();
  rig.model.ready();
  rig.model.answers("r1", 3000, { open: true });
  rig.clock.advance(500);
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 0 });
  rig.model.says({
    type: "tool_call",
    responseId: "r1",
    toolCallId: "t1",
    name: "end_conversation_successfully",
    args: "{}",
  });
  rig.model.done("r1", "cancelled");
  rig.clock.advance(10_000);
  assertEquals(rig.channel.ending, null);
  assertEquals(rig.only("tool.finished").ok, false);
});

Deno.test("O-27 an unknown tool is answered with an error and the call goes on", () => {
  const rig = startRig();
  rig.model.ready();
  rig.model.says({
    type: "tool_call",
    responseId: "r1",
    toolCallId: "t1",
    name: "__proto__",
    args: "{",
  });
  assert(rig.trace.some((line) => line.startsWith("model: result t1") && line.includes("error")));
  assertEquals(rig.model.wishes.at(-1)?.cause, "tool");
});

Deno.test("digits are told together after a pause, or at once with #", () => {
  const rig = startRig();
  rig.model.ready();
  for (const digit of ["4", "7"]) rig.call.listener.digit(digit);
  rig.clock.advance(2250);
  assertEquals(rig.model.tell_, ["The caller pressed the keys 4 7."]);
  for (const digit of ["1", "#"]) rig.call.listener.digit(digit);
  assertEquals(rig.model.tell_.at(-1), "The caller pressed the key 1.");
  assertEquals(rig.model.wishes.filter((wish) => wish.cause === "digits").length, 2);
});

Deno.test("a caller who hangs up ends the call with exactly one reason, and nothing outlives it", () => {
  const rig = startRig();
  rig.model.ready();
  rig.model.answers("r1", 3000);
  rig.clock.advance(700);
  rig.call.listener.closed({ by: "phone", detail: "end" });
  rig.call.listener.closed({ by: "phone_lost", detail: "" });
  rig.clock.advance(10_000);
  assertEquals(rig.only("call.ended").reason, "caller_hung_up");
  assertEquals(rig.only("agent.heard").heardMs, 700);
  assert(rig.model.closed);
  assert(rig.ended());
  assertEquals(rig.clock.pending, 0);
});

Deno.test("O-22 the last words of a caller who hung up are awaited, but not for long", () => {
  const rig = startRig();
  rig.model.ready();
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 0 });
  rig.call.listener.closed({ by: "phone", detail: "end" });
  assertEquals(rig.all("call.ended").length, 0);
  rig.model.says({ type: "caller_text", itemId: "c1", text: "Thank you, bye." });
  assertEquals(rig.events.slice(-2).map((event) => event.type), ["caller.line", "call.ended"]);

  const other = startRig();
  other.model.ready();
  other.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 0 });
  other.call.listener.closed({ by: "phone", detail: "end" });
  other.clock.advance(2500);
  assertEquals(other.all("call.ended").length, 1);
  assertEquals(other.only("call.ended").durationMs, 0);
});

Deno.test("I12 nothing is sent to the model once the phone is gone, but the end of an open turn", () => {
  const rig = startRig();
  rig.model.ready();
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 0 });
  rig.call.listener.closed({ by: "phone", detail: "end" });
  rig.model.appended.length = 0;
  rig.call.listener.audio(frame());
  rig.clock.advance(1900);
  assertEquals(rig.model.appended.length, 0);
});

Deno.test("P-01 an exception in a callback ends that call with a reason, by its failure path", () => {
  const rig = startRig({}, (event) => {
    if (event.type === "agent.thinking") throw new Error("planted");
  });
  rig.model.ready();
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  rig.clock.advance(4000);
  assertEquals(rig.channel.ending?.code, "E_INTERNAL");
});
Deno.test("a turn that was answered is reported to the phone system, once", () => {
  const rig = startRig();
  rig.model.ready();
  rig.model.answers("r1", 1000);
  assertEquals(rig.channel.reports, [{ disposition: "match", text: "words of r1" }]);
});
