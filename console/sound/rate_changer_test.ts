import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { test } from "../testing.ts";
import { RateChanger } from "./rate_changer.ts";

const sine = (hz: number, rateHz: number, samples: number) =>
  Float32Array.from({ length: samples }, (_, i) => Math.sin(2 * Math.PI * hz * i / rateHz));

const rms = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

/** Loudness of a sine after the change, against before; past the beginning. */
function gain(hz: number, fromHz: number, toHz: number): number {
  const out = new RateChanger(fromHz, toHz).push(sine(hz, fromHz, fromHz));
  return rms(out.subarray(out.length >> 2)) / rms(sine(hz, fromHz, fromHz));
}

test("speech passes as loud as it was, at every rate that sound cards have", () => {
  for (const card of [16_000, 22_050, 44_100, 48_000, 96_000]) {
    for (const hz of [200, 1000, 3000]) {
      assert(Math.abs(gain(hz, card, 8000) - 1) < 0.02, `${card} down, ${hz}`);
      assert(Math.abs(gain(hz, 8000, card) - 1) < 0.02, `${card} up, ${hz}`);
    }
  }
});

test("what a telephone cannot carry is taken out, not folded into what it can", () => {
  for (const card of [44_100, 48_000]) {
    for (const hz of [5000, 7000, 12_000]) assert(gain(hz, card, 8000) < 0.01, `${card}, ${hz}`);
  }
});

test("a second gives a second", () => {
  assertEquals(new RateChanger(48_000, 8000).push(new Float32Array(48_000)).length, 8000);
  assertEquals(new RateChanger(8000, 44_100).push(new Float32Array(8000)).length, 44_100);
});

test("the samples are the same however the stream is cut", () => {
  const input = sine(440, 44_100, 4000);
  fc.assert(
    fc.property(
      fc.constantFrom([44_100, 8000] as const, [8000, 48_000] as const),
      fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 12 }),
      ([fromHz, toHz], cuts) => {
        const whole = new RateChanger(fromHz, toHz).push(input);
        const changer = new RateChanger(fromHz, toHz);
        const pieces: number[] = [];
        let at = 0;
        for (const cut of [...cuts, input.length]) {
          pieces.push(...changer.push(input.subarray(at, Math.min(at + cut, input.length))));
          at = Math.min(at + cut, input.length);
        }
        assertEquals(pieces, [...whole]);
      },
    ),
    { numRuns: 60 },
  );
});
