import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { ManualClock } from "../clock.ts";
import { TimerWheel } from "./timer_wheel.ts";

function wheel() {
  const clock = new ManualClock();
  return { clock, wheel: new TimerWheel(clock, 10) };
}

Deno.test("a timer fires once, at most one slot late and never early", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 60 }), (delays) => {
      const { clock, wheel: timers } = wheel();
      const fired: { dueMs: number; atMs: number }[] = [];
      delays.forEach((dueMs) =>
        timers.after(dueMs, () => fired.push({ dueMs, atMs: clock.now() }))
      );
      clock.advance(6000);
      assertEquals(fired.length, delays.length);
      for (const { dueMs, atMs } of fired) {
        assert(atMs >= dueMs && atMs <= dueMs + 10, `${dueMs} fired at ${atMs}`);
      }
      assertEquals(clock.pending, 0);
    }),
  );
});

Deno.test("a cancelled timer does not fire, and the last one leaves no real timer behind", () => {
  const { clock, wheel: timers } = wheel();
  const fired: string[] = [];
  const cancel = timers.after(100, () => fired.push("a"));
  const other = timers.after(200, () => fired.push("b"));
  cancel();
  cancel();
  clock.advance(150);
  assertEquals([fired, clock.pending], [[], 1]);
  other();
  assertEquals(clock.pending, 0);
});

Deno.test("thousands of timers wake the event loop once a slot", () => {
  const { clock, wheel: timers } = wheel();
  let fired = 0;
  for (let i = 0; i < 5000; i++) timers.after(i % 100, () => fired++);
  assertEquals(clock.pending, 1);
  clock.advance(110);
  assertEquals(fired, 5000);
});

Deno.test("an earlier timer that is set later fires first", () => {
  const { clock, wheel: timers } = wheel();
  const fired: string[] = [];
  timers.after(500, () => fired.push("late"));
  timers.after(20, () => fired.push("early"));
  clock.advance(30);
  assertEquals(fired, ["early"]);
});

Deno.test("a timer that is set or cancelled by another in its slot is honoured", () => {
  const { clock, wheel: timers } = wheel();
  const fired: string[] = [];
  let cancel = () => {};
  timers.after(10, () => {
    fired.push("first");
    cancel();
    timers.after(0, () => fired.push("nested"));
  });
  cancel = timers.after(10, () => fired.push("cancelled"));
  clock.advance(30);
  assertEquals(fired, ["first", "nested"]);
});

Deno.test("a timer that waits is not held up by a later one that is set as another fires", () => {
  const { clock, wheel: timers } = wheel();
  const fired: string[] = [];
  timers.after(10, () => timers.after(500, () => fired.push("late")));
  timers.after(30, () => fired.push("waiting"));
  clock.advance(40);
  assertEquals(fired, ["waiting"]);
});

Deno.test("P-01 a timer that throws does not cost the others their turn", () => {
  const { clock, wheel: timers } = wheel();
  const seen: unknown[] = [];
  const listen = (event: ErrorEvent) => {
    event.preventDefault();
    seen.push(event.error);
  };
  globalThis.addEventListener("error", listen);
  let fired = 0;
  timers.after(10, () => {
    throw new Error("planted");
  });
  timers.after(10, () => fired++);
  timers.after(20, () => fired++);
  clock.advance(30);
  globalThis.removeEventListener("error", listen);
  assertEquals([fired, seen.length], [2, 1]);
});
