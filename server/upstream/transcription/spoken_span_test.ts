import { assertEquals } from "@std/assert";
import type { Stretch } from "./segmenter.ts";
import { spokenSpan } from "./spoken_span.ts";

const PADDING = { paddingMs: 300, silenceMs: 500 };
const stretch = (startMs: number, speechEndMs: number): Stretch => ({
  startMs,
  speechEndMs,
  endMs: null,
});

const TABLE: [string, Stretch[], [number, number], [number, number]][] = [
  ["what we heard in it", [stretch(1000, 2000)], [700, 2500], [1000, 2000]],
  ["several stretches are one", [stretch(1000, 1400), stretch(1950, 2600)], [700, 3100], [
    1000,
    2600,
  ]],
  ["nothing was heard: without padding and silence", [], [700, 2500], [1000, 2000]],
  ["others' speech does not count", [stretch(0, 500), stretch(3000, 4000)], [700, 2500], [
    1000,
    2000,
  ]],
  ["it began long before: a new utterance of the server in one of ours", [stretch(0, 2000)], [
    1000,
    2500,
  ], [1300, 2000]],
  ["it goes on: the server ended one where we did not", [stretch(1000, 4000)], [700, 2500], [
    1000,
    2000,
  ]],
  ["a frame too early is still within", [stretch(660, 2000)], [700, 2500], [700, 2000]],
  ["never backwards", [], [1000, 1200], [1200, 1200]],
];

for (const [name, stretches, [fromMs, untilMs], [startMs, endMs]] of TABLE) {
  Deno.test(`the span of words: ${name}`, () => {
    assertEquals(spokenSpan({ fromMs, untilMs }, stretches, PADDING), { startMs, endMs });
  });
}
