import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { emptyFrame, FrameReader, payloadOf, rateOf } from "./frames.ts";
import { frameOf, soundFrame, uuidFrame } from "./testing/audiosocket_rig.ts";

type Read = { type: number; payload: number[] };

function readAll(pieces: Iterable<Uint8Array>): Read[] {
  const reader = new FrameReader();
  const frames: Read[] = [];
  for (const piece of pieces) {
    reader.push(piece, (type, payload) => frames.push({ type, payload: [...payload] }));
  }
  return frames;
}

function joined(frames: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(frames.flatMap((frame) => [...frame]));
}

Deno.test("a stream of frames is read whole", () => {
  const stream = joined([uuidFrame(), frameOf(0x03, 0x35), frameOf(0x00), soundFrame()]);
  const frames = readAll([stream]);
  assertEquals(frames.map(({ type, payload }) => [type, payload.length]), [
    [0x01, 16],
    [0x03, 1],
    [0x00, 0],
    [0x10, 320],
  ]);
});

Deno.test("V-01 a stream cut at any two places gives the same frames", () => {
  const stream = joined([uuidFrame(), frameOf(0x00), frameOf(0x10, 1, 2, 3), frameOf(0xff, 4)]);
  const whole = readAll([stream]);
  for (let first = 0; first <= stream.length; first++) {
    for (let second = first; second <= stream.length; second++) {
      const pieces = [stream.subarray(0, first), stream.subarray(first, second)];
      assertEquals(readAll([...pieces, stream.subarray(second)]), whole);
    }
  }
});

Deno.test("V-01 a stream of single bytes gives the same frames", () => {
  const stream = joined([uuidFrame(), soundFrame(), frameOf(0x03, 0x23), soundFrame(0x13, 7, 960)]);
  assertEquals(readAll([...stream].map((byte) => Uint8Array.of(byte))), readAll([stream]));
});

const frame = fc.tuple(fc.nat(255), fc.uint8Array({ maxLength: 700 }));

Deno.test("V-01 any frames, cut anywhere, are read as they were written", () => {
  fc.assert(
    fc.property(fc.array(frame), fc.array(fc.integer({ min: 1, max: 900 })), (all, cuts) => {
      const stream = joined(all.map(([type, payload]) => frameOf(type, ...payload)));
      const pieces: Uint8Array[] = [];
      let at = 0;
      for (const cut of cuts) pieces.push(stream.slice(at, at += cut));
      pieces.push(stream.slice(at));
      const expected = all.map(([type, payload]) => ({ type, payload: [...payload] }));
      assertEquals(readAll(pieces), expected);
    }),
  );
});

Deno.test("the longest frame there can be is read in pieces", () => {
  const whole = emptyFrame(0x18, 65_535);
  payloadOf(whole).fill(9);
  const pieces = [whole.subarray(0, 2), whole.subarray(2, 40_000), whole.subarray(40_000)];
  const [read] = readAll(pieces);
  assertEquals([read?.type, read?.payload.length, read?.payload.at(-1)], [0x18, 65_535, 9]);
});

Deno.test("a frame that is not whole is held, and its bytes are known", () => {
  const reader = new FrameReader();
  const taken: number[] = [];
  reader.push(soundFrame().subarray(0, 100), (type) => taken.push(type));
  assertEquals([reader.heldBytes, taken.length], [100, 0]);
});

Deno.test("a frame to send has its length in the order of the network", () => {
  assertEquals([...emptyFrame(0x13, 960).subarray(0, 3)], [0x13, 3, 192]);
  assertEquals([...emptyFrame(0x00, 0)], [0, 0, 0]);
});

Deno.test("each type of sound has its rate, and nothing else has one", () => {
  const rates = Array.from({ length: 256 }, (_, type) => [type, rateOf(type)] as const)
    .filter(([, rateHz]) => rateHz !== null);
  assertEquals(rates, [
    [0x10, 8_000],
    [0x11, 12_000],
    [0x12, 16_000],
    [0x13, 24_000],
    [0x14, 32_000],
    [0x15, 44_100],
    [0x16, 48_000],
    [0x17, 96_000],
    [0x18, 192_000],
  ]);
});
