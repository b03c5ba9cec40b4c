// Sessions whose server finds the turns.
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { appendedMs, EarRig, LOGPROB, spoken } from "./ear_rig.ts";

Deno.test("a silent side is never dialled", async () => {
  const rig = await new EarRig().quiet(20_000);
  assertEquals(rig.sockets.length, 0);
  await rig.ear.finish(1000);
  assertEquals(rig.events, []);
  assertEquals(rig.clock.pending, 0);
});

Deno.test("the session is opened at the first speech and hears what was before it, too", async () => {
  const rig = new EarRig({ languages: ["de-DE"], keywords: ["Weber"] });
  await rig.quiet(3000);
  await rig.speak(300);
  assertEquals(rig.socket.url, "wss://host.test/v1/realtime?intent=transcription");
  rig.created();
  assertEquals(rig.socket.sent.map(({ session }) => session), [{
    type: "transcription",
    audio: {
      input: {
        format: { type: "audio/pcmu" },
        transcription: { model: "gpt-transcribe", language: "de", keywords: ["Weber"] },
        turn_detection: {
          type: "server_vad",
          threshold: 0.5,
          prefix_padding_ms: 300,
          silence_duration_ms: 500,
        },
      },
    },
    include: ["item.input_audio_transcription.logprobs"],
  }]);
  assertEquals(appendedMs(rig.socket), 0);
  rig.updated();
  assertEquals(rig.story(), ["ready segmented"]);
  assertEquals(appendedMs(rig.socket), 1300);
  await rig.quiet(800);
  assertEquals(appendedMs(rig.socket), 2100);
  rig.ear.close();
});

Deno.test("long quiet is sent in large pieces, and what waits goes with the first sound", async () => {
  const rig = await spoken();
  await rig.quiet(5000);
  const pieces = rig.socket.texts.map((text) => JSON.parse(text)).filter(({ audio }) => audio)
    .map(({ audio }) => Uint8Array.fromBase64(audio).length / 8);
  assertEquals(pieces.slice(-3), [1000, 1000, 1000]);
  const beforeMs = appendedMs(rig.socket);
  assert(beforeMs >= 6700 && beforeMs < 7700);
  await rig.speak(100);
  assertEquals(appendedMs(rig.socket), 7800);
  rig.ear.close();
});

Deno.test("an utterance is told with its times, language, confidence and cost", async () => {
  const rig = await spoken(new EarRig({ languages: ["de-AT", "en-US"] }));
  // The session began at 0 of the line: padding before, silence behind.
  rig.item("i1", 700, 2500).delta("i1", "Guten ").delta("i1", "Tag.");
  rig.completed("i1", "Guten Tag.", {
    logprobs: [LOGPROB(-0.1), LOGPROB(-0.3)],
    languages: [{ code: "de" }],
    usage: { type: "duration", seconds: 2 },
  });
  const [partial, last] = rig.of("partial");
  assertEquals([partial!.text, last!.text], ["Guten", "Guten Tag."]);
  const { words } = rig.of("final")[0]!;
  assertAlmostEquals(words.startMs, 1000, 50);
  assertAlmostEquals(words.endMs, 2000, 50);
  assertAlmostEquals(words.confidence, Math.exp(-0.2), 1e-9);
  assertEquals([words.language, words.utteranceId], ["de-AT", partial!.utteranceId]);
  assertEquals(rig.of("used"), [{ type: "used", seconds: 2, model: "gpt-transcribe" }]);
  rig.ear.close();
});

Deno.test("results that come late and out of order are told in the order of speech", async () => {
  const rig = await spoken();
  rig.item("i1", 700, 2500);
  await rig.speak(800);
  await rig.quiet(700);
  rig.item("i2", 2400, 4000);
  await rig.speak(800);
  await rig.quiet(700);
  rig.item("i3", 3900, 5500);
  rig.completed("i3", "three").completed("i2", "two");
  assertEquals(rig.texts(), []);
  rig.completed("i1", "one").completed("i2", "two again");
  assertEquals(rig.texts(), ["one", "two", "three"]);
  rig.ear.close();
});

Deno.test("an item that was never said to begin lies behind the one before it", async () => {
  const rig = await spoken();
  rig.item("i1", 700, 2500);
  await rig.speak(800);
  await rig.quiet(700);
  rig.committed("i2", "i1").completed("i2", "two").completed("i1", "one");
  const [one, two] = rig.of("final").map(({ words }) => words);
  assertEquals([one!.text, two!.text], ["one", "two"]);
  assertAlmostEquals(two!.startMs, 2700, 50);
  assertAlmostEquals(two!.endMs, 3500, 50);
  rig.ear.close();
});

Deno.test("words that come before anything else is told of their item are kept", async () => {
  const rig = await spoken();
  rig.completed("i1", "early").item("i1", 700, 2500).completed("i1", "again");
  assertEquals(rig.texts(), ["early"]);
  rig.ear.close();
});

Deno.test("no words are no line", async () => {
  const rig = await spoken();
  rig.item("i1", 700, 2500).completed("i1", "  ");
  assertEquals(rig.story(), ["ready segmented", "dropped empty"]);
  rig.ear.close();
});

/** Nine seconds in which the server gives signs of life, and no words. */
async function inVain(rig: EarRig): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await rig.quiet(3000);
    rig.serve({ type: "session.updated", session: {} });
  }
}

const REFUSED = {
  ok: false,
  failure: { code: "E_UP_ERROR", detail: "no", retry: false },
} as const;

Deno.test("an item that is never written down is sent as a file, and holds up nobody for long", async () => {
  const rig = await spoken();
  rig.item("i1", 700, 2500);
  await rig.speak(800);
  await rig.quiet(700);
  rig.item("i2", 2400, 4000).completed("i2", "two");
  await inVain(rig);
  assertEquals([rig.texts(), rig.files.map(({ audioMs }) => audioMs)], [[], [1800]]);
  rig.files[0]!.answer({ ok: true, text: "one" });
  await rig.pass(100);
  assertEquals(rig.texts(), ["one", "two"]);
  rig.completed("i1", "much too late");
  assertEquals([rig.texts(), rig.files.length], [["one", "two"], 1]);
  rig.ear.close();
});

Deno.test("where the file fails, too, it is given up", async () => {
  const rig = await spoken();
  rig.item("i1", 700, 2500);
  await inVain(rig);
  rig.files[0]!.answer(REFUSED);
  await rig.pass(100);
  const told = ["ready segmented", "dropped empty", "transcript_failed:E_UP_ERROR"];
  assertEquals(rig.story(), told);
  rig.ear.close();
});

Deno.test("of an item that is never completed the words that came are told where there are no others", async () => {
  const rig = await spoken();
  rig.item("i1", 700, 2500).delta("i1", "As far as it went");
  await inVain(rig);
  rig.files[0]!.answer(REFUSED);
  await rig.pass(100);
  assertEquals(rig.texts(), ["As far as it went"]);
  rig.ear.close();
});

Deno.test("talk without a pause is given a silence now and then: its words come, and its sound is still there", async () => {
  const rig = await spoken();
  rig.item("i1", 700, 2500).completed("i1", "one");
  const [fromMs, atMs] = [rig.atMs, appendedMs(rig.socket)];
  for (let i = 0; i < 17; i++) {
    await rig.speak(2000);
    rig.serve({ type: "session.updated", session: {} });
  }
  assertEquals(appendedMs(rig.socket) - atMs, 34_000 + 2 * 700);
  rig.item("i2", atMs - 300, atMs + 15_500).started("i3", atMs + 15_400).completed("i2", "two");
  const two = rig.of("final")[1]!.words;
  assertAlmostEquals(two.startMs, fromMs, 50);
  assertAlmostEquals(two.endMs, fromMs + 15_000, 150);
  rig.drop();
  await rig.speak(500);
  rig.ready();
  assertAlmostEquals(appendedMs(rig.socket), 19_500 + 1000 + 700, 1200);
  rig.item("j1", 100, 15_000).completed("j1", "three");
  assertAlmostEquals(rig.of("final")[2]!.words.startMs, fromMs + 15_000, 150);
  assertEquals(rig.notes(), []);
  rig.ear.close();
});

Deno.test("what the session fails to write down is sent as a file, and keeps its place", async () => {
  const rig = await spoken();
  rig.item("i1", 700, 2500);
  await rig.speak(800);
  await rig.quiet(700);
  rig.item("i2", 2400, 4000).completed("i2", "two").failed("i1", "server_error");
  assertEquals(rig.files.map(({ audioMs }) => audioMs), [1800]);
  rig.files[0]!.answer({ ok: true, text: "one" });
  await rig.pass(100);
  assertEquals(rig.texts(), ["one", "two"]);
  assertEquals(rig.of("lost"), []);
  rig.ear.close();
});

Deno.test("a pause of the phone ends what is being said, and later times include it", async () => {
  const rig = await spoken();
  rig.item("i1", 700, 2500).completed("i1", "one");
  await rig.speak(500);
  const beforeMs = appendedMs(rig.socket);
  rig.ear.pause();
  rig.ear.pause();
  assertEquals(appendedMs(rig.socket) - beforeMs, 700);
  rig.item("i2", 2400, 3700).completed("i2", "two");
  await rig.pass(60_000);
  assertEquals(appendedMs(rig.socket) - beforeMs, 700);
  rig.atMs += 60_000;
  await rig.quiet(500);
  await rig.speak(600);
  await rig.quiet(700);
  // The session heard 3200 ms, 700 of silence, 500 of the line's.
  rig.item("i3", 4100, 5500).completed("i3", "three");
  const [, two, three] = rig.of("final").map(({ words }) => words);
  assertAlmostEquals(two!.startMs, 2700, 50);
  assertAlmostEquals(two!.endMs, 3200, 50);
  assertAlmostEquals(three!.startMs, 63_700, 50);
  assertAlmostEquals(three!.endMs, 64_300, 50);
  rig.ear.close();
});

Deno.test("a pause before the session is ready is a pause in what it hears then", async () => {
  const rig = await new EarRig().speak(600);
  rig.ear.pause();
  rig.atMs += 5000;
  await rig.speak(400);
  rig.ready();
  assertEquals(appendedMs(rig.socket), 600 + 700 + 400);
  rig.item("i1", 0, 1100).started("i2", 1000).completed("i1", "one");
  await rig.quiet(700);
  rig.stopped("i2", 2200).committed("i2").completed("i2", "two");
  const [one, two] = rig.of("final").map(({ words }) => words);
  assertAlmostEquals(one!.endMs, 600, 50);
  assertAlmostEquals(two!.startMs, 5600, 50);
  rig.ear.close();
});

Deno.test("words that nobody said are dropped and counted", async () => {
  const rig = await spoken();
  rig.item("i1", 700, 2500).completed("i1", "Hello.");
  await rig.quiet(3000);
  rig.item("i2", 3500, 4500).completed("i2", "Thank you for watching!", {
    logprobs: [LOGPROB(-2)],
  });
  assertEquals(rig.story(), ["ready segmented", "Hello.", "dropped invented"]);
  assertEquals(rig.of("dropped")[0]!.utteranceId, undefined);
  await rig.quiet(2000);
  rig.item("i3", 5500, 6500).delta("i3", "Thanks.");
  rig.completed("i3", "Thanks.", { logprobs: [LOGPROB(-2)] });
  const shown = rig.of("partial").at(-1)!.utteranceId;
  assertEquals(rig.of("dropped")[1]!.utteranceId, shown, "whoever shows it must take it back");
  rig.ear.close();
});

Deno.test("another language is asked for between two utterances", async () => {
  const rig = await spoken(new EarRig({ languages: ["en-US"] }));
  const languageOf = (at: number) => {
    const session = rig.socket.of("session.update").at(at)!["session"];
    return (session as { audio: { input: { transcription: { language?: string } } } })
      .audio.input.transcription.language;
  };
  rig.started("i1", 700);
  rig.ear.setLanguages(["it-IT"]);
  assertEquals(rig.socket.of("session.update").length, 1);
  rig.stopped("i1", 2500).committed("i1").completed("i1", "one");
  assertEquals([languageOf(0), languageOf(1)], ["en", "it"]);
  rig.updated();
  rig.ear.setLanguages(["it-IT"]);
  assertEquals([rig.socket.of("session.update").length, rig.sockets.length], [2, 1]);
  rig.ear.close();
});

Deno.test("a session that keeps a language that is not wanted any more is replaced", async () => {
  const rig = await spoken(new EarRig({ languages: ["en-US"] }));
  rig.item("i1", 700, 2500).completed("i1", "one");
  rig.ear.setLanguages([]);
  const input = { format: { type: "audio/pcmu" }, transcription: { language: "en" } };
  rig.updated({ audio: { input } });
  assertEquals(rig.sockets.length, 2);
  rig.ready();
  await rig.speak(500);
  assert(appendedMs(rig.socket) >= 500);
  rig.ear.close();
  assertEquals(rig.clock.pending, 0);
});
