// Tests of sessions that only transcribe, in both regimes, and of what can go wrong with their results.
import { assert, assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import { silence } from "../../audio/ulaw.ts";
import { ManualClock } from "../../clock.ts";
import { loadSpeech } from "../speech.ts";
import {
  LISTENING_SETTINGS,
  loud,
  PHONE_SETTINGS,
  type Received,
  Rig,
  type RigOptions,
  STREAMING_SETTINGS,
} from "./session_rig.ts";

const speech = await loadSpeech();
const PREFIX = "conversation.item.input_audio_transcription.";
const waiting = speech.byId("people-caller-en-waiting");
const number = speech.byId("people-caller-en-number");
const parcel = speech.byId("people-caller-de-parcel");

const listening = (options: RigOptions = {}) =>
  Rig.ready({ speech, transcription: LISTENING_SETTINGS, ...options });
const streaming = (options: RigOptions = {}) =>
  Rig.ready({ speech, transcription: STREAMING_SETTINGS, ...options });
const say = (rig: Rig, audio: Uint8Array) => {
  rig.speak(audio);
  rig.speak(silence(700));
};
const commit = (rig: Rig) => rig.send({ type: "input_audio_buffer.commit" });
const texts = (rig: Rig) => rig.all(`${PREFIX}completed`).map((event) => event.at("transcript"));
const meanOf = (event: Received) => {
  const list = event.at("logprobs") as { logprob: number }[];
  return list.reduce((sum, { logprob }) => sum + logprob, 0) / list.length;
};

Deno.test("a session begins with the defaults and shows its settings once they are taken", () => {
  const rig = listening();
  assertEquals(rig.types(), ["session.created", "session.updated"]);
  const created = rig.last("session.created");
  assertEquals(created.at("session.type"), "transcription");
  assertEquals(created.at("session.audio.input.format"), { type: "audio/pcm", rate: 24000 });
  assertEquals(
    created.at("session.expires_at"),
    rig.last("session.updated").at("session.expires_at"),
  );
  const updated = rig.last("session.updated");
  assertEquals(updated.at("session.audio.input.transcription.keywords"), ["Weber"]);
  assertEquals(rig.journal.kind, "transcription");
  assertEquals(rig.journal.model, "gpt-transcribe");
});

Deno.test("turns are found, announced and written down in one burst, with where they were", () => {
  const rig = listening();
  rig.speak(silence(1000));
  say(rig, waiting.audio);
  rig.until(`${PREFIX}completed`);
  const types = rig.types().slice(2);
  assertEquals(types.slice(0, 5), [
    "input_audio_buffer.speech_started",
    "input_audio_buffer.speech_stopped",
    "input_audio_buffer.committed",
    "conversation.item.added",
    "conversation.item.done",
  ]);
  assert(types.slice(5, -1).every((type) => type === `${PREFIX}delta`));
  const started = rig.last("input_audio_buffer.speech_started");
  assertAlmostEquals(started.at("audio_start_ms") as number, 700, 60);
  const { event } = rig.last(`${PREFIX}completed`);
  assertEquals(event.item_id, started.at("item_id"));
  assertEquals(event.transcript, waiting.text);
  assertEquals(event.languages, [{ code: "en" }]);
  assertEquals(event.usage, { type: "duration", seconds: 3 });
  const deltas = rig.all(`${PREFIX}delta`).map((one) => one.at("delta")).join("");
  assertEquals(deltas, waiting.text);
  assertGreater(meanOf(rig.last(`${PREFIX}completed`)), -0.2);
  assertEquals(rig.journal.verdict().filter((line) => !line.startsWith("no_safety")), []);
});

Deno.test("each item names the one before it", () => {
  const rig = listening();
  for (const { audio } of [waiting, number, parcel]) say(rig, audio);
  rig.until(`${PREFIX}completed`, 3);
  const [first, second, third] = rig.all("input_audio_buffer.committed");
  assertEquals(first!.at("previous_item_id"), null);
  assertEquals(second!.at("previous_item_id"), first!.at("item_id"));
  assertEquals(third!.at("previous_item_id"), second!.at("item_id"));
  assertEquals(texts(rig), [waiting.text, number.text, parcel.text]);
});

Deno.test("several recordings in one turn are all written down; sound without words is noted as such", () => {
  const rig = listening();
  rig.speak(waiting.audio);
  rig.speak(silence(100));
  say(rig, number.audio);
  say(rig, loud(900));
  rig.until(`${PREFIX}completed`, 2);
  const [both, noise] = texts(rig);
  assertEquals(both, `${waiting.text} ${number.text}`);
  assert(/^\(speech, \d\.\d seconds\)$/.test(String(noise)), String(noise));
  assertEquals(rig.last(`${PREFIX}completed`).at("languages"), []);
});

Deno.test("words that were cut off at the front are missing", () => {
  const rig = listening();
  say(rig, waiting.audio.subarray(3200));
  rig.until(`${PREFIX}completed`);
  const [text] = texts(rig) as string[];
  assert(waiting.text.endsWith(text!) && text !== waiting.text, text);
});

Deno.test("a language that was ruled out is written down badly", () => {
  const settings = structuredClone(LISTENING_SETTINGS) as unknown as {
    audio: { input: { transcription: Record<string, unknown> } };
  };
  settings.audio.input.transcription = { model: "gpt-transcribe", language: "en" };
  const rig = listening({ transcription: settings as unknown as Record<string, unknown> });
  say(rig, parcel.audio);
  rig.until(`${PREFIX}completed`);
  assertLess(meanOf(rig.last(`${PREFIX}completed`)), -1);
  assertEquals(rig.last(`${PREFIX}completed`).at("languages"), [{ code: "en" }]);
});

Deno.test("a streaming model tells words behind the sound with the id of the coming item", () => {
  const rig = streaming();
  rig.speak(waiting.audio);
  const early = rig.all(`${PREFIX}delta`).length;
  assertGreater(early, 1);
  rig.speak(silence(1000));
  const deltas = rig.all(`${PREFIX}delta`);
  assertEquals(deltas.map((event) => event.at("delta")).join(""), waiting.text);
  assertEquals(new Set(deltas.map((event) => event.at("item_id"))).size, 1);
  for (const type of ["input_audio_buffer.speech_started", `${PREFIX}completed`]) {
    assertEquals(rig.has(type), false, type);
  }
  commit(rig);
  rig.until(`${PREFIX}completed`);
  assertEquals(rig.last(`${PREFIX}completed`).at("transcript"), waiting.text);
  assertEquals(
    rig.last("input_audio_buffer.committed").at("item_id"),
    deltas[0]!.at("item_id"),
  );
  assertEquals(rig.last(`${PREFIX}completed`).at("logprobs"), undefined);
  assertEquals(rig.last(`${PREFIX}completed`).at("languages"), undefined);
});

Deno.test("words that a commit overtook come before its end, and none comes twice", () => {
  const rig = streaming();
  rig.speak(waiting.audio);
  commit(rig);
  rig.speak(number.audio);
  commit(rig);
  rig.until(`${PREFIX}completed`, 2);
  assertEquals(texts(rig), [waiting.text, number.text]);
  for (const completed of rig.all(`${PREFIX}completed`)) {
    const id = completed.at("item_id");
    const own = rig.all(`${PREFIX}delta`).filter((event) => event.at("item_id") === id);
    assertEquals(own.map((event) => event.at("delta")).join(""), completed.at("transcript"));
    const index = rig.frames.indexOf(JSON.stringify(completed.event));
    assert(own.every((one) => rig.frames.indexOf(JSON.stringify(one.event)) < index));
  }
});

Deno.test("words keep their order on a clock whose timers are not exact", () => {
  class RoughClock extends ManualClock {
    #count = 0;
    override after(ms: number, fn: () => void) {
      return super.after(ms + (this.#count++ % 2) * 250, fn);
    }
  }
  const timing = { word: [300, 300], committed: [0, 0] } as const;
  const rig = streaming({ clock: new RoughClock(), scenario: { timing } });
  const { audio, text } = speech.byId("people-agent-en-welcome");
  rig.speak(audio);
  commit(rig);
  rig.until(`${PREFIX}completed`);
  rig.clock.advance(1000);
  assertEquals(rig.all(`${PREFIX}delta`).map((event) => event.at("delta")).join(""), text);
  assertEquals(rig.types().at(-1), `${PREFIX}completed`);
});

Deno.test("a commit of less than 100 ms is refused and counts as a mistake", () => {
  const rig = streaming();
  rig.speak(silence(80));
  commit(rig);
  assertEquals(rig.last("error").at("error.code"), "input_audio_buffer_commit_empty");
  assert(rig.journal.verdict().some((line) => line.includes("commit_empty")));
});

Deno.test("silence has no words, noise has the words that the scenario invents, with poor probabilities", () => {
  const transcription = {
    ...STREAMING_SETTINGS,
    include: ["item.input_audio_transcription.logprobs"],
  };
  for (const noise of ["speech", "invented"] as const) {
    const rig = streaming({ transcription, scenario: { noise } });
    rig.speak(silence(800));
    commit(rig);
    rig.until(`${PREFIX}completed`);
    const [text] = texts(rig);
    assertEquals(text === "", noise === "speech");
    if (noise === "invented") assertLess(meanOf(rig.last(`${PREFIX}completed`)), -1);
  }
});

Deno.test("F36: results come late, out of order, empty, not at all, as failures, or invented", () => {
  const fault = (variant: string, utterance: number) =>
    ({ name: "F36", variant, at: { utterance } }) as const;
  const faults = [
    fault("out-of-order", 1),
    fault("empty", 2),
    fault("never", 3),
    fault("failed", 4),
    fault("invented", 5),
    fault("late", 6),
  ];
  const rig = listening({ faults });
  for (let i = 0; i < 6; i++) say(rig, waiting.audio);
  rig.until(`${PREFIX}failed`);
  const atMs = rig.clock.now();
  rig.until(`${PREFIX}completed`, 4);
  assertGreater(rig.clock.now() - atMs, 4000);
  const ids = rig.all("input_audio_buffer.committed").map((event) => event.at("item_id"));
  const told = rig.all(`${PREFIX}completed`).map((event) => ids.indexOf(event.at("item_id")) + 1);
  assertEquals(told, [2, 1, 5, 6]);
  assertEquals(texts(rig)[0], "");
  assert(texts(rig)[2] !== waiting.text);
  assertLess(meanOf(rig.all(`${PREFIX}completed`)[2]!), -1);
});

Deno.test("what belongs to a conversation is refused, and so is audio's own nonsense", () => {
  const rig = listening();
  const refused = (event: Record<string, unknown>) => {
    rig.send(event);
    return rig.last("error").at("error.code");
  };
  assertEquals(refused({ type: "response.create" }), "invalid_value");
  assertEquals(refused({ type: "conversation.item.delete", item_id: "x" }), "invalid_value");
  assertEquals(refused({ type: "session.update", session: PHONE_SETTINGS }), "invalid_value");
  assertEquals(refused({ type: "input_audio_buffer.append", audio: "%" }), "invalid_value");
  assertEquals(rig.has("rate_limits.updated"), false);
});

Deno.test("gaps and catching up are no mistakes; silence that is paid for and late commits are", () => {
  const rig = streaming();
  rig.clock.advance(20_000);
  rig.send({ type: "input_audio_buffer.append", audio: loud(5000).toBase64() });
  assertEquals(rig.journal.verdict().map((line) => line.split(":")[0]), []);
  rig.speak(silence(11_000));
  rig.speak(loud(20_000));
  const codes = rig.journal.verdict().map((line) => line.split(":")[0]);
  assertEquals(codes, ["silence_billed", "uncommitted"]);
});

Deno.test("F02, F10, F11 and F41 strike a transcription, too", () => {
  const cut = listening({ faults: [{ name: "F02" }] });
  say(cut, waiting.audio);
  assertEquals(cut.ended, { how: "drop" });
  const extra = new Rig({ speech, transcription: LISTENING_SETTINGS, faults: [{ name: "F10" }] });
  extra.clock.advance(500);
  extra.send({ type: "session.update", event_id: "e1", session: LISTENING_SETTINGS });
  assertEquals(extra.last("error").at("error.event_id"), "e1");
  extra.send({ type: "session.update", session: LISTENING_SETTINGS });
  extra.until("session.updated");
  const other = listening({ faults: [{ name: "F11" }] });
  assertEquals(other.last("session.updated").at("session.audio.input.format.type"), "audio/pcm");
  const short = listening({ faults: [{ name: "F41", value: 2000 }] });
  short.clock.advance(2000);
  assertEquals(short.last("error").at("error.code"), "session_expired");
  assertEquals(short.ended?.code, 1001);
  assertEquals(short.clock.pending, 0);
});

Deno.test("a commit in the middle of speech keeps what was said and what follows apart", () => {
  const rig = listening();
  rig.speak(waiting.audio);
  commit(rig);
  say(rig, number.audio);
  rig.until(`${PREFIX}completed`, 2);
  assertEquals(texts(rig).join(" "), `${waiting.text} ${number.text}`);
});
