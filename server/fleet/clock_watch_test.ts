import { assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { silentLog } from "../observe/log.ts";
import { ClockWatch } from "./clock_watch.ts";

Deno.test("K-01 a clock that is not the store's is told of once in ten minutes, one that may be only late is not", () => {
  const clock = new ManualClock();
  const said: unknown[] = [];
  const log = { ...silentLog, warn: (_: string, facts?: unknown) => void said.push(facts) };
  const watch = new ClockWatch({ clock, log });
  watch.compare(clock.wall() + 4_000, 0);
  watch.compare(clock.wall() - 9_000, 6_000);
  assertEquals(said, []);
  watch.compare(clock.wall() - 3_600_000, 10);
  watch.compare(clock.wall() - 3_600_000, 10);
  assertEquals(said, [{ aheadSeconds: 3600 }]);
  clock.advance(10 * 60_000);
  watch.compare(clock.wall() + 60_000, 10);
  assertEquals(said.at(-1), { aheadSeconds: -60 });
});
