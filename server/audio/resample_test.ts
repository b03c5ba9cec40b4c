import { assert, assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import { type Rates, resample, Resampler } from "./resample.ts";

const TELEPHONE: Rates = { fromHz: 24_000, toHz: 8000 };
const PEAK = 16_000;

function tone(hz: number, rateHz: number, seconds = 0.5): Int16Array {
  return Int16Array.from(
    { length: rateHz * seconds },
    (_, i) => Math.round(PEAK * Math.sin(2 * Math.PI * hz * i / rateHz)),
  );
}

/** Level against the tone that went in, in dB; the edges, where the tone starts and stops, left out. */
function levelDb(pcm: Int16Array): number {
  const inner = pcm.subarray(Math.floor(pcm.length / 4), Math.floor(pcm.length * 3 / 4));
  const power = inner.reduce((sum, sample) => sum + sample * sample, 0) / inner.length;
  return 10 * Math.log10(Math.max(1e-6, power) / (PEAK * PEAK / 2));
}

function passed(hz: number, rates: Rates): number {
  return levelDb(resample(tone(hz, rates.fromHz), rates));
}

Deno.test("the band of a telephone passes without ripple", () => {
  for (let hz = 100; hz <= 3400; hz += 50) {
    assertAlmostEquals(passed(hz, TELEPHONE), 0, 0.05);
  }
});

Deno.test("what a telephone cannot carry does not come back as another sound", () => {
  for (let hz = 4000; hz <= 11_900; hz += 50) {
    assertLess(passed(hz, TELEPHONE), -68, `${hz} Hz`);
  }
});

Deno.test("upwards the band passes and its mirror images are silent", () => {
  const rates = { fromHz: 8000, toHz: 24_000 };
  for (const hz of [300, 1000, 2000, 3000, 3400]) {
    const out = resample(tone(hz, 8000), rates);
    assertAlmostEquals(levelDb(out), 0, 0.05);
    const wanted = tone(hz, 24_000);
    const error = out.map((sample, i) => sample - wanted[i]!);
    assertLess(levelDb(error), -60, `images of ${hz} Hz`);
  }
});

Deno.test("other pairs of rates pass their band and nothing beyond it", () => {
  for (const rates of [{ fromHz: 24_000, toHz: 16_000 }, { fromHz: 16_000, toHz: 8000 }]) {
    const { toHz } = rates;
    for (const share of [0.05, 0.2, 0.4]) assertAlmostEquals(passed(share * toHz, rates), 0, 0.05);
    for (const share of [0.51, 0.6, 0.7]) assertLess(passed(share * toHz, rates), -68);
  }
  assertAlmostEquals(passed(5000, { fromHz: 16_000, toHz: 24_000 }), 0, 0.05);
});

Deno.test("the sound is not delayed: a tone lies where it lay", () => {
  const out = resample(tone(1000, 24_000), TELEPHONE);
  const wanted = tone(1000, 8000);
  for (let i = 200; i < 3800; i++) assertAlmostEquals(out[i]!, wanted[i]!, 8);
});

Deno.test("a stream gives the same samples however it is cut", () => {
  const pcm = tone(700, 24_000);
  const whole = resample(pcm, TELEPHONE);
  for (const size of [1, 2, 7, 480, 5000]) {
    const resampler = new Resampler(TELEPHONE);
    const out: number[] = [];
    for (let at = 0; at < pcm.length; at += size) {
      out.push(...resampler.push(pcm.subarray(at, at + size)));
    }
    out.push(...resampler.flush());
    assertEquals(Int16Array.from(out), whole, `pieces of ${size}`);
  }
});

Deno.test("length is kept, to the sample that has begun", () => {
  for (const [samples, expected] of [[0, 0], [1, 1], [3, 1], [4, 2], [24_000, 8000]] as const) {
    assertEquals(resample(new Int16Array(samples), TELEPHONE).length, expected);
  }
  assertEquals(resample(new Int16Array(100), { fromHz: 8000, toHz: 24_000 }).length, 300);
});

Deno.test("a full-scale edge is clipped, not wrapped around", () => {
  const square = Int16Array.from(
    { length: 4800 },
    (_, i) => Math.floor(i / 240) % 2 ? 32_767 : -32_768,
  );
  const out = resample(square, TELEPHONE);
  for (let i = 40; i < out.length - 40; i++) {
    const before = square[(i - 20) * 3]!;
    if (before === square[(i + 20) * 3]!) assert(out[i]! * before > 0, `sample ${i}`);
  }
  assertEquals(Math.max(...out), 32_767);
});

Deno.test("two streams do not hear each other", () => {
  const alone = resample(tone(500, 24_000), TELEPHONE);
  const one = new Resampler(TELEPHONE);
  const other = new Resampler(TELEPHONE);
  const pcm = tone(500, 24_000);
  const out: number[] = [];
  for (let at = 0; at < pcm.length; at += 240) {
    other.push(tone(2000, 24_000, 0.01));
    out.push(...one.push(pcm.subarray(at, at + 240)));
  }
  out.push(...one.flush());
  assertEquals(Int16Array.from(out), alone);
});

Deno.test("equal rates change nothing", () => {
  const pcm = tone(440, 8000);
  assertEquals(resample(pcm, { fromHz: 8000, toHz: 8000 }), pcm);
});

Deno.test("a rate that is none is refused", () => {
  assertThrows(() => new Resampler({ fromHz: 0, toHz: 8000 }), RangeError, "received 0 and 8000");
});
