import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import { createClock } from "./clock.ts";
import type { Connection } from "./connection.ts";
import { FakeTimers } from "./fake_timers.ts";
import { test } from "../testing.ts";

const START_MS = 1_000_000;

function setUp() {
  const timers = new FakeTimers(START_MS);
  const connection = signal<Connection>({
    phase: "live",
    sinceMs: START_MS,
    attempts: 0,
    known: true,
  });
  const paused = signal(false);
  return { timers, connection, paused, clock: createClock({ timers, connection, paused }) };
}

test("a wrong laptop clock is corrected by the server's", () => {
  const { clock, timers } = setUp();
  clock.setServerNow(START_MS - 60_000);
  timers.advance(2000);
  assertEquals(clock.nowMs.value, START_MS - 60_000 + 2000);
  assertEquals(clock.offsetMs.value, -60_000);
});

test("timers stand still while the data is stale and go on afterwards", () => {
  const { clock, timers, connection } = setUp();
  timers.advance(5000);
  connection.value = { ...connection.value, phase: "reconnecting", sinceMs: START_MS + 5000 };
  timers.advance(3000);
  assertEquals(clock.stale.value, false);
  timers.advance(10_000);
  assertEquals([clock.stale.value, clock.nowMs.value], [true, START_MS + 5000]);
  connection.value = { ...connection.value, phase: "live" };
  assertEquals([clock.stale.value, clock.nowMs.value], [false, START_MS + 18_000]);
});

test("a paused view's timers stand still and catch up afterwards", () => {
  const { clock, timers, paused } = setUp();
  timers.advance(1000);
  assertEquals(clock.nowMs.value, START_MS + 1000);
  paused.value = true;
  timers.advance(5000);
  assertEquals([clock.nowMs.value, clock.wallMs.value], [START_MS + 1000, START_MS + 6000]);
  paused.value = false;
  assertEquals(clock.nowMs.value, START_MS + 6000);
});

test("a stopped clock leaves no timer", () => {
  const { clock, timers } = setUp();
  timers.advance(3000);
  clock.stop();
  assertEquals(timers.pending, 0);
});
