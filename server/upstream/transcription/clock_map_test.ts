import { assertEquals } from "@std/assert";
import { ClockMap } from "./clock_map.ts";

/** One second of the line from 5 s, silence of our own, one second from 60 s in pieces, half a second from 62 s. */
function map(): ClockMap {
  const map = new ClockMap();
  map.appended(1000, 5000);
  map.silenced(700);
  for (let at = 0; at < 1000; at += 200) map.appended(200, 60_000 + at);
  map.appended(500, 62_000);
  return map;
}

for (
  const [sessionMs, edge, lineMs] of [
    [0, "start", 5000],
    [400, "start", 5400],
    [400, "end", 5400],
    [1000, "end", 6000],
    [1000, "start", 6000],
    [1300, "start", 6000],
    [1700, "end", 6000],
    [1700, "start", 60_000],
    [2200, "end", 60_500],
    [2700, "end", 61_000],
    [2700, "start", 62_000],
    [3200, "end", 62_500],
    [9999, "end", 62_500],
    [-1, "start", 5000],
  ] as const
) {
  Deno.test(`the ${edge} of something at ${sessionMs} ms of the session lies at ${lineMs} ms`, () => {
    assertEquals(map().toLine(sessionMs, edge), lineMs);
  });
}

Deno.test("nothing was heard yet, and nothing breaks", () => {
  assertEquals([new ClockMap().toLine(100, "end"), new ClockMap().endMs], [0, 0]);
});

Deno.test("however many gaps there are, the latest ones are known", () => {
  const map = new ClockMap();
  for (let i = 0; i < 5000; i++) map.appended(20, i * 1000);
  assertEquals([map.toLine(map.endMs, "end"), map.toLine(map.endMs - 25, "start")], [
    4_999_020,
    4_998_015,
  ]);
});
