import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { decodeAlawSample } from "./alaw.ts";
import { bytesPerMs, type Encoding, FromUlaw, type SoundFormat, ToUlaw } from "./sound_format.ts";
import { decodeSample, encodeSample, encodeUlaw, rms } from "./ulaw.ts";

const ENCODINGS: Encoding[] = ["mulaw", "alaw", "lpcm16"];
const FORMATS: SoundFormat[] = ENCODINGS.flatMap((encoding) =>
  [8000, 12_000, 16_000, 24_000, 44_100, 48_000].map((rateHz) => ({ encoding, rateHz }))
);
const named = ({ encoding, rateHz }: SoundFormat) => `${encoding} at ${rateHz} Hz`;

/** Whatever a codec might say: every code, in no order. */
function anySound(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 167 + (i >> 3) * 29) & 0xff);
}

function speechlike(ms: number): Uint8Array {
  return encodeUlaw(Int16Array.from(
    { length: ms * 8 },
    (_, i) => 6000 * Math.sin(i * 0.3) + 3000 * Math.sin(i * 1.1),
  ));
}

function joined(pieces: Uint8Array[]): Uint8Array {
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

function cut(bytes: Uint8Array, sizes: number[]): Uint8Array[] {
  let at = 0;
  const pieces = sizes.map((size) => bytes.subarray(at, at += size));
  return [...pieces, bytes.subarray(at)];
}

const cuts = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 700 })), {
  maxLength: 40,
});

Deno.test("V-01 however a stream from the phone is cut, odd bytes and all, it is the same sound", () => {
  fc.assert(
    fc.property(fc.constantFrom(...FORMATS), cuts, (format, sizes) => {
      const bytes = anySound(4001);
      const whole = new ToUlaw(format).push(bytes).slice();
      const stream = new ToUlaw(format);
      assertEquals(joined(cut(bytes, sizes).map((piece) => stream.push(piece))), whole);
    }),
    { numRuns: 60 },
  );
});

Deno.test("however an answer is cut, the phone hears the same", () => {
  fc.assert(
    fc.property(fc.constantFrom(...FORMATS), cuts, (format, sizes) => {
      const ulaw = anySound(3000);
      const stream = new FromUlaw(format);
      const whole = joined([stream.push(ulaw), stream.flush()]);
      const pieces = cut(ulaw, sizes).map((piece) => stream.push(piece));
      assertEquals(joined([...pieces, stream.flush()]), whole);
    }),
    { numRuns: 60 },
  );
});

Deno.test("V-01 half a sample waits for its other half, in every frame", () => {
  const stream = new ToUlaw({ encoding: "lpcm16", rateHz: 8000 });
  assertEquals(stream.push(Uint8Array.of(0xe8)), new Uint8Array(0));
  assertEquals(stream.push(Uint8Array.of(0x03, 0x18)), Uint8Array.of(encodeSample(1000)));
  assertEquals(
    stream.push(Uint8Array.of(0xfc, 0x00)),
    Uint8Array.of(encodeSample(-1000)),
  );
  assertEquals(stream.push(new Uint8Array(0)), new Uint8Array(0));
  assertEquals(stream.push(Uint8Array.of(0x80)), Uint8Array.of(encodeSample(-32_768)));
});

Deno.test("mu-law at 8 kHz is handed through untouched, the very bytes", () => {
  const format: SoundFormat = { encoding: "mulaw", rateHz: 8000 };
  const bytes = anySound(160);
  const out = new FromUlaw(format);
  assert(new ToUlaw(format).push(bytes) === bytes);
  assert(out.push(bytes) === bytes);
  assertEquals(out.flush().length, 0);
});

Deno.test("at 8 kHz each byte is recoded alone, and at once", () => {
  const ulaw = Uint8Array.from({ length: 256 }, (_, code) => code);
  const pcm = new FromUlaw({ encoding: "lpcm16", rateHz: 8000 }).push(ulaw);
  const view = new DataView(pcm.buffer);
  for (let code = 0; code < 256; code++) {
    assertEquals(view.getInt16(code * 2, true), decodeSample(code));
  }
  const alaw = new ToUlaw({ encoding: "alaw", rateHz: 8000 }).push(ulaw);
  for (let code = 0; code < 256; code++) {
    assertEquals(alaw[code], encodeSample(decodeAlawSample(code)));
  }
});

Deno.test("an answer keeps its length in every format", () => {
  for (const format of FORMATS) {
    const stream = new FromUlaw(format);
    for (const ms of [0, 20, 250]) {
      const bytes = joined([stream.push(speechlike(ms)), stream.flush()]);
      const expected = bytesPerMs(format) * ms;
      assert(bytes.length >= expected && bytes.length < expected + 2, `${named(format)}, ${ms} ms`);
    }
  }
});

Deno.test("an answer that was cut short or has ended leaves nothing in the next", () => {
  for (const format of FORMATS) {
    const stream = new FromUlaw(format);
    const answer = () => joined([stream.push(speechlike(100)), stream.flush()]);
    const first = answer();
    assertEquals(answer(), first, named(format));
    stream.push(anySound(777));
    stream.reset();
    assertEquals(answer(), first, named(format));
  }
});

Deno.test("what was given out is not written to again", () => {
  for (const format of FORMATS) {
    const to = new ToUlaw(format);
    const from = new FromUlaw(format);
    const frame = () => anySound(bytesPerMs(format) * 20);
    to.push(frame());
    from.push(speechlike(20));
    const given = [to.push(frame()), from.push(speechlike(20)), from.flush()];
    const copies = given.map((bytes) => bytes.slice());
    to.push(frame().fill(3));
    from.push(new Uint8Array(160).fill(9));
    from.flush();
    assertEquals(given, copies, named(format));
  }
});

Deno.test("a voice is as loud after its way to the phone and back", () => {
  const voice = speechlike(400);
  for (const format of FORMATS) {
    const out = new FromUlaw(format);
    const back = new ToUlaw(format).push(joined([out.push(voice), out.flush()]));
    const loudness = 20 *
      Math.log10(rms(back.subarray(400, 2800)) / rms(voice.subarray(400, 2800)));
    assertAlmostEquals(loudness, 0, 0.1);
  }
});

Deno.test("frames of 20 ms come out as frames of 20 ms, all but the first", () => {
  for (const format of FORMATS) {
    const bytes = bytesPerMs(format) * 20;
    const to = new ToUlaw(format);
    const from = new FromUlaw(format);
    const firstIn = to.push(new Uint8Array(bytes)).length;
    assert(firstIn >= 160 - 25 && firstIn <= 160, named(format));
    from.push(new Uint8Array(160));
    for (let i = 0; i < 50; i++) {
      assertEquals(to.push(new Uint8Array(bytes)).length, 160, named(format));
      assertEquals(from.push(new Uint8Array(160)).length, bytes, named(format));
    }
  }
});

Deno.test("bytes of a millisecond", () => {
  assertEquals(bytesPerMs({ encoding: "mulaw", rateHz: 8000 }), 8);
  assertEquals(bytesPerMs({ encoding: "alaw", rateHz: 16_000 }), 16);
  assertEquals(bytesPerMs({ encoding: "lpcm16", rateHz: 24_000 }), 48);
  assertEquals(bytesPerMs({ encoding: "lpcm16", rateHz: 44_100 }), 88.2);
});

Deno.test("a rate that is none is refused", () => {
  const format: SoundFormat = { encoding: "lpcm16", rateHz: NaN };
  assertThrows(() => new ToUlaw(format), RangeError, "received NaN and 8000");
  assertThrows(() => new FromUlaw(format), RangeError, "received 8000 and NaN");
});
