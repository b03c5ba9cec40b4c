import { assert, assertEquals } from "@std/assert";
import { encodeUlaw } from "../../audio/ulaw.ts";
import {
  AudioSocketRig,
  CALL_UUID,
  frameOf,
  soundFrame,
  uuidFrame,
} from "./testing/audiosocket_rig.ts";

const COMPLETED = { outcome: "completed", code: "", outputs: {} } as const;

Deno.test("the first frame names the call, and it is answered at once", () => {
  const rig = new AudioSocketRig();
  rig.channel.read(uuidFrame());
  assertEquals(rig.invited, [CALL_UUID]);
  assertEquals(rig.log.lines.map(({ code }) => code), ["asterisk_answered"]);
});

Deno.test("caller audio goes through at once, as mu-law", () => {
  const rig = new AudioSocketRig();
  rig.channel.read(uuidFrame());
  rig.channel.read(soundFrame(0x10, 4_000));
  const [frame] = rig.listener.frames;
  assertEquals([...frame!], [...encodeUlaw(new Int16Array(160).fill(4_000))]);
});

for (const [type, bytes] of [[0x12, 640], [0x13, 960], [0x16, 1_920]] as const) {
  Deno.test(`sound of type 0x${type.toString(16)} is brought to 8 kHz both ways`, () => {
    const rig = AudioSocketRig.open(type, bytes);
    for (let i = 0; i < 49; i++) rig.channel.read(soundFrame(type, 500, bytes));
    assert(Math.abs(rig.listener.heardBytes - 8_000) <= 40, `${rig.listener.heardBytes} bytes`);
    rig.channel.play(new Uint8Array(800).fill(0x20));
    rig.channel.rest();
    rig.clock.advance(200);
    const lengths = new Set(rig.wire.frames.map(({ payload }) => payload.length));
    assertEquals([...lengths], [bytes]);
    assertEquals(new Set(rig.wire.frames.map((frame) => frame.type)), new Set([type]));
    assertEquals(rig.sound.length, 5);
  });
}

Deno.test("until Asterisk's first sound tells its rate we speak at 8 kHz", () => {
  const rig = new AudioSocketRig();
  rig.channel.read(uuidFrame());
  rig.clock.advance(40);
  rig.channel.read(soundFrame(0x13, 0, 960));
  rig.clock.advance(20);
  assertEquals(rig.wire.frames.map(({ type }) => type), [0x10, 0x10, 0x13]);
});

Deno.test("V-01 a frame in three pieces and a sample in two reach the listener whole", () => {
  const rig = new AudioSocketRig();
  rig.channel.read(uuidFrame());
  const frame = soundFrame(0x10, 4_000);
  for (const [from, to] of [[0, 2], [2, 101], [101, 323]]) {
    rig.channel.read(frame.slice(from, to));
  }
  rig.channel.read(soundFrame(0x10, 4_000, 321));
  rig.channel.read(frameOf(0x10, 15));
  assertEquals(rig.listener.heardBytes, 160 + 160 + 1);
  assert(rig.listener.frames.every((heard) => heard.every((byte) => byte === heard[0])));
  assertEquals(rig.listener.notes, ["odd_frame half a sample"]);
});

Deno.test("G-14 sound of no length reaches nobody", () => {
  const rig = AudioSocketRig.open();
  const before = rig.listener.frames.length;
  rig.channel.read(frameOf(0x10));
  assertEquals(rig.listener.frames.length, before);
});

Deno.test("digits are told; what is none is noted once", () => {
  const rig = AudioSocketRig.open();
  for (const digit of "15*#a") rig.channel.read(frameOf(0x03, digit.charCodeAt(0)));
  rig.channel.read(frameOf(0x03, 0));
  rig.channel.read(frameOf(0x03));
  assertEquals(rig.listener.told, ["digit 1", "digit 5", "digit *", "digit #", "digit A"]);
  assertEquals(rig.listener.notes.length, 1);
});

Deno.test("frames of unknown types, and a second UUID, are passed over and noted once", () => {
  const rig = AudioSocketRig.open();
  rig.channel.read(frameOf(0x42, 1, 2, 3));
  rig.channel.read(frameOf(0x42));
  rig.channel.read(uuidFrame());
  rig.channel.read(frameOf(0x03, 0x31));
  assertEquals(rig.listener.notes, ["unknown_frame type 0x42"]);
  assertEquals(rig.listener.told, ["digit 1"]);
  assertEquals(rig.invited.length, 1);
});

Deno.test("a first frame that is no UUID closes the connection; nobody is called", () => {
  for (const first of [soundFrame(), frameOf(0x01, 1, 2), frameOf(0x47, 0x45)]) {
    const rig = new AudioSocketRig();
    rig.channel.read(first);
    assertEquals([rig.wire.closes, rig.forgotten, rig.invited.length], [1, 1, 0]);
    assertEquals(rig.strangers, ["E_FIRST_FRAME"]);
  }
});

Deno.test("a connection without a UUID is closed after five seconds", () => {
  const rig = new AudioSocketRig();
  rig.channel.read(uuidFrame().slice(0, 10));
  rig.clock.advance(5_000);
  assertEquals([rig.wire.closes, rig.forgotten, rig.clock.pending], [1, 1, 0]);
  assertEquals(rig.strangers, ["E_OPEN_TIMEOUT"]);
});

Deno.test("the caller hangs up: the end of the stream, or Asterisk's own goodbye", () => {
  for (
    const hangUp of [
      (rig: AudioSocketRig) => rig.channel.finished(),
      (rig: AudioSocketRig) => rig.channel.read(frameOf(0x00)),
    ]
  ) {
    const rig = AudioSocketRig.open();
    hangUp(rig);
    assertEquals(rig.listener.ends, [{ by: "phone", detail: "hangup" }]);
    assertEquals([rig.wire.closes, rig.forgotten, rig.clock.pending], [1, 1, 0]);
    assertEquals(rig.hangups(), 0);
  }
});

Deno.test("V-02 a stream that breaks off in a frame is the phone's end, and noted", () => {
  const rig = AudioSocketRig.open();
  rig.channel.read(soundFrame().slice(0, 50));
  rig.channel.finished();
  assertEquals(rig.listener.notes, ["cut_frame 50 bytes"]);
  assertEquals(rig.listener.ends, [{ by: "phone", detail: "hangup" }]);
});

Deno.test("V-02 a reset connection is a lost phone", () => {
  const rig = AudioSocketRig.open();
  rig.channel.broken();
  assertEquals(rig.listener.ends, [{ by: "phone_lost", detail: "connection reset" }]);
});

Deno.test("Asterisk's error ends the call with its code", () => {
  const rig = AudioSocketRig.open();
  rig.channel.read(frameOf(0xff, 2));
  assertEquals(rig.listener.ends, [{ by: "phone_error", detail: "error 2" }]);
});

Deno.test("our goodbye: one hang-up frame, nothing after it, over when the phone has closed", () => {
  const rig = AudioSocketRig.open();
  rig.channel.play(new Uint8Array(1_600));
  rig.channel.end({ outcome: "completed", code: "", outputs: { intent: "refund" } });
  const sent = rig.wire.frames.length;
  rig.channel.play(new Uint8Array(1_600));
  rig.channel.end(COMPLETED);
  rig.channel.read(soundFrame());
  rig.channel.read(frameOf(0x03, 0x31));
  rig.clock.advance(500);
  assertEquals([rig.wire.frames.length, rig.hangups()], [sent, 1]);
  assertEquals(rig.listener.ends, []);
  rig.channel.finished();
  assertEquals(rig.listener.told, ["closed"]);
  assertEquals(rig.listener.ends, [{ by: "us", detail: "" }]);
  assertEquals(rig.listener.notes.map((note) => note.split(" ")[0]), ["outputs_not_carried"]);
  assertEquals([rig.forgotten, rig.clock.pending], [1, 0]);
});

Deno.test("G-29 a phone that does not close after our goodbye is closed after a second", () => {
  const rig = AudioSocketRig.open();
  rig.channel.end({ outcome: "error", code: "E_UP_AUTH", outputs: {} });
  rig.clock.advance(1_000);
  assertEquals(rig.listener.ends, [{ by: "us", detail: "E_UP_AUTH" }]);
  assertEquals([rig.wire.closes, rig.forgotten, rig.clock.pending], [1, 1, 0]);
});

Deno.test("a call that our side refuses is told goodbye, so that the dialplan goes on", () => {
  for (const refused of ["answer", "invite"]) {
    const rig = new AudioSocketRig({
      ...(refused === "answer" && { answer: () => ({ refused: "full" }) }),
      ...(refused === "invite" && { invite: () => ({ refused: "not_announced" }) }),
    });
    rig.channel.read(uuidFrame());
    rig.clock.advance(500);
    assertEquals(rig.wire.frames.map(({ type }) => type), [0x00]);
    rig.channel.finished();
    assertEquals([rig.forgotten, rig.clock.pending, rig.listener.told.length], [1, 0, 0]);
  }
});

Deno.test("P-01 a listener that throws ends its own call with a reason", () => {
  const rig = AudioSocketRig.open();
  rig.listener.onTold = (what) => {
    if (what === "audio") throw new Error("words of a caller");
  };
  rig.channel.read(soundFrame());
  assertEquals(rig.listener.ends, [{ by: "us", detail: "E_INTERNAL" }]);
  assertEquals(rig.hangups(), 1);
  assert(!JSON.stringify(rig.log.lines).includes("words"));
  rig.channel.finished();
  assertEquals([rig.forgotten, rig.clock.pending], [1, 0]);
});

Deno.test("P-01 a listener that throws to the last is let go of all the same", () => {
  const rig = AudioSocketRig.open();
  rig.listener.onTold = () => {
    throw new Error("broken");
  };
  rig.channel.finished();
  assertEquals([rig.wire.closes, rig.forgotten, rig.clock.pending], [1, 1, 0]);
});

Deno.test("our side may speak and end while it answers", () => {
  const rig = new AudioSocketRig({
    answer: (channel, listener) => {
      channel.play(new Uint8Array(160).fill(0x20));
      channel.end({ outcome: "error", code: "E_FULL", outputs: {} });
      return listener;
    },
  });
  rig.channel.read(uuidFrame());
  rig.channel.finished();
  assertEquals(rig.listener.ends, [{ by: "us", detail: "E_FULL" }]);
  assertEquals([rig.hangups(), rig.clock.pending], [1, 0]);
});

Deno.test("I8 a whole call leaves nothing behind, and says in the log how it went", () => {
  const rig = AudioSocketRig.open();
  rig.channel.play(new Uint8Array(1_600).fill(0x20));
  rig.clock.advance(3_000);
  rig.channel.finished();
  assertEquals(rig.clock.pending, 0);
  const line = rig.log.lines.find(({ code }) => code === "asterisk_ended");
  assertEquals([line?.fields["by"], line?.fields["frames"], line?.fields["lateMs"]], [
    "phone",
    1,
    0,
  ]);
});

Deno.test("G-19 a phone of which nothing comes for a minute is lost", () => {
  const rig = AudioSocketRig.open();
  rig.clock.advance(59_999);
  assertEquals(rig.listener.ends, []);
  rig.clock.advance(1);
  assertEquals(rig.listener.ends, [{ by: "phone_lost", detail: "E_SILENT" }]);
});
