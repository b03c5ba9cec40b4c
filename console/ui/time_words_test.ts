import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import {
  agoWords,
  countWords,
  dayWords,
  durationWords,
  latencyWords,
  lengthWords,
  offsetWords,
  plural,
  spanWords,
  spokenDuration,
  timeOfDay,
} from "./time_words.ts";

const NOON = new Date(2026, 10, 21, 12, 0, 5).getTime();

test("durations are m:ss and over an hour h:mm:ss, never negative", () => {
  assertEquals([0, 7_400, 754_000, 3_723_000, -5].map(durationWords), [
    "0:00",
    "0:07",
    "12:34",
    "1:02:03",
    "0:00",
  ]);
});

test("a duration can be said aloud", () => {
  assertEquals(spokenDuration(3_723_000), "1 hour 2 minutes 3 seconds");
  assertEquals([spokenDuration(60_000), spokenDuration(0)], ["1 minute", "0 seconds"]);
});

test("a place inside a call has tenths and always two digits of minutes", () => {
  assertEquals([134_390, 0, 6_000_000].map(offsetWords), ["02:14.3", "00:00.0", "100:00.0"]);
});

test("latencies are milliseconds below a second, then seconds", () => {
  assertEquals([819.6, 999, 1000, 1240, 12_345].map(latencyWords), [
    "820 ms",
    "999 ms",
    "1.00 s",
    "1.24 s",
    "12.3 s",
  ]);
});

test("ages are relative within the hour only", () => {
  assertEquals(agoWords(NOON - 10_000, NOON), "just now");
  assertEquals(agoWords(NOON + 60_000, NOON), "just now");
  assertEquals(agoWords(NOON - 180_000, NOON), "3 min ago");
  assertEquals(agoWords(NOON - 2 * 3_600_000, NOON), "10:00");
  assertEquals(agoWords(NOON - 26 * 3_600_000, NOON), "20 Nov, 10:00");
});

test("times of day and days", () => {
  assertEquals([timeOfDay(NOON), timeOfDay(NOON, { seconds: true })], ["12:00", "12:00:05"]);
  assertEquals(dayWords(NOON, new Date(2027, 0, 1).getTime()), "21 Nov 2026");
});

test("counts are grouped and agree with their noun", () => {
  assertEquals([countWords(4096), countWords(1234567), countWords(12)], [
    "4,096",
    "1,234,567",
    "12",
  ]);
  assertEquals([plural(1, "call"), plural(0, "call")], ["1 call", "0 calls"]);
});

test("set lengths are told in the unit a person would use", () => {
  assertEquals([800, 2500, 90_000, 119_000, 1_800_000, 125_000].map(lengthWords), [
    "800 ms",
    "2.5 s",
    "90 s",
    "119 s",
    "30 min",
    "125 s",
  ]);
});

test("spans are told as one would say them", () => {
  assertEquals([200, 2400, 12_400, 119_600, 754_000].map(spanWords), [
    "200 ms",
    "2.4 s",
    "12 s",
    "120 s",
    "12:34",
  ]);
});
