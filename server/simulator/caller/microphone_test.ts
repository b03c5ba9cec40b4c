import { assertEquals } from "@std/assert";
import { SILENCE } from "../../audio/ulaw.ts";
import { ManualClock } from "../../clock.ts";
import { Microphone } from "./microphone.ts";

function bench() {
  const clock = new ManualClock();
  const frames: { atMs: number; frame: Uint8Array }[] = [];
  const microphone = new Microphone({
    clock,
    onFrame: (frame) => frames.push({ atMs: clock.now(), frame }),
  });
  return { clock, frames, microphone };
}

Deno.test("silence leaves in frames of 200 ms while nobody speaks", () => {
  const { clock, frames, microphone } = bench();
  clock.advance(1000);
  assertEquals(frames.map(({ atMs }) => atMs), [200, 400, 600, 800, 1000]);
  for (const { frame } of frames) assertEquals(frame, new Uint8Array(1600).fill(SILENCE));
  microphone.stop();
  assertEquals(clock.pending, 0);
});

Deno.test("what is said begins in the middle of a frame, where it was said, and leaves unchanged", () => {
  const { clock, frames, microphone } = bench();
  const words = Uint8Array.from({ length: 3000 }, (_, i) => i % 251);
  clock.advance(250);
  microphone.say(words);
  assertEquals(microphone.doneAtMs, 250 + 375);
  clock.advance(750);
  const all = new Uint8Array(frames.flatMap(({ frame }) => [...frame]));
  const expected = new Uint8Array(8000).fill(SILENCE);
  expected.set(words, 2000);
  assertEquals(all, expected);
  assertEquals(microphone.said(), expected);
  microphone.stop();
});

Deno.test("a second utterance waits for the first to end", () => {
  const { clock, microphone } = bench();
  microphone.say(new Uint8Array(1600).fill(1));
  clock.advance(50);
  microphone.say(new Uint8Array(1600).fill(2));
  assertEquals(microphone.doneAtMs, 400);
  clock.advance(350);
  assertEquals(microphone.said(), new Uint8Array(3200).fill(1, 0, 1600).fill(2, 1600));
  microphone.stop();
});

Deno.test("the last frame is as short as the time since the one before", () => {
  const { clock, frames, microphone } = bench();
  clock.advance(275);
  microphone.stop();
  microphone.stop();
  clock.advance(1000);
  assertEquals(frames.map(({ frame }) => frame.length), [1600, 600]);
});

Deno.test("a stalled clock is caught up with, and an early timer makes no frame of the future", () => {
  let nowMs = 0;
  const timers: (() => void)[] = [];
  const lengths: number[] = [];
  const microphone = new Microphone({
    clock: { now: () => nowMs, wall: () => 0, after: (_, fn) => (timers.push(fn), () => {}) },
    onFrame: (frame) => lengths.push(frame.length),
  });
  const fire = () => timers.shift()?.();
  nowMs = 150;
  fire();
  assertEquals(lengths, []);
  nowMs = 450;
  fire();
  fire();
  fire();
  assertEquals(lengths, [1600, 1600]);
  microphone.stop();
  assertEquals(lengths, [1600, 1600, 400]);
});
