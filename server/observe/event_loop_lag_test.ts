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
