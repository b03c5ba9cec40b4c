import { assertEquals } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import { PacedFrames } from "./paced_frames.ts";

/** `lateMs`: by how much the timer for the next frame is late, by the number of frames that have left. */
function rig(lateMs: (wrote: number) => number = () => 0) {
  const clock = new ManualClock();
  const wroteAtMs: number[] = [];
  const told: string[] = [];
  const wire = { room: true };
  const paced = new PacedFrames({
    clock: {
      now: () => clock.now(),
      wall: () => clock.wall(),
      after: (ms, fn) => clock.after(ms + lateMs(wroteAtMs.length), fn),
    },
    write: () => wroteAtMs.push(clock.now()),
    hasRoom: () => wire.room,
    onSlow: () => told.push(`slow ${clock.now()}`),
    onReads: () => told.push(`reads ${clock.now()}`),
    onStuck: () => told.push(`stuck ${clock.now()}`),
    onFault: () => told.push("fault"),
  });
  return { clock, wroteAtMs, told, wire, paced };
}

const frames = (count: number) => new Uint8Array(160 * count);

Deno.test("a frame leaves each 20 ms, two ahead, on a schedule that does not drift", () => {
  const { clock, wroteAtMs, paced } = rig();
  paced.play(frames(3_000));
  clock.advance(70_000);
  assertEquals(wroteAtMs.length, 3_000);
  assertEquals(wroteAtMs.slice(0, 6), [0, 0, 0, 20, 40, 60]);
  assertEquals(wroteAtMs.at(-1), 2_997 * 20);
  assertEquals(clock.pending, 0);
});

Deno.test("timers that come late by less than the lead do not move the schedule", () => {
  const { clock, wroteAtMs, paced } = rig((wrote) => wrote % 7 * 5);
  paced.play(frames(500));
  clock.advance(20_000);
  const lateMs = wroteAtMs.map((atMs, frame) => atMs - Math.max(0, frame - 2) * 20);
  assertEquals([Math.min(...lateMs), Math.max(...lateMs)], [0, 30]);
});

Deno.test("after a stall beyond the lead the sound begins anew: no burst, and not late for ever", () => {
  const { clock, wroteAtMs, paced } = rig((wrote) => wrote === 4 ? 300 : 0);
  paced.play(frames(10));
  clock.advance(1_000);
  assertEquals(wroteAtMs, [0, 0, 0, 20, 340, 340, 340, 360, 380, 400]);
});

Deno.test("model audio that comes a little late goes on in the schedule", () => {
  const { clock, wroteAtMs, paced } = rig();
  paced.play(frames(4));
  clock.advance(30);
  paced.play(frames(2));
  clock.advance(100);
  assertEquals(wroteAtMs, [0, 0, 0, 20, 40, 60]);
});

Deno.test("what was not sent is dropped and counted, the half frame too, and no timer is left", () => {
  const { clock, wroteAtMs, paced } = rig();
  paced.play(new Uint8Array(160 * 10 + 7));
  clock.advance(40);
  assertEquals(paced.drop(), 5 * 160 + 7);
  assertEquals([wroteAtMs.length, clock.pending], [5, 0]);
  clock.advance(1_000);
  assertEquals(wroteAtMs.length, 5);
});

Deno.test("the rest of an answer leaves as a whole frame, in its turn", () => {
  const { clock, wroteAtMs, paced } = rig();
  paced.play(new Uint8Array(160 * 3 + 1));
  clock.advance(200);
  assertEquals(wroteAtMs.length, 3);
  paced.rest();
  paced.rest();
  clock.advance(200);
  assertEquals(wroteAtMs.length, 4);
});

Deno.test("V-04 a core that does not read: what is due counts as unsent, then goes on, or after 5 s is stuck", () => {
  const { clock, wroteAtMs, told, wire, paced } = rig();
  wire.room = false;
  paced.play(frames(10));
  assertEquals([paced.unsentBytes, wroteAtMs.length], [1_600, 0]);
  clock.advance(1_000);
  wire.room = true;
  clock.advance(50);
  assertEquals([paced.unsentBytes, wroteAtMs.length], [0, 3]);
  assertEquals(told, ["slow 0", "reads 1050"]);
  wire.room = false;
  clock.advance(5_100);
  assertEquals(told.slice(2), ["slow 1070", "stuck 6070"]);
});

Deno.test("at a goodbye the last frames leave in their turn, and then it is finished", () => {
  const { clock, wroteAtMs, told, wire, paced } = rig();
  paced.play(new Uint8Array(160 * 5 + 3));
  paced.finish(() => told.push(`finished ${clock.now()}`));
  clock.advance(100);
  assertEquals(wroteAtMs, [0, 0, 0, 20, 40, 60]);
  assertEquals([told, clock.pending], [["finished 60"], 0]);
  paced.finish(() => told.push("at once"));
  assertEquals(told.at(-1), "at once");
  wire.room = false;
  paced.play(frames(5));
  paced.finish(() => told.push("never"));
  clock.advance(1_000);
  paced.drop();
  clock.advance(1_000);
  assertEquals(told.includes("never"), false);
  assertEquals([wroteAtMs.length, clock.pending], [6, 0]);
});
