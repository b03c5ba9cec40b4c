import { assert, assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { endOf, leftWords, toldWords, untilWords } from "./notice_words.ts";

const MINUTE = 60_000;
const noon = new Date(2026, 10, 21, 12, 0).getTime();
const at = (hours: number, minutes: number, day = 21) =>
  new Date(2026, 10, day, hours, minutes).getTime();

test("the ends on offer lie where their names say", () => {
  const end = (id: Parameters<typeof endOf>[0], time = "", nowMs = noon) =>
    endOf(id, { nowMs, time });
  assertEquals(end("quarter"), noon + 15 * MINUTE);
  assertEquals(end("hour"), noon + 60 * MINUTE);
  assertEquals(end("four_hours"), noon + 240 * MINUTE);
  assertEquals(end("today"), at(24, 0));
  // Never sooner than the server takes.
  const late = at(23, 59);
  assert(end("today", "", late)! - late >= MINUTE);
  assertEquals(end("at", "15:30"), at(15, 30));
  assertEquals(end("at", "11:00"), at(11, 0, 22));
  assertEquals(end("at", "12:01"), at(12, 1, 22));
  for (const time of ["", "25:00", "9:30", "12:60"]) assertEquals(end("at", time), null);
});

test("an end is told with its day where it is another", () => {
  assertEquals(untilWords(at(15, 5), noon), "until 15:05");
  assertEquals(untilWords(at(9, 0, 22), noon), "until 22 Nov, 09:00");
});

test("what is left is told in the unit one thinks in", () => {
  assertEquals(leftWords(noon + 30_000, noon), "under a minute left");
  assertEquals(leftWords(noon + 42 * MINUTE, noon), "42 min left");
  assertEquals(leftWords(noon + 119 * MINUTE, noon), "119 min left");
  assertEquals(leftWords(noon + 330 * MINUTE, noon), "5 h left");
});

test("who was told is told in words", () => {
  assertEquals(toldWords(0, 0), "no call was told yet");
  assertEquals(toldWords(1, 0), "told to 1 call, none live now");
  assertEquals(toldWords(1, 1), "told to 1 call, live now");
  assertEquals(toldWords(4, 4), "told to 4 calls, all live now");
  assertEquals(toldWords(4, 2), "told to 4 calls, 2 live now");
});
