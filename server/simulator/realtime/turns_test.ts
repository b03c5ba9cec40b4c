// Tests of the caller's side: turns, commits, transcripts, idle time, and a recorded call.
import { assert, assertEquals } from "@std/assert";
import { silence } from "../../audio/ulaw.ts";
import { loadSpeech } from "../speech.ts";
import { loud, PHONE_SETTINGS, Rig, type RigOptions } from "./session_rig.ts";

const TURN = [
  "input_audio_buffer.speech_started",
  "input_audio_buffer.speech_stopped",
  "input_audio_buffer.committed",
  "conversation.item.added",
  "conversation.item.done",
  "response.created",
];

function withDetection(detection: unknown, options: RigOptions = {}): Rig {
  const rig = Rig.ready(options);
  const audio = { input: { turn_detection: detection } };
  rig.send({ type: "session.update", session: { type: "realtime", audio } });
  rig.clock.advance(400);
  return rig;
}

const VAD = PHONE_SETTINGS.audio.input.turn_detection;

Deno.test("a turn of the caller is heard, committed and answered in this order", () => {
  const rig = Rig.ready();
  rig.turn();
  rig.until("response.created");
  const types = rig.types().slice(2).filter((type) => !type.includes("transcription"));
  assertEquals(types.slice(0, 6), TURN);
  const ids = ["speech_started", "speech_stopped", "committed"]
    .map((name) => rig.last(`input_audio_buffer.${name}`).at("item_id"));
  assertEquals(new Set(ids).size, 1);
  assertEquals(rig.last("conversation.item.done").at("item.id"), ids[0]);
});

Deno.test("the caller's words come after the commit, in deltas and then whole", () => {
  const rig = Rig.ready();
  rig.turn(loud(1000));
  rig.until("conversation.item.input_audio_transcription.completed");
  const whole = rig.last("conversation.item.input_audio_transcription.completed");
  assertEquals(whole.at("transcript"), "(speech, 1.7 seconds)");
  assertEquals(whole.at("usage.type"), "duration");
  const deltas = rig.all("conversation.item.input_audio_transcription.delta");
  assertEquals(deltas.map((event) => event.at("delta")).join(""), whole.at("transcript"));
});

Deno.test("no words come where no transcription was asked for", () => {
  const rig = Rig.ready();
  const audio = { input: { transcription: null } };
  rig.send({ type: "session.update", session: { type: "realtime", audio } });
  rig.clock.advance(400);
  rig.turn();
  rig.clock.advance(5000);
  assert(!rig.types().some((type) => type.includes("transcription")));
});

Deno.test("speech cancels the running response, and the turn is answered afterwards", () => {
  const rig = Rig.ready({ scenario: { answerMs: 20_000 } });
  rig.ask();
  rig.until("response.output_audio.delta");
  rig.turn();
  rig.until("response.created", 2);
  const done = rig.last("response.done");
  assertEquals(done.at("response.status"), "cancelled");
  assertEquals(done.at("response.status_details.reason"), "turn_detected");
});

Deno.test("where speech may not interrupt, the response goes on and the turn gets no answer", () => {
  const rig = withDetection({ ...VAD, interrupt_response: false }, {
    scenario: { answerMs: 60_000, timing: { deliveryX: [5, 5] } },
  });
  rig.ask();
  rig.until("response.output_audio.delta");
  rig.turn();
  assert(rig.has("input_audio_buffer.committed"));
  rig.until("response.done");
  rig.clock.advance(3000);
  assertEquals(rig.last("response.done").at("response.status"), "completed");
  assertEquals(rig.all("response.created").length, 1);
  assertEquals(rig.all("error").length, 0);
});

Deno.test("a sensor only tells of turns", () => {
  const rig = withDetection({ ...VAD, create_response: false, interrupt_response: false });
  rig.turn();
  rig.clock.advance(5000);
  assert(rig.has("input_audio_buffer.committed"));
  assert(!rig.has("response.created"));
});

Deno.test("semantic detection waits up to 800 ms of silence", () => {
  const rig = withDetection({ type: "semantic_vad", eagerness: "high" });
  rig.turn(loud(800));
  rig.speak(silence(200));
  assert(rig.has("input_audio_buffer.speech_stopped"));
});

Deno.test("without turn detection the client commits, and asks for the answer itself", () => {
  const rig = withDetection(null);
  rig.turn();
  assert(!rig.has("input_audio_buffer.speech_started"));
  rig.send({ type: "input_audio_buffer.commit" });
  assert(rig.has("input_audio_buffer.committed"));
  rig.clock.advance(3000);
  assert(!rig.has("response.created"));
  rig.send({ type: "input_audio_buffer.commit" });
  assertEquals(rig.last("error").at("error.code"), "input_audio_buffer_commit_empty");
  assert(String(rig.last("error").at("error.message")).includes("only has 0.00ms"));
});

Deno.test("a cleared buffer is confirmed and its speech never stops", () => {
  const rig = Rig.ready();
  rig.speak(loud(400));
  rig.send({ type: "input_audio_buffer.clear" });
  rig.speak(silence(1000));
  assert(rig.has("input_audio_buffer.cleared"));
  assert(!rig.has("input_audio_buffer.speech_stopped"));
});

Deno.test("after an answer has been heard, silence of the idle time brings another", () => {
  const rig = withDetection({ ...VAD, idle_timeout_ms: 5000 }, { scenario: { answerMs: 2000 } });
  rig.ask();
  rig.until("response.done");
  rig.speak(silence(6500));
  assert(!rig.has("input_audio_buffer.timeout_triggered"));
  rig.speak(silence(1000));
  assert(rig.has("input_audio_buffer.timeout_triggered"));
  rig.until("response.done", 2);
});

Deno.test("speech disarms the idle time, and a line without audio is not silence", () => {
  const rig = withDetection({ ...VAD, idle_timeout_ms: 5000, create_response: false }, {
    scenario: { answerMs: 2000 },
  });
  rig.ask();
  rig.until("response.done");
  rig.clock.advance(20_000);
  assert(!rig.has("input_audio_buffer.timeout_triggered"));
  rig.turn();
  rig.speak(silence(15_000));
  assert(!rig.has("input_audio_buffer.timeout_triggered"));
});

Deno.test("a recorded call is understood line by line, and ends with a goodbye and the tool", async () => {
  const speech = await loadSpeech();
  const rig = Rig.ready({ speech, model: "gpt-realtime-2.1" });
  rig.ask({ instructions: "Greet the caller." });
  rig.listen("response.done");
  const lines = ["caller-tracking", "caller-number", "caller-unclear", "caller-thanks"];
  const expected = ["answers:tracking", "answers:number", "fallback", "answers:thanks"];
  lines.forEach((id, i) => {
    rig.turn(speech.byId(id).audio);
    rig.listen("response.done", i + 2);
    rig.listen("conversation.item.input_audio_transcription.completed", i + 1);
    const words = rig.last("conversation.item.input_audio_transcription.completed");
    assertEquals(words.at("transcript"), speech.byId(id).text);
    const said = rig.journal.said.at(-1)!;
    const recording = speech.recordings.find(({ tags }) => tags.includes(expected[i]!))!;
    assertEquals(said.text, recording.text);
    assertEquals(said.audio, recording.audio);
  });
  rig.turn(speech.byId("caller-goodbye").audio);
  rig.listen("response.done", 6);
  const output = rig.last("response.done").at("response.output") as Record<string, unknown>[];
  assertEquals(output.at(-1)?.name, "end_conversation_successfully");
  assertEquals(rig.journal.verdict(), []);
});
