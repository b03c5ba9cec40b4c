import { assertEquals } from "@std/assert";
import { decodeAlawSample, encodeAlawSample } from "./alaw.ts";

/**
 * G.711, table 1: decision values of positive numbers, of 4,096 at full scale. The steps of a segment are twice those
 * of the one before it, but the first two have the same.
 */
function decisionValues(): number[] {
  const values = [0];
  for (const step of [2, 2, 4, 8, 16, 32, 64, 128]) {
    for (let i = 0; i < 16; i++) values.push(values.at(-1)! + step);
  }
  return values;
}

const DECISIONS = decisionValues();
/** Table 1 counts to 4,096, we to 32,768. */
const SCALE = 8;

/** The character signal of interval `n` of a sign: sign and number, every second bit inverted. */
function characterSignal(n: number, positive: boolean): number {
  const bits = (positive ? "1" : "0") + n.toString(2).padStart(7, "0");
  return parseInt([...bits].map((bit, i) => i % 2 ? (bit === "1" ? "0" : "1") : bit).join(""), 2);
}

Deno.test("the segments are those of G.711's table", () => {
  assertEquals(DECISIONS.length, 129);
  for (
    const [n, value] of [[16, 32], [32, 64], [48, 128], [64, 256], [80, 512], [96, 1024], [
      112,
      2048,
    ], [128, 4096]] as const
  ) assertEquals(DECISIONS[n], value);
});

Deno.test("all 256 codes decode to the middle of their interval", () => {
  const seen = new Set<number>();
  for (let n = 0; n < 128; n++) {
    const middle = (DECISIONS[n]! + DECISIONS[n + 1]!) / 2 * SCALE;
    for (const positive of [true, false]) {
      const code = characterSignal(n, positive);
      assertEquals(decodeAlawSample(code), positive ? middle : -middle, `code ${code}`);
      seen.add(code);
    }
  }
  assertEquals(seen.size, 256);
});

Deno.test("all 65,536 samples get the code of the interval they lie in", () => {
  for (let n = 0; n < 128; n++) {
    for (let sample = DECISIONS[n]! * SCALE; sample < DECISIONS[n + 1]! * SCALE; sample++) {
      const positive = encodeAlawSample(sample);
      if (positive !== characterSignal(n, true)) throw new Error(`${sample} became ${positive}`);
      const negative = encodeAlawSample(-sample - 1);
      if (negative !== characterSignal(n, false)) {
        throw new Error(`${-sample - 1} became ${negative}`);
      }
    }
  }
});

Deno.test("every code comes back as itself", () => {
  for (let code = 0; code < 256; code++) {
    assertEquals(encodeAlawSample(decodeAlawSample(code)), code);
  }
});

Deno.test("published values hold", () => {
  const published = [
    [0xd5, 8],
    [0x55, -8],
    [0xd4, 24],
    [0xaa, 32_256],
    [0x2a, -32_256],
    [0x00, -5504],
    [0x01, -5248],
    [0x02, -6016],
    [0x0f, -6784],
    [0x10, -2752],
    [0x80, 5504],
    [0xff, 848],
  ] as const;
  for (const [code, sample] of published) assertEquals(decodeAlawSample(code), sample);
  assertEquals(encodeAlawSample(0), 0xd5);
  assertEquals(encodeAlawSample(-1), 0x55);
  assertEquals(encodeAlawSample(32_767), 0xaa);
  assertEquals(encodeAlawSample(-32_768), 0x2a);
});
