import { assertEquals } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import { steadily } from "./steadily.ts";

Deno.test("a beat that was late is made up for, and the next ones are where they belong", () => {
  const clock = new ManualClock();
  const beats: number[] = [];
  const late = {
    now: () => clock.now(),
    wall: () => clock.wall(),
    after: (ms: number, fn: () => void) => clock.after(ms + (beats.length === 2 ? 47 : 0), fn),
  };
  const stop = steadily(20, () => beats.push(clock.now()), late);
  clock.advance(150);
  assertEquals(beats, [0, 20, 87, 87, 87, 100, 120, 140]);
  stop();
  assertEquals(clock.pending, 0);
});
