import { assertEquals } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import { Alarm } from "./alarm.ts";

Deno.test("an earlier due time replaces a later one; a later one costs no timer", () => {
  const clock = new ManualClock();
  const rung: number[] = [];
  const alarm = new Alarm(clock, () => rung.push(clock.now()));
  alarm.set(1_000);
  alarm.set(5_000);
  alarm.set(300);
  assertEquals(clock.pending, 1);
  clock.advance(10_000);
  assertEquals(rung, [300]);
});

Deno.test("infinity takes the alarm away, and the past rings at once", () => {
  const clock = new ManualClock({ nowMs: 50 });
  let rung = 0;
  const alarm = new Alarm(clock, () => rung++);
  alarm.set(100);
  alarm.set(Infinity);
  assertEquals(clock.pending, 0);
  alarm.set(0);
  clock.advance(0);
  assertEquals(rung, 1);
});
