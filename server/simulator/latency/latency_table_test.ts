import { assertEquals } from "@std/assert";
import { latencyTable } from "./latency_table.ts";

const even = (...times: number[]) => times.map((atMs) => ({ atMs, soundMs: 20 }));

Deno.test("the figures of all calls make one table", () => {
  const { lines, well } = latencyTable([
    { answerMs: [400, 600], arrivals: even(0, 20, 90), well: true },
    { answerMs: [1000], arrivals: even(0, 20, 40), well: true },
  ]);
  assertEquals(lines, [
    "milliseconds                       p50     p95     p99      of",
    "end of speech to first sound       600    1000    1000       3",
    "jitter of the sound                  0      50      50       4",
    "gaps in answers                 1, the longest 50 ms",
    "calls with faults               0 of 2",
  ]);
  assertEquals(well, true);
});

Deno.test("a call that failed or could not be placed is a fault, and what it tells still counts", () => {
  const { lines, well } = latencyTable([
    null,
    { answerMs: [400], arrivals: [], well: false },
    { answerMs: [], arrivals: [], well: true },
  ]);
  assertEquals(lines.slice(1), [
    "end of speech to first sound       400     400     400       1",
    "jitter of the sound                  –       –       –       0",
    "gaps in answers                 none",
    "calls with faults               2 of 3",
  ]);
  assertEquals(well, false);
});

Deno.test("calls in which nothing could be timed are not well, though they have no faults", () => {
  assertEquals(latencyTable([{ answerMs: [], arrivals: [], well: true }]).well, false);
});
