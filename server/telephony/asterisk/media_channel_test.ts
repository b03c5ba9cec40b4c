import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { decodeAlawSample } from "../../audio/alaw.ts";
import { encodeSample } from "../../audio/ulaw.ts";
import { MediaRig, startText } from "./testing/media_rig.ts";

const COMPLETED = { outcome: "completed", code: "", outputs: {} } as const;

Deno.test("MEDIA_START becomes a call, and the channel is answered", () => {
  const rig = new MediaRig();
  rig.channel.read(startText());
  assertEquals(rig.starts[0]?.fields["channel_id"], "pbx-1.7");
  assertEquals(rig.socket.order, ["ANSWER"]);
});

Deno.test("where Asterisk speaks JSON we do", () => {
  const rig = new MediaRig();
  const start = { event: "MEDIA_START", format: "ulaw", optimal_frame_size: 160 };
  rig.channel.read(JSON.stringify(start));
  rig.channel.play(new Uint8Array(100));
  rig.channel.rest();
  rig.channel.read(JSON.stringify({ event: "DTMF_END", digit: "4" }));
  rig.channel.read(JSON.stringify({ event: "MEDIA_MARK_PROCESSED", correlation_id: "m1" }));
  rig.channel.end(COMPLETED);
  assertEquals(rig.socket.texts.map((text) => JSON.parse(text)), [
    { command: "ANSWER" },
    { command: "MARK_MEDIA", correlation_id: "m1" },
    { command: "HANGUP" },
  ]);
  assertEquals(rig.listener.told, ["digit 4", "playbackCompleted"]);
});

Deno.test("caller audio goes through as it came where it is mu-law, and is converted where not", () => {
  const ulaw = MediaRig.open();
  ulaw.channel.hear(Uint8Array.of(1, 2, 3).buffer);
  assertEquals([...ulaw.listener.frames[0]!], [1, 2, 3]);
  const alaw = MediaRig.open("alaw");
  alaw.channel.hear(Uint8Array.of(7).buffer);
  assertEquals([...alaw.listener.frames[0]!], [encodeSample(decodeAlawSample(7))]);
});

Deno.test("V-01 samples that are cut in two between messages are put together", () => {
  const rig = MediaRig.open("slin", 320);
  const samples = new Uint8Array(Int16Array.from({ length: 100 }, () => 4_000).buffer);
  rig.channel.hear(samples.slice(0, 33).buffer);
  rig.channel.hear(samples.slice(33, 34).buffer);
  rig.channel.hear(samples.slice(34).buffer);
  const heard = rig.listener.frames.flatMap((frame) => [...frame]);
  assertEquals(heard, new Array(100).fill(encodeSample(4_000)));
});

Deno.test("media leaves in whole frames, the last filled up, and a mark behind it", () => {
  const rig = MediaRig.open("slin16", 640);
  for (let i = 0; i < 5; i++) rig.channel.play(new Uint8Array(250).fill(0x20));
  rig.channel.rest();
  const sizes = rig.socket.media.map((media) => media.length);
  assert(sizes.every((size) => size % 640 === 0), sizes.join());
  assertEquals(sizes.reduce((sum, size) => sum + size, 0), Math.ceil(1_250 / 160) * 640);
  assertEquals(rig.socket.order.at(-1), "MARK_MEDIA m1");
  rig.channel.rest();
  assertEquals(rig.socket.order.at(-1), "MARK_MEDIA m2");
  assertEquals(rig.socket.media.length, sizes.length);
});

Deno.test("however it is handed over, all that leaves is a multiple of Asterisk's frame", () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 8_000 }));
  fc.assert(fc.property(sizes, fc.constantFrom(160, 80, 240), (pieces, frameBytes) => {
    const rig = MediaRig.open("ulaw", frameBytes);
    for (const bytes of pieces) rig.channel.play(new Uint8Array(bytes).fill(1));
    rig.channel.rest();
    const total = pieces.reduce((sum, size) => sum + size, 0);
    const sent = rig.socket.media.flatMap((media) => [...media]);
    assert(rig.socket.media.every((media) => media.length % frameBytes === 0));
    assertEquals(sent.length, Math.ceil(total / frameBytes) * frameBytes);
    assert(sent.slice(0, total).every((byte) => byte === 1));
  }));
});

Deno.test("no message is larger than Asterisk takes", () => {
  const rig = MediaRig.open("slin48", 1_920);
  rig.channel.play(new Uint8Array(8_000).fill(0x20));
  rig.channel.rest();
  assert(rig.socket.media.length > 1);
  assert(rig.socket.media.every((media) => media.length <= 65_500));
});

Deno.test("an odd wish for the frame's size is replaced by 20 ms", () => {
  for (const wish of [0, -1, 641, NaN, 70_000]) {
    const rig = MediaRig.open("slin16", wish);
    rig.channel.play(new Uint8Array(200).fill(0x20));
    assertEquals(rig.socket.media.map((media) => media.length), [640]);
  }
});

Deno.test("G-27 only the mark behind everything says that all was played", () => {
  const rig = MediaRig.open();
  rig.channel.play(new Uint8Array(160));
  rig.channel.rest();
  rig.channel.play(new Uint8Array(160));
  rig.channel.read("MEDIA_MARK_PROCESSED m1");
  assertEquals(rig.listener.told, []);
  rig.channel.rest();
  rig.channel.read("MEDIA_MARK_PROCESSED m1");
  rig.channel.read("MEDIA_MARK_PROCESSED m2");
  rig.channel.read("MEDIA_MARK_PROCESSED m2");
  assertEquals(rig.listener.told, ["playbackCompleted"]);
});

Deno.test("barge-in: what waits is dropped, Asterisk's queue flushed, its mark means nothing any more", () => {
  const rig = MediaRig.open();
  rig.channel.play(new Uint8Array(200));
  rig.channel.rest();
  rig.channel.play(new Uint8Array(50));
  assertEquals(rig.channel.clear(), 50);
  rig.channel.read("MEDIA_MARK_PROCESSED m1");
  assertEquals(rig.socket.order.at(-1), "FLUSH_MEDIA");
  assertEquals(rig.listener.told, []);
  const before = rig.socket.order.length;
  rig.channel.clear();
  assertEquals(rig.socket.order.length, before, "nothing sounds: nothing to flush");
});

Deno.test("V-04 while Asterisk's queue is full nothing leaves; then all does, and its mark", () => {
  const rig = MediaRig.open();
  rig.channel.read("MEDIA_XOFF");
  rig.channel.play(new Uint8Array(480));
  rig.channel.rest();
  assertEquals([rig.socket.order, rig.channel.unsentBytes], [[], 480]);
  rig.channel.read("MEDIA_XON");
  assertEquals([rig.socket.order, rig.channel.unsentBytes], [[480, "MARK_MEDIA m1"], 0]);
});

Deno.test("G-31 an Asterisk that makes no room for five seconds does not keep a goodbye waiting for ever", () => {
  const rig = MediaRig.open();
  rig.channel.read("MEDIA_XOFF");
  rig.clock.advance(60_000);
  assertEquals(rig.listener.ends, []);
  rig.channel.play(new Uint8Array(480));
  rig.clock.advance(3_000);
  rig.channel.clear();
  rig.clock.advance(60_000);
  assertEquals([rig.listener.ends, rig.clock.pending], [[], 0]);
  rig.channel.play(new Uint8Array(480));
  rig.clock.advance(4_900);
  assertEquals(rig.listener.ends, []);
  rig.clock.advance(200);
  assertEquals(rig.listener.ends, [{ by: "phone_lost", detail: "E_SLOW" }]);
  assertEquals([rig.forgotten, rig.clock.pending], [1, 0]);
});

Deno.test("V-04 while the socket is not read nothing more leaves, and it is looked after", () => {
  const rig = MediaRig.open();
  rig.channel.play(new Uint8Array(160));
  rig.socket.bufferedAmount = 200_000;
  rig.channel.play(new Uint8Array(320));
  assertEquals([rig.socket.media.length, rig.channel.unsentBytes], [1, 320]);
  rig.socket.bufferedAmount = 0;
  rig.clock.advance(100);
  assertEquals([rig.socket.media.length, rig.channel.unsentBytes], [2, 0]);
  assertEquals(rig.clock.pending, 0);
});

Deno.test("G-31 a phone that does not read for five seconds is lost", () => {
  const rig = MediaRig.open();
  rig.socket.bufferedAmount = 200_000;
  rig.channel.play(new Uint8Array(320));
  rig.clock.advance(5_100);
  assertEquals(rig.listener.ends, [{ by: "phone_lost", detail: "E_SLOW" }]);
  assertEquals([rig.socket.closes.length, rig.forgotten, rig.clock.pending], [1, 1, 0]);
});

Deno.test("digits are told; events that say nothing to us are passed over", () => {
  const rig = MediaRig.open();
  rig.channel.read("DTMF_END digit:# channel_id:pbx-1.7");
  rig.channel.read("DTMF_END digit:12");
  rig.channel.read("STATUS queue_length:43 xon_level:800 xoff_level:900 queue_full:false");
  rig.channel.read("QUEUE_DRAINED");
  rig.channel.read("MEDIA_BUFFERING_COMPLETED");
  rig.channel.read("SOMETHING_NEW");
  rig.channel.read("SOMETHING_NEW");
  rig.channel.read("{broken");
  rig.channel.read(startText());
  assertEquals(rig.listener.told, ["digit #"]);
  const codes = rig.listener.notes.map((note) => note.split(" ")[0]);
  assertEquals(codes, ["unknown_digit", "unknown_event", "unread_text"]);
});

Deno.test("our goodbye is HANGUP; over when Asterisk has closed, at the latest after a second", () => {
  for (const answers of [true, false]) {
    const rig = MediaRig.open();
    rig.channel.end({ outcome: "completed", code: "", outputs: { intent: "refund" } });
    rig.channel.end(COMPLETED);
    rig.channel.play(new Uint8Array(800));
    rig.channel.hear(Uint8Array.of(1).buffer);
    rig.channel.read("DTMF_END digit:1");
    rig.channel.clear();
    assertEquals(rig.socket.order, ["HANGUP"]);
    if (answers) rig.channel.socketClosed(1000);
    else rig.clock.advance(1_000);
    assertEquals(rig.listener.ends, [{ by: "us", detail: "" }]);
    assertEquals(rig.listener.told, ["closed"]);
    assertEquals([rig.forgotten, rig.clock.pending, rig.listener.frames.length], [1, 0, 0]);
  }
});

Deno.test("the caller hangs up: the socket is closed in order; else the phone is lost", () => {
  const ends = [1000, 1005, 1001, 1006].map((code) => {
    const rig = MediaRig.open();
    rig.channel.socketClosed(code);
    assertEquals([rig.forgotten, rig.clock.pending], [1, 0]);
    return rig.listener.ends;
  });
  assertEquals(ends, [
    [{ by: "phone", detail: "hangup" }],
    [{ by: "phone", detail: "hangup" }],
    [{ by: "phone_lost", detail: "socket closed, code 1001" }],
    [{ by: "phone_lost", detail: "socket closed, code 1006" }],
  ]);
});

Deno.test("a first message that starts nothing, or sound that we cannot read, closes the socket", () => {
  const firsts = ["DTMF_END digit:1", "hello", '{"event":"STATUS"}', startText("opus", 160), "{"];
  const codes = firsts.map((first) => {
    const rig = new MediaRig();
    rig.channel.read(first);
    assertEquals([rig.socket.closes.length, rig.forgotten, rig.starts.length], [1, 1, 0]);
    return rig.strangers;
  });
  const first = ["E_FIRST_MESSAGE"];
  assertEquals(codes, [first, first, first, ["E_MEDIA"], first]);
});

Deno.test("a socket that says nothing is closed after five seconds", () => {
  const rig = new MediaRig();
  rig.channel.hear(Uint8Array.of(1).buffer);
  rig.clock.advance(5_000);
  assertEquals([rig.socket.closes.length, rig.forgotten], [1, 1]);
  assertEquals(rig.strangers, ["E_OPEN_TIMEOUT"]);
});

Deno.test("G-06 G-07 messages beyond all size end the call", () => {
  const text = MediaRig.open();
  text.channel.read("x".repeat(65_536));
  const binary = MediaRig.open();
  binary.channel.hear(new ArrayBuffer(65_537));
  for (const rig of [text, binary]) {
    assertEquals(rig.listener.ends, [{ by: "protocol", detail: "E_SIZE" }]);
    assertEquals(rig.socket.order, ["HANGUP"]);
  }
});

Deno.test("a call that our side refuses is hung up and not answered", () => {
  const rig = new MediaRig(() => ({ refused: "full" }));
  rig.channel.read(startText());
  rig.channel.socketClosed(1000);
  assertEquals([rig.socket.order, rig.forgotten, rig.clock.pending], [["HANGUP"], 1, 0]);
});

Deno.test("P-01 a listener that throws ends its own call with a reason", () => {
  const rig = MediaRig.open();
  rig.listener.onTold = (what) => {
    if (what !== "closed") throw new Error("words of a caller");
  };
  rig.channel.read("DTMF_END digit:1");
  assertEquals(rig.listener.ends, [{ by: "us", detail: "E_INTERNAL" }]);
  assert(!JSON.stringify(rig.log.lines).includes("words"));
});
