// Losses, the change to a new session, and the end.
import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { appendedMs, EarRig, spoken, utterance } from "./ear_rig.ts";

Deno.test("O-07 what was not told before a loss is heard once more, what was told is not", async () => {
  const rig = await spoken();
  rig.item("i1", 700, 2500).completed("i1", "one");
  await utterance(rig);
  rig.item("i2", 2400, 4000).delta("i2", "tw");
  const { utteranceId } = rig.of("partial").at(-1)!;
  rig.drop();
  assertEquals(rig.story().at(-1), "lost E_UP_LOST");
  await utterance(rig);
  assertEquals(rig.sockets.length, 2);
  rig.ready();
  // From the end of what was told at 2.5 s to 5.7 s.
  assertAlmostEquals(appendedMs(rig.socket), 3500, 400);
  const offsetMs = 5700 - appendedMs(rig.socket);
  rig.item("j1", 2500 - offsetMs, 4000 - offsetMs).completed("j1", "two");
  rig.item("j2", 4000 - offsetMs, 5500 - offsetMs).completed("j2", "three");
  assertEquals(rig.texts(), ["one", "two", "three"]);
  const [, two, three] = rig.of("final").map(({ words }) => words);
  assertAlmostEquals(two!.startMs, 2700, 50);
  assertAlmostEquals(three!.startMs, 4200, 50);
  assertEquals(two!.utteranceId, utteranceId, "the partial line goes on");
  rig.ear.close();
  assertEquals(rig.clock.pending, 0);
});

Deno.test("what was shown in part before a loss and is not heard again is taken back", async () => {
  const rig = await spoken();
  rig.item("i1", 700, 2500).completed("i1", "one");
  await utterance(rig);
  rig.started("i2", 2400).delta("i2", "mm");
  const { utteranceId } = rig.of("partial").at(-1)!;
  rig.drop();
  await utterance(rig);
  await utterance(rig);
  rig.ready();
  const offsetMs = rig.atMs - appendedMs(rig.socket);
  rig.item("j1", 5400 - offsetMs, 7000 - offsetMs).completed("j1", "three");
  assertEquals(rig.texts(), ["one", "three"]);
  assertEquals(rig.of("dropped").map((event) => event.utteranceId), [utteranceId]);
  rig.ear.close();
});

Deno.test("a loss in silence is mended without hearing anything twice", async () => {
  const rig = await spoken();
  rig.item("i1", 700, 2500).completed("i1", "one");
  await rig.quiet(5000);
  rig.drop();
  await rig.pass(200);
  rig.ready();
  assert(appendedMs(rig.socket) <= 1000);
  assertEquals(rig.story(), ["ready segmented", "one", "lost E_UP_LOST", "ready segmented"]);
  rig.ear.close();
});

Deno.test("a session that is not regained within ten seconds is replaced by files", async () => {
  const rig = await spoken();
  rig.item("i1", 700, 2500).completed("i1", "one");
  await utterance(rig);
  rig.drop();
  const sinceMs = rig.clock.now();
  while (rig.of("ready").length < 2 && rig.clock.now() - sinceMs < 30_000) {
    await rig.pass(100);
    rig.socket.listener.ended({ how: "error", code: "ECONNREFUSED", message: "" });
  }
  assertAlmostEquals(rig.clock.now() - sinceMs, 9000, 1500);
  assertEquals(rig.of("lost").length, 1);
  assertEquals(rig.of("ready")[1]!.mode, "rest");
  rig.files[0]!.answer({ ok: true, text: "two" });
  await rig.pass(10);
  assertEquals(rig.texts(), ["one", "two"]);
  rig.ear.close();
});

Deno.test("sessions that die young do not keep files away", async () => {
  const rig = await spoken();
  for (let i = 0; i < 30 && rig.of("ready").at(-1)!.mode !== "rest"; i++) {
    rig.drop();
    await rig.pass(2500);
    if (rig.of("ready").at(-1)!.mode !== "rest") rig.ready();
  }
  assertEquals(rig.of("ready").at(-1)!.mode, "rest");
  assert(rig.sockets.length < 10);
  rig.ear.close();
});

Deno.test("F08 a server that never says hello is dialled again, then files are sent", async () => {
  const rig = await new EarRig().speak(800);
  await rig.quiet(5000);
  assertEquals(rig.story(), ["lost E_UP_TIMEOUT"]);
  assertEquals(rig.sockets.length, 2);
  await rig.quiet(15_000);
  assertEquals(rig.story(), ["lost E_UP_TIMEOUT", "ready rest"]);
  assertEquals(rig.files.length, 1);
  rig.ear.close();
});

Deno.test("settings that are refused are asked for once more without their extras", async () => {
  const rig = await new EarRig({ keywords: ["Weber"], languages: ["de-DE"] }).speak(500);
  const refuse = () =>
    rig.serve({
      type: "error",
      error: {
        code: "unknown_parameter",
        param: "session.audio.input.transcription.keywords",
        event_id: rig.socket.of("session.update").at(-1)!.event_id,
      },
    });
  rig.created();
  refuse();
  const { audio, include } = rig.socket.of("session.update")[1]!["session"] as {
    audio: { input: { transcription: unknown } };
    include?: unknown;
  };
  const asked = { model: "gpt-transcribe", language: "de" };
  assertEquals([audio.input.transcription, include], [asked, undefined]);
  refuse();
  assertEquals(rig.story(), ["config_refused", "lost E_UP_CONFIG", "ready rest"]);
  rig.ear.close();
});

Deno.test("an echo of another format is no session", async () => {
  const rig = await new EarRig().speak(500);
  rig.created().updated({ audio: { input: { format: { type: "audio/pcm" } } } });
  assertEquals(rig.story(), ["lost E_UP_FORMAT", "ready rest"]);
  assertStringIncludes(rig.of("lost")[0]!.failure.detail, "audio/pcm");
  rig.ear.close();
});

Deno.test("O-25 a server that answers no ping, or writes nothing down, is left", async () => {
  const dead = await spoken();
  dead.ponging = false;
  await dead.pass(9000);
  assertEquals(dead.of("lost")[0]?.failure.code, "E_UP_TIMEOUT");
  dead.ear.close();

  const mute = await spoken();
  await mute.quiet(4000);
  await mute.quiet(1000);
  assertEquals(mute.socket.of("session.update").length, 2);
  await mute.quiet(3500);
  assertEquals(mute.of("lost")[0]?.failure.code, "E_UP_TIMEOUT");
  mute.ear.close();
});

Deno.test("a server that takes noise for noise is asked for a sign of life, and kept", async () => {
  const rig = await spoken();
  for (let i = 0; i < 20; i++) {
    await rig.quiet(1000);
    if (rig.socket.of("session.update").length > 1) rig.updated();
  }
  assertEquals(rig.of("lost"), []);
  assert(rig.socket.of("session.update").length <= 4);
  rig.ear.close();
});

Deno.test("O-21 before its hour is over a session is replaced in a pause, and no word is lost", async () => {
  const rig = await spoken(new EarRig());
  rig.item("i1", 700, 2500).completed("i1", "one");
  for (let minute = 0; minute < 49; minute++) {
    rig.atMs += 59_000;
    await rig.pass(59_000);
    await rig.quiet(1000);
  }
  await rig.speak(400);
  await rig.pass(60_000);
  rig.atMs += 60_000;
  assertEquals(rig.sockets.length, 1);
  const [old] = rig.sockets;
  const atMs = appendedMs(old!) - 1000;
  await rig.speak(400);
  await rig.quiet(600);
  rig.item("i2", atMs + 300, appendedMs(old!), old);
  await rig.pass(100);
  assertEquals(rig.sockets.length, 2);
  rig.ready();
  await utterance(rig);
  assertAlmostEquals(appendedMs(rig.socket), 1900, 10);
  rig.item("j1", 100, 1700).completed("j1", "three");
  assertEquals(rig.texts(), ["one"]);
  rig.completed("i2", "two", {}, old);
  assertEquals(rig.texts(), ["one", "two", "three"]);
  await rig.quiet(4000);
  assertEquals([old!.closedWith, rig.socket.closedWith], [1000, null]);
  assertEquals(rig.story().filter((word) => word.startsWith("ready")).length, 1);
  assert(rig.notes().includes("ear_renewed"));
  rig.ear.close();
  assertEquals(rig.clock.pending, 0);
});

Deno.test("the last words are waited for, then all is closed", async () => {
  const rig = await spoken();
  rig.item("i1", 700, 2500);
  await rig.speak(500);
  let done = false;
  const finished = rig.ear.finish(4000).then(() => done = true);
  rig.completed("i1", "one");
  await rig.pass(200);
  assertEquals(done, false, "speech was heard that the server has not told of");
  rig.item("i2", 2400, 3900);
  await rig.pass(1000);
  rig.completed("i2", "two");
  await finished;
  assertEquals(rig.texts(), ["one", "two"]);
  assertEquals([rig.socket.closedWith, rig.clock.pending], [1000, 0]);
});

Deno.test("at the end a file is sent for what the session does not write down in time", async () => {
  const rig = await spoken();
  rig.item("i1", 700, 2500);
  const finished = rig.ear.finish(3000);
  await rig.pass(1400);
  assertEquals(rig.files.length, 0);
  await rig.pass(200);
  assertEquals(rig.files.map(({ audioMs }) => audioMs), [1800]);
  rig.files[0]!.answer({ ok: true, text: "one" });
  await finished;
  assertEquals([rig.texts(), rig.clock.pending], [["one"], 0]);
});

Deno.test("the end does not wait longer than it is given, and keeps what words there are", async () => {
  const rig = await spoken();
  rig.item("i1", 700, 2500).delta("i1", "Good");
  const finished = rig.ear.finish(1000);
  await rig.pass(1000);
  await finished;
  assertEquals([rig.texts(), rig.clock.pending], [["Good"], 0]);
});

Deno.test("who says one word before a session was there is heard from a file", async () => {
  const rig = await new EarRig().speak(600);
  const finished = rig.ear.finish(3000);
  assertEquals(rig.socket.closedWith, 1000);
  rig.files[0]!.answer({ ok: true, text: "Hello?" });
  await rig.pass(100);
  await finished;
  assertEquals(rig.story(), ["ready rest", "Hello?"]);
});

Deno.test("a session that is lost while the end is waited for is replaced by a file at once", async () => {
  const rig = await spoken();
  const finished = rig.ear.finish(3000);
  rig.drop();
  rig.files[0]!.answer({ ok: true, text: "one" });
  await rig.pass(100);
  await finished;
  assertEquals(rig.texts(), ["one"]);
});

Deno.test("after close nothing is told, sent or waited for", async () => {
  const rig = await spoken();
  rig.item("i1", 700, 2500);
  const told = rig.events.length;
  const finished = rig.ear.finish(4000);
  rig.ear.close();
  rig.ear.close();
  await finished;
  const sent = rig.socket.texts.length;
  rig.completed("i1", "one").drop();
  rig.ear.append(new Uint8Array(800), rig.atMs);
  rig.ear.pause();
  rig.ear.setLanguages(["fr-FR"]);
  assertEquals([rig.events.length, rig.socket.texts.length, rig.clock.pending], [told, sent, 0]);
});

Deno.test("a listener that throws ends nothing", async () => {
  const rig = new EarRig();
  rig.onEvent = () => {
    throw new Error("listener");
  };
  await spoken(rig);
  rig.item("i1", 700, 2500).completed("i1", "one");
  assertEquals(rig.texts(), ["one"]);
  rig.ear.close();
});
