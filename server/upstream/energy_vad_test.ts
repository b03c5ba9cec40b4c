import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { type Heard, loudness, QUIET, stepVad, type VadState } from "./energy_vad.ts";

const SETTINGS = { threshold: 0.5, silenceMs: 500 };

/** Frames of these levels, each so many times. */
function hear(...stretches: [rms: number, frames: number][]): { state: VadState; heard: Heard[] } {
  let state = QUIET;
  const heard: Heard[] = [];
  for (const [rms, frames] of stretches) {
    for (let i = 0; i < frames; i++) {
      const next = stepVad(state, rms, SETTINGS);
      state = next.state;
      if (next.heard) heard.push(next.heard);
    }
  }
  return { state, heard };
}

Deno.test("speech begins where it became loud and ends after its silence", () => {
  const { heard } = hear([10, 50], [2000, 40], [10, 30]);
  assertEquals(heard, [{ type: "started", startMs: 1000 }, { type: "stopped", endMs: 2300 }]);
});

Deno.test("a hundred milliseconds of sound are speech, eighty are not", () => {
  assertEquals(hear([10, 50], [2000, 5], [10, 50]).heard.length, 2);
  assertEquals(hear([10, 50], [2000, 4], [10, 50]).heard, []);
});

Deno.test("speech with holes in it is speech, knocks far apart are not", () => {
  assertEquals(hear([10, 50], [2000, 3], [10, 2], [2000, 2], [10, 50]).heard.length, 2);
  assertEquals(hear([10, 50], [2000, 3], [10, 8], [2000, 3], [10, 50]).heard, []);
});

Deno.test("the soft end of a word still belongs to it", () => {
  const level = loudness(0.5, 10);
  const { heard } = hear([10, 50], [2000, 20], [level * 0.7, 30], [10, 30]);
  assertEquals(heard[1], { type: "stopped", endMs: (50 + 20 + 30 + 25) * 20 });
  assertEquals(hear([10, 50], [level * 0.7, 50]).heard, []);
});

Deno.test("the floor follows a line that grows louder slowly, and one that grows quieter at once", () => {
  const noisy = hear([10, 50], [150, 300]).state;
  assertGreater(noisy.floor, 140);
  const quiet = hear([10, 50], [150, 300], [10, 10]).state;
  assertLess(quiet.floor, 20);
});

Deno.test("speech hardly moves the floor", () => {
  const before = hear([30, 100]).state.floor;
  const after = hear([30, 100], [3000, 150]).state.floor;
  assertLess(after, before * 2);
});

Deno.test("the floor never makes the line deaf", () => {
  const { state } = hear([30_000, 5000]);
  assert(state.floor <= 2000);
  assertLess(loudness(0.5, state.floor), 10_000);
});

Deno.test("the higher the threshold, the louder speech must be", () => {
  for (const floor of [8, 100, 1000]) {
    for (let threshold = 0; threshold < 1; threshold += 0.1) {
      assertLess(loudness(threshold, floor), loudness(threshold + 0.1, floor));
    }
  }
});
