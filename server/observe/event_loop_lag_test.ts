import { assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { watchEventLoop } from "./event_loop_lag.ts";

Deno.test("an hour of the event loop is known minute by minute", () => {
  const clock = new ManualClock();
  const lag = watchEventLoop(clock);
  clock.advance(60_000);
  assertEquals(lag.byMinuteMs(), [0]);
  clock.advance(120_000);
  assertEquals(lag.byMinuteMs(), [0, 0, 0]);
  clock.advance(2 * 3_600_000);
  assertEquals([lag.byMinuteMs().length, lag.recentWorstMs()], [60, 0]);
  lag.stop();
  assertEquals(clock.pending, 0);
});

Deno.test("P-05 each second tells how late a timer was; the last minute forgets", () => {
  let heldMs = 0;
  const clock = new ManualClock();
  const lag = watchEventLoop({
    now: () => clock.now(),
    wall: () => clock.wall(),
    after: (ms, fn) => clock.after(ms + heldMs, fn),
  });
  const told: number[] = [];
  lag.onSecond((worstMs) => told.push(worstMs));
  clock.advance(1000);
  heldMs = 300;
  clock.advance(450); // one in time, then the next is late
  heldMs = 0;
  clock.advance(2000);
  assertEquals(told, [0, 300, 0]);
  assertEquals([lag.recentWorstMs(), lag.recentWorstMs(1), lag.takeWorstMs(), lag.takeWorstMs()], [
    300,
    0,
    300,
    0,
  ]);
  clock.advance(61_000);
  assertEquals(lag.recentWorstMs(), 0);
  lag.stop();
  assertEquals(clock.pending, 0);
});
