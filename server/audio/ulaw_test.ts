import { assert, assertEquals } from "@std/assert";
import {
  decodeSample,
  decodeUlaw,
  encodeSample,
  encodeUlaw,
  rms,
  SILENCE,
  silence,
} from "./ulaw.ts";

/**
 * G.711, table 2: decision values of positive numbers, of 8,159 at full scale. The first interval, that of zero, is half
 * as wide as those that follow it; the steps of a segment are twice those of the one before it.
 */
function decisionValues(): number[] {
  const values = [0, 1];
  for (let segment = 0; segment < 8; segment++) {
    const intervals = segment === 0 ? 15 : 16;
    for (let i = 0; i < intervals; i++) values.push(values.at(-1)! + 2 ** (segment + 1));
  }
  return values;
}

const DECISIONS = decisionValues();
/** Table 2 counts to 8,159, we to 32,635. */
const SCALE = 4;

/** The character signal of interval `n` of a sign: 1111 1111 is nothing, and loud is zeros. */
function characterSignal(n: number, positive: boolean): number {
  return (positive ? 255 : 127) - n;
}

Deno.test("the segments are those of G.711's table", () => {
  assertEquals(DECISIONS.length, 129);
  for (
    const [n, value] of [[16, 31], [32, 95], [48, 223], [64, 479], [80, 991], [96, 2015], [
      112,
      4063,
    ], [128, 8159]] as const
  ) assertEquals(DECISIONS[n], value);
});

Deno.test("all 256 codes decode to the middle of their interval, the first to zero", () => {
  for (let n = 0; n < 128; n++) {
    const middle = n === 0 ? 0 : (DECISIONS[n]! + DECISIONS[n + 1]!) / 2 * SCALE;
    assertEquals(decodeSample(characterSignal(n, true)), middle);
    assertEquals(decodeSample(characterSignal(n, false)), 0 - middle);
  }
});

Deno.test("all 65,536 samples get the code of the interval they lie in", () => {
  for (let n = 0; n < 128; n++) {
    const end = n === 127 ? 32_768 : DECISIONS[n + 1]! * SCALE;
    for (let sample = DECISIONS[n]! * SCALE; sample < end; sample++) {
      const positive = encodeSample(sample);
      if (positive !== characterSignal(n, true)) throw new Error(`${sample} became ${positive}`);
      const negative = encodeSample(-sample - 1);
      if (negative !== characterSignal(n, false)) {
        throw new Error(`${-sample - 1} became ${negative}`);
      }
    }
  }
});

Deno.test("every code comes back as itself, but for the zero below", () => {
  for (let code = 0; code < 256; code++) {
    assertEquals(encodeSample(decodeSample(code)), code === 0x7f ? SILENCE : code);
  }
});

Deno.test("published values hold", () => {
  const published = [
    [0xff, 0],
    [0x7f, 0],
    [0xfe, 8],
    [0x7e, -8],
    [0x00, -32_124],
    [0x01, -31_100],
    [0x0f, -16_764],
    [0x10, -15_996],
    [0x11, -15_484],
    [0x80, 32_124],
    [0xf0, 120],
    [0xef, 132],
  ] as const;
  for (const [code, sample] of published) assertEquals(decodeSample(code), sample);
  assertEquals(encodeSample(0), SILENCE);
  assertEquals(encodeSample(32_767), 0x80);
  assertEquals(encodeSample(-32_768), 0x00);
});

Deno.test("whole stretches keep their length", () => {
  assertEquals(encodeUlaw(decodeUlaw(Uint8Array.of(1, 2, 200))), Uint8Array.of(1, 2, 200));
});

Deno.test("silence is silent and as long as it says", () => {
  assertEquals(silence(20).length, 160);
  assertEquals(rms(silence(20)), 0);
  assertEquals(rms(new Uint8Array()), 0);
  assert(rms(new Uint8Array(160).fill(0x00)) > 30_000);
});
