import { assert, assertEquals } from "@std/assert";
import { AudioCodesRig, COMPLETED, initiate, start } from "./testing/audiocodes_rig.ts";

const piece = (value: number, ms = 100) => new Uint8Array(ms * 8).fill(value);

Deno.test("an answer is a stream of its own: opened by its first piece, closed when all was handed over", () => {
  const rig = AudioCodesRig.open();
  rig.channel.play(piece(1));
  rig.channel.play(piece(2));
  rig.channel.rest!();
  rig.channel.rest!();
  rig.channel.play(piece(3));
  assertEquals(rig.socket.order.slice(1), [
    "playStream.start 1",
    "playStream.chunk 1",
    "playStream.chunk 1",
    "playStream.stop 1",
    "playStream.start 2",
    "playStream.chunk 2",
  ]);
  assertEquals(rig.socket.sent[1], {
    type: "playStream.start",
    streamId: "1",
    mediaFormat: "raw/mulaw",
  });
  assertEquals(rig.socket.played("1"), new Uint8Array([...piece(1), ...piece(2)]));
});

Deno.test("of what is offered the one that passes untouched is taken, in any order", () => {
  for (
    const [offered, taken] of [
      [["raw/lpcm16", "raw/lpcm16_24", "raw/mulaw"], "raw/mulaw"],
      [["raw/lpcm16", "raw/lpcm16_24", "raw/lpcm16_8"], "raw/lpcm16_8"],
      [["raw/lpcm16", "raw/lpcm16_24"], "raw/lpcm16_24"],
      [["wav/mulaw", "raw/lpcm16"], "raw/lpcm16"],
      [["audio/mp3", "wav/lpcm16", "wav/lpcm16_8"], "wav/lpcm16_8"],
      [undefined, "raw/lpcm16"],
    ] as const
  ) {
    const rig = new AudioCodesRig();
    rig.say(initiate({ supportedMediaFormats: offered }));
    rig.say(start());
    rig.channel.play(piece(1));
    assertEquals(rig.socket.last("session.accepted")?.mediaFormat, taken);
    assertEquals(rig.socket.last("playStream.start")?.mediaFormat, taken);
  }
});

for (
  const [format, bytesPerMs, headerBytes] of [
    ["raw/mulaw", 8, 0],
    ["raw/lpcm16_8", 16, 0],
    ["raw/lpcm16", 32, 0],
    ["raw/lpcm16_24", 48, 0],
    ["wav/mulaw", 8, 44],
    ["wav/lpcm16_8", 16, 44],
    ["wav/lpcm16", 32, 44],
    ["wav/lpcm16_24", 48, 44],
  ] as const
) {
  Deno.test(`${format}: every answer is as long as it was handed over, in whole samples`, () => {
    const rig = AudioCodesRig.open(format);
    for (const id of ["1", "2"]) {
      for (let i = 0; i < 5; i++) rig.channel.play(piece(0x90, 100));
      rig.channel.rest!();
      const played = rig.socket.played(id);
      const sampleBytes = format.includes("lpcm16") ? 2 : 1;
      assertEquals((played.length - headerBytes) % sampleBytes, 0);
      const ms = (played.length - headerBytes) / bytesPerMs;
      assert(Math.abs(ms - 500) <= 5, `${ms} ms`);
      const isWav = String.fromCharCode(...played.subarray(0, 4)) === "RIFF";
      assertEquals(isWav, headerBytes > 0);
    }
  });

  Deno.test(`${format}: what the caller says comes as mu-law, however it is cut`, () => {
    const rig = AudioCodesRig.open(format);
    rig.say({ type: "userStream.start" });
    const sound = new Uint8Array(headerBytes + 500 * bytesPerMs);
    if (headerBytes > 0) {
      sound.set(new TextEncoder().encode("RIFF....WAVEfmt "));
      sound[16] = 16;
      sound.set(new TextEncoder().encode("data"), 36);
    }
    for (let at = 0; at < sound.length; at += 321) rig.speak(sound.subarray(at, at + 321));
    const ms = rig.heard.length / 8;
    assert(Math.abs(ms - 500) <= 5, `${ms} ms`);
  });
}

Deno.test("barge-in: speech.started first, then the stop; the next answer is another stream", () => {
  const rig = AudioCodesRig.open();
  rig.channel.play(piece(1));
  assertEquals(rig.channel.clear(), 0);
  rig.channel.tell!({ type: "caller_started" });
  rig.channel.tell!({ type: "caller_stopped" });
  rig.channel.tell!({ type: "caller_committed" });
  rig.channel.play(piece(2));
  assertEquals(rig.socket.order.slice(1), [
    "playStream.start 1",
    "playStream.chunk 1",
    "speech.started",
    "playStream.stop 1",
    "speech.stopped",
    "speech.committed",
    "playStream.start 2",
    "playStream.chunk 2",
  ]);
});

Deno.test("barge-in into what is still heard of a stream that has ended needs no second stop", () => {
  const rig = AudioCodesRig.open();
  rig.channel.play(piece(1, 500));
  rig.channel.rest!();
  rig.channel.clear();
  assertEquals(rig.socket.order.slice(-2), ["playStream.stop 1", "speech.started"]);
  const quiet = AudioCodesRig.open();
  quiet.channel.play(piece(1, 500));
  quiet.channel.rest!();
  quiet.clock.advance(1_000);
  quiet.channel.clear();
  assertEquals(quiet.socket.order.at(-1), "playStream.stop 1");
});

Deno.test("a caller who speaks into our sound is announced by clear() alone: a cough cuts nothing", () => {
  const rig = AudioCodesRig.open();
  rig.channel.play(piece(1, 1_000));
  rig.channel.tell!({ type: "caller_started" });
  rig.channel.tell!({ type: "caller_words", text: "mhm", final: false });
  rig.channel.tell!({ type: "caller_stopped" });
  rig.channel.tell!({ type: "caller_committed" });
  assertEquals(rig.socket.order.at(-1), "playStream.chunk 1");
  rig.channel.tell!({ type: "caller_words", text: "mhm", final: true });
  assertEquals(rig.socket.order.at(-1), "speech.recognition");
});

Deno.test("a caller who goes on speaking is announced when our sound is over", () => {
  const rig = AudioCodesRig.open();
  rig.channel.play(piece(1, 1_000));
  rig.channel.tell!({ type: "caller_started" });
  rig.channel.rest!();
  rig.clock.advance(1_299);
  assertEquals(rig.socket.order.at(-1), "playStream.stop 1");
  rig.clock.advance(1);
  assertEquals(rig.socket.order.at(-1), "speech.started");
  rig.channel.tell!({ type: "caller_stopped" });
  assertEquals(rig.socket.order.at(-1), "speech.stopped");
  assertEquals(rig.clock.pending, 0);
});

Deno.test("what the caller said goes as hypothesis and recognition", () => {
  const rig = AudioCodesRig.open();
  rig.channel.tell!({ type: "caller_started" });
  rig.channel.tell!({ type: "caller_words", text: "i want", final: false });
  rig.channel.tell!({ type: "caller_words", text: "I want to book", final: true });
  rig.channel.tell!({ type: "caller_words", text: "", final: true });
  rig.channel.tell!({ type: "agent_words", text: "Sure" });
  rig.channel.tell!({ type: "trouble", code: "x" });
  assertEquals(rig.socket.sent.slice(1), [
    { type: "userStream.speech.started" },
    { type: "userStream.speech.hypothesis", alternatives: [{ text: "i want" }] },
    {
      type: "userStream.speech.recognition",
      alternatives: [{ text: "I want to book", confidence: 1 }],
    },
  ]);
});

Deno.test("silenced by somebody else than the caller: speech.stopped before the next answer", () => {
  const rig = AudioCodesRig.open();
  rig.channel.play(piece(1));
  rig.channel.clear();
  rig.channel.play(piece(2));
  assertEquals(rig.socket.order.slice(-5), [
    "speech.started",
    "playStream.stop 1",
    "speech.stopped",
    "playStream.start 2",
    "playStream.chunk 2",
  ]);
});

Deno.test("V-04 a phone that does not read: sound waits and is told, and leaves once it reads", () => {
  const rig = AudioCodesRig.open();
  rig.channel.play(piece(1));
  rig.socket.bufferedAmount = 300_000;
  rig.channel.play(piece(2));
  rig.channel.rest!();
  assertEquals([rig.channel.unsentBytes, rig.socket.order.at(-1)], [800, "playStream.chunk 1"]);
  rig.clock.advance(1_000);
  rig.socket.bufferedAmount = 0;
  rig.clock.advance(100);
  assertEquals(rig.channel.unsentBytes, 0);
  assertEquals(rig.socket.order.slice(-2), ["playStream.chunk 1", "playStream.stop 1"]);
  assertEquals(rig.clock.pending, 0);
});

Deno.test("a phone that does not read for five seconds counts as lost, and may resume", () => {
  const rig = AudioCodesRig.open();
  rig.socket.bufferedAmount = 300_000;
  rig.channel.play(piece(2));
  rig.clock.advance(5_000);
  assertEquals(rig.socket.closes.map(({ code }) => code), [1013]);
  assertEquals(rig.listener.told, ["held"]);
  rig.lose(1013);
  rig.clock.advance(3_000);
  rig.resume();
  assertEquals(rig.listener.told, ["held", "resumed 3000"]);
  assertEquals(rig.socket.order.slice(0, 2), ["session.accepted", "playStream.start 1"]);
  assertEquals(rig.channel.unsentBytes, 0);
});

Deno.test("a socket that cannot send does not harm the bridge", () => {
  const rig = AudioCodesRig.open();
  rig.socket.fails = true;
  rig.channel.play(piece(1));
  rig.channel.clear();
  rig.channel.end(COMPLETED);
  rig.lose();
  assertEquals(rig.listener.ends, [{ by: "us", detail: "" }]);
});
