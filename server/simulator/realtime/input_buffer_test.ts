// Tests of turn detection on made and on recorded audio; time is the audio itself.
import { assert, assertEquals } from "@std/assert";
import { silence } from "../../audio/ulaw.ts";
import { loadSpeech } from "../speech.ts";
import { joined } from "./bytes.ts";
import { InputBuffer, type Turn } from "./input_buffer.ts";
import type { SemanticVad, ServerVad } from "./session_config.ts";
import { loud } from "./session_rig.ts";

const VAD: ServerVad = {
  type: "server_vad",
  threshold: 0.5,
  prefix_padding_ms: 300,
  silence_duration_ms: 500,
  idle_timeout_ms: null,
  create_response: true,
  interrupt_response: true,
};
const SEMANTIC: SemanticVad = {
  type: "semantic_vad",
  eagerness: "auto",
  create_response: true,
  interrupt_response: true,
};

const buffer = (options: { speechAtMs?: [number, number][] } = {}) =>
  new InputBuffer({ random: () => 0.5, semanticWait: [300, 800], ...options });

/** Appended in pieces that are no frames. */
function heard(audio: Uint8Array, vad: ServerVad | SemanticVad = VAD, into = buffer()): Turn[] {
  const turns: Turn[] = [];
  for (let at = 0; at < audio.length; at += 333) {
    turns.push(...into.append(audio.subarray(at, at + 333), vad));
  }
  return turns;
}

const marks = (turns: Turn[]) =>
  turns.map((turn) => turn.type === "started" ? turn.audioStartMs : turn.audioEndMs);

Deno.test("a turn begins a prefix before the speech and ends a silence after it", () => {
  const turns = heard(joined([silence(1000), loud(600), silence(700)]));
  assertEquals(turns.map(({ type }) => type), ["started", "stopped"]);
  assertEquals(marks(turns), [700, 2100]);
});

Deno.test("a turn that begins at once does not begin before zero", () => {
  assertEquals(marks(heard(joined([silence(100), loud(600), silence(600)]))), [0, 1200]);
});

Deno.test("the committed audio goes from the prefix to the end of the silence, byte for byte", () => {
  const speech = loud(600);
  const audio = joined([silence(1000), speech, silence(700)]);
  const stopped = heard(audio)[1];
  assert(stopped?.type === "stopped");
  assertEquals(stopped.audio, audio.slice(700 * 8, 2100 * 8));
});

Deno.test("a pause shorter than the silence duration does not split a turn", () => {
  const audio = joined([silence(400), loud(300), silence(440), loud(300), silence(600)]);
  assertEquals(heard(audio).length, 2);
  assertEquals(heard(audio, { ...VAD, silence_duration_ms: 200 }).length, 4);
});

Deno.test("a click is no speech", () => {
  assertEquals(heard(joined([silence(400), loud(40), silence(600)])), []);
});

Deno.test("a higher threshold does not hear what is quiet", () => {
  const quiet = loud(600, 1000);
  assertEquals(heard(joined([quiet, silence(600)]), { ...VAD, threshold: 0.5 }).length, 2);
  assertEquals(heard(joined([quiet, silence(600)]), { ...VAD, threshold: 0.9 }).length, 0);
});

Deno.test("where appends stop, time stops: a turn does not end without its silence", () => {
  const into = buffer();
  assertEquals(heard(joined([loud(600), silence(300)]), VAD, into).length, 1);
  assertEquals(into.speaking, true);
  assertEquals(heard(silence(300), VAD, into).length, 1);
});

Deno.test("semantic detection waits for its own time", () => {
  const turns = heard(joined([silence(400), loud(600), silence(900)]), SEMANTIC);
  assertEquals(marks(turns), [100, 1000 + 560]);
});

Deno.test("no turn is heard where detection is off, and a commit takes everything", () => {
  const into = buffer();
  assertEquals(into.append(loud(400), null), []);
  assertEquals(into.commit().audio?.length, 3200);
});

Deno.test("a commit below 100 ms is refused with what there was", () => {
  const into = buffer();
  into.append(loud(50), null);
  assertEquals(into.commit(), { audio: null, bufferedMs: 50 });
});

Deno.test("clearing forgets speech that was going on", () => {
  const into = buffer();
  into.append(loud(400), VAD);
  into.clear();
  assertEquals(into.speaking, false);
  assertEquals(heard(silence(900), VAD, into), []);
});

Deno.test("turns can be scripted on the clock of appended audio", () => {
  const into = buffer({ speechAtMs: [[500, 900]] });
  assertEquals(marks(heard(silence(2000), VAD, into)), [200, 1400]);
});

Deno.test("every recorded sentence of the caller is one turn, and is recognised in it", async () => {
  const speech = await loadSpeech();
  for (const recording of speech.recordings.filter(({ role }) => role === "caller")) {
    const turns = heard(joined([silence(500), recording.audio, silence(800)]));
    assertEquals(turns.length, 2, `${recording.id} was heard as ${turns.length / 2} turns`);
    const stopped = turns[1];
    assert(stopped?.type === "stopped");
    assertEquals(speech.recognise(stopped.audio)?.id, recording.id);
  }
});
