import { assertEquals } from "@std/assert";
import { percentile, soundFigures } from "./sound_figures.ts";

const at = (...times: number[]) => times.map((atMs) => ({ atMs, soundMs: 20 }));

Deno.test("sound that comes as it sounds has neither gaps nor jitter", () => {
  assertEquals(soundFigures(at(0, 20, 40, 60)), { gaps: [], jitter: [0, 0, 0] });
});

Deno.test("sound that runs ahead has no gaps", () => {
  assertEquals(soundFigures(at(0, 1, 2, 3, 70)).gaps, []);
});

Deno.test("a phone that runs dry within an answer has a gap of that length", () => {
  assertEquals(soundFigures(at(0, 20, 90)).gaps, [50]);
});

Deno.test("the pause between two answers is no gap", () => {
  assertEquals(soundFigures(at(0, 20, 1500, 1520)), { gaps: [], jitter: [0, 0] });
});

Deno.test("percentiles of nothing are nothing", () => {
  assertEquals([percentile([], 0.5), percentile([3, 1, 2], 0.5), percentile([3, 1, 2], 0.99)], [
    null,
    2,
    3,
  ]);
});
