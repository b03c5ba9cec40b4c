// Sessions that are told the turns.
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { appendedMs, EarRig, LOGPROB } from "./ear_rig.ts";

const MODEL = "gpt-live-transcribe";

async function spoken(): Promise<EarRig> {
  const rig = new EarRig({ model: MODEL, languages: ["en-US", "de-DE"] });
  await rig.quiet(1000);
  await rig.speak(300);
  rig.ready();
  await rig.speak(700);
  return rig;
}

Deno.test("a live model is told to find no turns", async () => {
  const rig = await spoken();
  const { audio } = rig.socket.of("session.update")[0]!["session"] as {
    audio: { input: Record<string, unknown> };
  };
  assertEquals(audio.input["turn_detection"], null);
  assertEquals(audio.input["transcription"], { model: MODEL, languages: ["en", "de"] });
  assertEquals(rig.story(), ["ready continuous"]);
  rig.ear.close();
});

Deno.test("words come while somebody speaks, and a pause commits them", async () => {
  const rig = await spoken();
  rig.delta("i1", "Good ").delta("i1", "morning");
  assertEquals(rig.of("partial").map(({ text }) => text), ["Good", "Good morning"]);
  assertEquals(rig.socket.of("input_audio_buffer.commit").length, 0);
  await rig.quiet(600);
  assertEquals(rig.socket.of("input_audio_buffer.commit").length, 1);
  rig.committed("i1").completed("i1", "Good morning.", { logprobs: [LOGPROB(-0.2)] });
  const { words } = rig.of("final")[0]!;
  assertAlmostEquals(words.startMs, 1000, 50);
  assertAlmostEquals(words.endMs, 2000, 50);
  assertAlmostEquals(words.confidence, Math.exp(-0.2), 1e-9);
  assertEquals(words.utteranceId, rig.of("partial")[0]!.utteranceId);
  rig.ear.close();
});

Deno.test("silence costs nothing, and the first word after it is whole", async () => {
  const rig = await spoken();
  await rig.quiet(500);
  rig.committed("i1").completed("i1", "one");
  const beforeMs = appendedMs(rig.socket);
  await rig.quiet(30_000);
  assertEquals(appendedMs(rig.socket), beforeMs);
  await rig.speak(500);
  assertEquals(appendedMs(rig.socket) - beforeMs, 1500);
  await rig.quiet(600);
  rig.committed("i2").completed("i2", "two");
  assertAlmostEquals(rig.of("final")[1]!.words.startMs, 32_500, 50);
  rig.ear.close();
});

Deno.test("results out of order are told in order, each with its own words", async () => {
  const rig = await spoken();
  await rig.quiet(600);
  await rig.speak(500);
  await rig.quiet(600);
  rig.committed("i1").committed("i2").completed("i2", "two").completed("i1", "one");
  assertEquals(rig.texts(), ["one", "two"]);
  rig.ear.close();
});

Deno.test("somebody who never stops is written down all the same, every twenty seconds", async () => {
  const rig = await spoken();
  let committed = 0;
  for (let seconds = 1; seconds < 45; seconds++) {
    await rig.speak(1000);
    const commits = rig.socket.of("input_audio_buffer.commit").length;
    for (; committed < commits; committed++) {
      rig.committed(`i${committed}`).completed(`i${committed}`, `part ${committed}`);
    }
  }
  assertEquals(committed, 2);
  const [one, two] = rig.of("final").map(({ words }) => words);
  assertAlmostEquals(two!.startMs, one!.endMs, 200);
  rig.ear.close();
});

Deno.test("a commit that is refused as empty is no utterance lost to the next one", async () => {
  const rig = await spoken();
  await rig.quiet(600);
  const { event_id } = rig.socket.of("input_audio_buffer.commit")[0]!;
  rig.serve({
    type: "error",
    error: { type: "invalid_request_error", code: "input_audio_buffer_commit_empty", event_id },
  });
  rig.files[0]!.answer({ ok: true, text: "from the file" });
  await rig.speak(500);
  await rig.quiet(600);
  rig.committed("i1").completed("i1", "two");
  assertEquals(rig.texts(), ["from the file", "two"]);
  rig.ear.close();
});

Deno.test("a pause of the phone commits what was said", async () => {
  const rig = await spoken();
  rig.ear.pause();
  assertEquals(rig.socket.of("input_audio_buffer.commit").length, 1);
  rig.committed("i1").completed("i1", "one");
  rig.atMs += 20_000;
  await rig.speak(600);
  await rig.quiet(600);
  rig.committed("i2").completed("i2", "two");
  const [one, two] = rig.of("final").map(({ words }) => words);
  assertAlmostEquals(one!.endMs, 2000, 50);
  assertAlmostEquals(two!.startMs, 22_000, 50);
  rig.ear.close();
});

Deno.test("a model that turns out to find no turns is told them", async () => {
  const rig = await new EarRig({ model: "our-deployment" }).speak(500);
  rig.created().serve({
    type: "error",
    error: {
      type: "invalid_request_error",
      code: "invalid_value",
      param: "session.audio.input.turn_detection",
      message: "Turn detection is not supported for this transcription model",
      event_id: rig.socket.of("session.update")[0]!.event_id,
    },
  });
  rig.updated();
  assertEquals(rig.story(), ["config_refused", "ready continuous"]);
  assertEquals(rig.of("ready")[0]!.model, "our-deployment");
  rig.ear.close();
});
