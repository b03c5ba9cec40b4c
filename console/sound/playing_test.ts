import { assert, assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { Playing } from "./playing.ts";
import { fromFloats } from "./ulaw.ts";

const CARD = 48_000;
const QUANTUM = 128;

function sine(ms: number): ArrayBuffer {
  const samples = Float32Array.from({ length: ms * 8 }, (_, i) => 0.5 * Math.sin(i / 3));
  return fromFloats(samples).slice().buffer;
}

/** Milliseconds of what the card is given, and after which of them it was said to have run dry. */
function played(playing: Playing, ms: number) {
  const out = new Float32Array(CARD * ms / 1000);
  const dryAtMs: number[] = [];
  for (let at = 0; at < out.length; at += QUANTUM) {
    playing.fill([out.subarray(at, at + QUANTUM)]);
    if (playing.takeRanDry()) dryAtMs.push(Math.round(at * 1000 / CARD));
  }
  return { out, dryAtMs };
}

const rms = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

test("the agent is heard as loud as it is, on every channel, and its end is told when it is there", () => {
  const playing = new Playing(CARD);
  for (let i = 0; i < 5; i++) playing.take(sine(100));
  const { out, dryAtMs } = played(playing, 800);
  assert(Math.abs(rms(out.subarray(CARD * 0.1, CARD * 0.4)) - 0.5 / Math.SQRT2) < 0.02);
  assert(rms(out.subarray(CARD * 0.55)) < 1e-3);
  assertEquals(dryAtMs.length, 1);
  assert(Math.abs(dryAtMs[0]! - 500) < 15, `${dryAtMs}`);
  assert(playing.report().level > 0.5);
  assertEquals(playing.report().level, 0);
});

test("cut off, it is silent at once", () => {
  const playing = new Playing(CARD);
  playing.take(sine(2000));
  played(playing, 300);
  playing.clear();
  const { out, dryAtMs } = played(playing, 300);
  assert(rms(out.subarray(CARD * 0.03)) < 1e-3);
  assertEquals(dryAtMs, []);
});

test("two channels hear the same", () => {
  const playing = new Playing(CARD);
  playing.take(sine(500));
  const [left, right] = [new Float32Array(QUANTUM * 40), new Float32Array(QUANTUM * 40)];
  playing.fill([left, right]);
  assertEquals(left, right);
  assert(rms(left) > 0);
});
