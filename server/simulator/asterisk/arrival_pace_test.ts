import { assertEquals } from "@std/assert";
import { ArrivalPace } from "./arrival_pace.ts";

const arriving = (pace: ArrivalPace, ...times: number[]) =>
  times.map((atMs) => pace.arrived({ soundMs: 20, atMs, ownStallMs: 0 }));

Deno.test("frames on time are not ahead, and those of a burst are", () => {
  assertEquals(arriving(new ArrivalPace(), 0, 20, 40), [0, 0, 0]);
  assertEquals(arriving(new ArrivalPace(), 0, 0, 0, 0, 0), [0, 20, 40, 60, 80]);
  assertEquals(new ArrivalPace().arrived({ soundMs: 3000, atMs: 0, ownStallMs: 0 }), 2980);
});

Deno.test("what catches up after a stall is not ahead of its schedule", () => {
  const pace = new ArrivalPace();
  assertEquals(
    arriving(pace, 0, 20, 160, 160, 160, 160, 160, 160, 160).every((ms) => ms <= 0),
    true,
  );
  assertEquals(pace.flow, { frames: 9, gaps: 1, largestGapMs: 140 });
});

Deno.test("after a pause the schedule begins anew", () => {
  const pace = new ArrivalPace();
  arriving(pace, 0, 20, 40);
  assertEquals(arriving(pace, 1000, 1000, 1040), [0, 20, 0]);
});

Deno.test("our own lateness is no fault of the server's", () => {
  const pace = new ArrivalPace();
  arriving(pace, 0);
  assertEquals(pace.arrived({ soundMs: 20, atMs: 100, ownStallMs: 80 }), -160);
  pace.quietUntil(200, 80);
  assertEquals(pace.flow.gaps, 0);
  pace.quietUntil(200, 0);
  assertEquals(pace.flow, { frames: 2, gaps: 1, largestGapMs: 100 });
});
