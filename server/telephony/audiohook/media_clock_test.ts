import { assertEquals } from "@std/assert";
import { MediaClock } from "./media_clock.ts";

Deno.test("media time is samples, and jumps to the end of a gap", () => {
  const clock = new MediaClock();
  clock.heard(1_600);
  clock.heard(160);
  assertEquals(clock.atMs, 220);
  clock.jump(1_600);
  assertEquals(clock.atMs, 1_600);
  clock.heard(8);
  assertEquals(clock.atMs, 1_601);
});

Deno.test("media time never runs backwards", () => {
  const clock = new MediaClock();
  clock.heard(8_000);
  clock.jump(0);
  assertEquals(clock.atMs, 1_000);
});
