import { assert, assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { Rates } from "./low_pass.ts";
import { resample, Resampler } from "./resample.ts";

const TELEPHONE: Rates = { fromHz: 24_000, toHz: 8000 };
const PEAK = 16_000;
/** Every rate that a phone system may speak. */
const PHONE_RATES = [12_000, 16_000, 24_000, 32_000, 44_100, 48_000];
const TO_AND_FRO: Rates[] = PHONE_RATES.flatMap((hz) => [
  { fromHz: hz, toHz: 8000 },
  { fromHz: 8000, toHz: hz },
]);

const named = ({ fromHz, toHz }: Rates) => `${fromHz} to ${toHz} Hz`;

function tone(hz: number, rateHz: number, seconds = 0.5): Int16Array {
  return Int16Array.from(
    { length: rateHz * seconds },
    (_, i) => Math.round(PEAK * Math.sin(2 * Math.PI * hz * i / rateHz)),
  );
}

/** Level against the tone that went in, in dB; the edges, where the tone starts and stops, left out. */
function levelDb(pcm: ArrayLike<number>): number {
  const [from, to] = [Math.floor(pcm.length / 4), Math.floor(pcm.length * 3 / 4)];
  let power = 0;
  for (let i = from; i < to; i++) power += pcm[i]! ** 2;
  return 10 * Math.log10(Math.max(1e-6, power / (to - from)) / (PEAK * PEAK / 2));
}

function passed(hz: number, rates: Rates): number {
  return levelDb(resample(tone(hz, rates.fromHz), rates));
}

/** The tone in a sound, by least squares, and all else that is in it: aliases, images, noise; both in dB. */
function taken(pcm: Int16Array, hz: number, rateHz: number): { toneDb: number; restDb: number } {
  const [from, to] = [Math.floor(pcm.length / 4), Math.floor(pcm.length * 3 / 4)];
  const sine = (i: number) => Math.sin(2 * Math.PI * hz * i / rateHz);
  const cosine = (i: number) => Math.cos(2 * Math.PI * hz * i / rateHz);
  let [ss, cc, sc, ys, yc] = [0, 0, 0, 0, 0];
  for (let i = from; i < to; i++) {
    const [s, c] = [sine(i), cosine(i)];
    ss += s * s;
    cc += c * c;
    sc += s * c;
    ys += pcm[i]! * s;
    yc += pcm[i]! * c;
  }
  const ofSine = (ys * cc - yc * sc) / (ss * cc - sc * sc);
  const ofCosine = (yc * ss - ys * sc) / (ss * cc - sc * sc);
  const rest = Float64Array.from(pcm, (y, i) => y - ofSine * sine(i) - ofCosine * cosine(i));
  return {
    toneDb: 20 * Math.log10(Math.max(1e-6, Math.hypot(ofSine, ofCosine)) / PEAK),
    restDb: levelDb(rest),
  };
}

for (const middleHz of [16_000, 24_000]) {
  Deno.test(`a sweep from 8 to ${middleHz / 1000} kHz and back keeps its band, and nothing else comes`, () => {
    const up = { fromHz: 8000, toHz: middleHz };
    const down = { fromHz: middleHz, toHz: 8000 };
    for (let hz = 50; hz < 4000; hz += 25) {
      const there = resample(tone(hz, 8000, 0.2), up);
      const back = resample(there, down);
      assertLess(taken(there, hz, middleHz).restDb, -60, `images of ${hz} Hz`);
      const { toneDb, restDb } = taken(back, hz, 8000);
      assertLess(restDb, -60, `aliases of ${hz} Hz`);
      if (hz <= 3400) assertAlmostEquals(toneDb, 0, 0.2);
    }
  });
}

Deno.test("the band of a telephone passes without ripple", () => {
  for (let hz = 100; hz <= 3400; hz += 50) {
    assertAlmostEquals(passed(hz, TELEPHONE), 0, hz <= 3300 ? 0.02 : 0.1);
  }
});

Deno.test("what a telephone cannot carry does not come back as another sound", () => {
  for (const fromHz of PHONE_RATES) {
    for (let hz = 4000; hz < fromHz / 2; hz += fromHz < 30_000 ? 50 : 190) {
      assertLess(passed(hz, { fromHz, toHz: 8000 }), -62, `${hz} Hz of ${fromHz}`);
    }
  }
});

Deno.test("upwards the band passes and its mirror images are silent", () => {
  for (const toHz of PHONE_RATES) {
    for (const hz of [300, 1000, 2000, 3000, 3400, 3700, 3950]) {
      const { toneDb, restDb } = taken(resample(tone(hz, 8000), { fromHz: 8000, toHz }), hz, toHz);
      if (hz <= 3400) assertAlmostEquals(toneDb, 0, 0.1);
      assertLess(restDb, -62, `${hz} Hz at ${toHz}`);
    }
  }
});

Deno.test("other pairs of rates pass their band and nothing beyond it", () => {
  for (const rates of [{ fromHz: 24_000, toHz: 16_000 }, { fromHz: 48_000, toHz: 44_100 }]) {
    const { fromHz, toHz } = rates;
    for (const share of [0.05, 0.2, 0.4]) assertAlmostEquals(passed(share * toHz, rates), 0, 0.05);
    for (const share of [0.505, 0.52, 0.6, 0.7]) {
      if (share * toHz < fromHz / 2) assertLess(passed(share * toHz, rates), -62);
    }
  }
  assertAlmostEquals(passed(5000, { fromHz: 16_000, toHz: 24_000 }), 0, 0.05);
});

Deno.test("the sound is not delayed: a tone lies where it lay", () => {
  for (const rates of TO_AND_FRO) {
    const out = resample(tone(1000, rates.fromHz), rates);
    const wanted = tone(1000, rates.toHz);
    for (let i = Math.floor(out.length / 10); i < out.length * 0.9; i++) {
      assertAlmostEquals(out[i]!, wanted[i]!, 24);
    }
  }
});

/** The table in the docstring, in milliseconds by the lower rate. */
const DELAY_MS = { 8000: 3.1, 12_000: 2.1, 16_000: 1.6, 24_000: 1.1 };

for (const size of [1, 7, 160]) {
  Deno.test(`samples come out as late as stated and no later, in pieces of ${size}`, () => {
    const pairs = [
      ...TO_AND_FRO,
      { fromHz: 12_000, toHz: 48_000 },
      { fromHz: 16_000, toHz: 24_000 },
      { fromHz: 24_000, toHz: 16_000 },
      { fromHz: 48_000, toHz: 24_000 },
    ];
    for (const rates of pairs) {
      const { fromHz, toHz } = rates;
      const delayMs = DELAY_MS[Math.min(fromHz, toHz) as keyof typeof DELAY_MS];
      const resampler = new Resampler(rates);
      const piece = new Int16Array(size);
      let received = 0;
      let made = 0;
      let worstMs = 0;
      while (received < fromHz / 10) {
        made += resampler.push(piece).length;
        received += size;
        const lateMs = received * 1000 / fromHz - made * 1000 / toHz;
        assertLess(lateMs, delayMs, `${named(rates)} after ${received} samples`);
        worstMs = Math.max(worstMs, lateMs);
      }
      if (size === 1) assertLess(delayMs - 0.2, worstMs, named(rates));
    }
  });
}

Deno.test("a stream gives the same samples however it is cut", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...TO_AND_FRO, { fromHz: 24_000, toHz: 16_000 }),
      fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 12 }),
      fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }),
      fc.integer(),
      (rates, long, short, seed) => {
        const pcm = noise([...long, ...short].reduce((sum, one) => sum + one, 0), seed);
        const resampler = new Resampler(rates);
        const out: number[] = [];
        let at = 0;
        for (const size of [...short, ...long]) {
          out.push(...resampler.push(pcm.subarray(at, at + size)));
          at += size;
        }
        out.push(...resampler.flush());
        assertEquals(Int16Array.from(out), resample(pcm, rates));
      },
    ),
    { numRuns: 60 },
  );
});

function noise(length: number, seed: number): Int16Array {
  let state = seed | 1;
  return Int16Array.from({ length }, () => {
    state = Math.imul(state, 1_664_525) + 1_013_904_223 | 0;
    return state >> 16;
  });
}

Deno.test("a stream ends as if silence followed", () => {
  for (const rates of TO_AND_FRO) {
    const pcm = noise(1000, 3);
    const followed = new Int16Array(2000);
    followed.set(pcm);
    const ended = resample(pcm, rates);
    assertEquals(ended, resample(followed, rates).slice(0, ended.length), named(rates));
    assert(ended.subarray(-40).some((sample) => sample !== 0), named(rates));
  }
});

Deno.test("length is kept, to the sample that has begun", () => {
  for (const [samples, expected] of [[0, 0], [1, 1], [3, 1], [4, 2], [24_000, 8000]] as const) {
    assertEquals(resample(new Int16Array(samples), TELEPHONE).length, expected);
  }
  for (const rates of TO_AND_FRO) {
    for (const samples of [0, 1, 2, 77, 160, 161, 5000]) {
      const length = Math.ceil(samples * rates.toHz / rates.fromHz);
      assertEquals(resample(new Int16Array(samples), rates).length, length, named(rates));
    }
  }
});

Deno.test("frames of one length are made without allocating: the very same samples are lent again", () => {
  for (const rates of TO_AND_FRO) {
    const resampler = new Resampler(rates);
    const frame = new Int16Array(rates.fromHz / 50);
    resampler.push(frame);
    const lent = resampler.push(frame);
    for (let i = 0; i < 200; i++) assert(resampler.push(frame) === lent, named(rates));
  }
});

Deno.test("frames of changing lengths share one room", () => {
  const resampler = new Resampler({ fromHz: 8000, toHz: 24_000 });
  resampler.push(new Int16Array(400));
  const room = resampler.push(new Int16Array(400)).buffer;
  for (let length = 0; length < 400; length += 7) {
    assert(resampler.push(new Int16Array(length)).buffer === room);
  }
});

Deno.test("after its end a stream begins anew, with nothing of what was", () => {
  for (const rates of TO_AND_FRO) {
    const resampler = new Resampler(rates);
    const pcm = noise(3000, 5);
    const once = [...resampler.push(pcm), ...resampler.flush()];
    assertEquals([...resampler.push(pcm), ...resampler.flush()], once, named(rates));
    resampler.push(noise(2000, 9));
    resampler.reset();
    assertEquals([...resampler.push(pcm), ...resampler.flush()], once, named(rates));
  }
});

Deno.test("silence stays silent and a steady value steady", () => {
  for (const rates of TO_AND_FRO) {
    assert(resample(new Int16Array(2000), rates).every((sample) => sample === 0));
    const steady = resample(new Int16Array(4000).fill(20_000), rates);
    const [from, to] = [steady.length / 4, steady.length * 3 / 4];
    assert(steady.subarray(from, to).every((sample) => sample === 20_000), named(rates));
  }
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
  assertEquals(Math.min(...out), -32_768);
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
  assertThrows(() => new Resampler({ fromHz: 8000, toHz: 8000.5 }), RangeError, "8000.5");
});
