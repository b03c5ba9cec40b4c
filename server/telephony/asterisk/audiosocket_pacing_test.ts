// What the phone hears when: one frame in each slot, silence in between, little to catch up with after a stall.
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { AudioSocketRig } from "./testing/audiosocket_rig.ts";

const LOUD = 0x20;

function sound(ms: number): Uint8Array {
  return new Uint8Array(ms * 8).fill(LOUD);
}

function gapsMs(times: readonly number[]): number[] {
  return times.slice(1).map((atMs, i) => atMs - times[i]!);
}

/** A timer that is late by as much as the event loop stalls. */
function stall(rig: AudioSocketRig, ms: number): void {
  const { clock } = rig;
  const late = clock.now() + ms;
  const now = clock.now.bind(clock);
  clock.now = () => Math.max(late, now());
  clock.advance(ms);
  clock.now = now;
}

Deno.test("the first frame of an answer leaves at once, the others each in its slot", () => {
  const rig = AudioSocketRig.open();
  rig.clock.advance(1_007);
  rig.channel.play(sound(1_000));
  rig.channel.rest();
  rig.clock.advance(2_000);
  const times = rig.sound.map(({ atMs }) => atMs);
  assertEquals(times.length, 50);
  assertEquals(times.slice(0, 4), [1_007, 1_020, 1_040, 1_060]);
  assertEquals(new Set(gapsMs(times.slice(1))), new Set([20]));
});

Deno.test("silence keeps flowing while nothing is said, well within two seconds", () => {
  const rig = AudioSocketRig.open();
  rig.clock.advance(30_000);
  const times = rig.wire.frames.map(({ atMs }) => atMs);
  assertEquals(times.length, 1_500);
  assertEquals(new Set(gapsMs(times)), new Set([20]));
  assertEquals(rig.sound.length, 0);
});

Deno.test("the phone is never without a frame for longer than two slots, whatever is played and cut", () => {
  const move = fc.oneof(
    fc.integer({ min: 1, max: 4_000 }).map((bytes) => (rig: AudioSocketRig) =>
      rig.channel.play(new Uint8Array(bytes).fill(LOUD))
    ),
    fc.constant((rig: AudioSocketRig) => rig.channel.rest()),
    fc.constant((rig: AudioSocketRig) => void rig.channel.clear()),
    fc.integer({ min: 1, max: 900 }).map((ms) => (rig: AudioSocketRig) => rig.clock.advance(ms)),
  );
  fc.assert(fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
    const rig = AudioSocketRig.open();
    for (const each of moves) each(rig);
    rig.clock.advance(100);
    const times = rig.wire.frames.map(({ atMs }) => atMs);
    assert(Math.max(...gapsMs([0, ...times])) <= 40);
    assert(times.length <= rig.clock.now() / 20 + 1, `${times.length} frames`);
  }));
});

Deno.test("what is said comes out whole and in order, however it was handed over", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 700 })), (sizes) => {
    const rig = AudioSocketRig.open();
    for (const size of sizes) rig.channel.play(new Uint8Array(size).fill(LOUD));
    rig.channel.rest();
    const total = sizes.reduce((sum, size) => sum + size, 0);
    rig.clock.advance(total / 8 + 100);
    const samples = rig.sound.flatMap(({ payload }) => [...new Int16Array(payload.buffer)]);
    const heard = [...new Array(total).fill(samples[0]), ...samples.slice(total).fill(0)];
    assertEquals(samples, heard);
    assertEquals(rig.sound.length, Math.ceil(total / 160));
  }));
});

Deno.test("a stall of 100 ms is caught up with five frames at once, and delays nothing after it", () => {
  const rig = AudioSocketRig.open();
  rig.channel.play(sound(1_000));
  rig.clock.advance(200);
  stall(rig, 100);
  const before = rig.sound.length;
  rig.clock.advance(60);
  assertEquals(rig.sound.length - before, 3);
  assertEquals(rig.sound.length, 1 + (200 + 100 + 60) / 20);
  assertEquals(rig.listener.notes, []);
});

Deno.test("a longer stall never makes a burst of more than five frames, and is noted", () => {
  const rig = AudioSocketRig.open();
  rig.channel.play(sound(1_000));
  rig.clock.advance(200);
  const before = rig.sound.length;
  stall(rig, 500);
  assertEquals(rig.sound.length - before, 5);
  rig.clock.advance(100);
  assertEquals(rig.sound.length - before, 10);
  assertEquals(rig.listener.notes, ["sound_late 400 ms"]);
});

Deno.test("a stall in silence leads to no burst, neither of silence nor of the answer after it", () => {
  const rig = AudioSocketRig.open();
  rig.clock.advance(200);
  const before = rig.wire.frames.length;
  stall(rig, 300);
  assertEquals(rig.wire.frames.length - before, 1);
  rig.channel.play(sound(200));
  assertEquals(rig.sound.length, 1);
});

Deno.test("barge-in: nothing of the answer leaves any more, silence goes on", () => {
  const rig = AudioSocketRig.open();
  rig.channel.play(sound(1_000));
  rig.clock.advance(100);
  const before = rig.sound.length;
  assertEquals(rig.channel.clear(), (1_000 - before * 20) * 8);
  rig.clock.advance(1_000);
  assertEquals(rig.sound.length, before);
  assertEquals(rig.channel.unsentBytes, 0);
  assert(rig.wire.frames.length >= 54);
});

Deno.test("the last piece of an answer leaves, filled up, also where nobody says it is the last", () => {
  const rig = AudioSocketRig.open();
  rig.channel.play(new Uint8Array(200).fill(LOUD));
  rig.clock.advance(200);
  assertEquals(rig.sound.length, 2);
});

Deno.test("a piece that is to be continued soon is not torn apart by silence in it", () => {
  const rig = AudioSocketRig.open();
  rig.channel.play(new Uint8Array(200).fill(LOUD));
  rig.clock.advance(40);
  rig.channel.play(new Uint8Array(120).fill(LOUD));
  rig.clock.advance(100);
  assertEquals(rig.sound.length, 2);
  assert(rig.sound.every(({ payload }) => payload.filter((byte) => byte !== 0).length > 160));
});

Deno.test("that an answer was played is told once, when its last frame has had its time", () => {
  const rig = AudioSocketRig.open();
  rig.channel.play(sound(100));
  rig.channel.rest();
  rig.clock.advance(99);
  assertEquals(rig.listener.told, []);
  rig.clock.advance(41);
  rig.clock.advance(1_000);
  assertEquals(rig.listener.told, ["playbackCompleted"]);
});

Deno.test("an answer that was cut short is not told to be played", () => {
  const rig = AudioSocketRig.open();
  rig.channel.play(sound(100));
  rig.clock.advance(50);
  rig.channel.clear();
  rig.clock.advance(1_000);
  assertEquals(rig.listener.told, []);
});

Deno.test("V-04 a phone that does not read gets nothing more; what waits counts as unsent", () => {
  const rig = AudioSocketRig.open();
  rig.channel.play(sound(1_000));
  rig.clock.advance(100);
  rig.wire.stuckSinceMs = rig.clock.now();
  rig.clock.advance(200);
  assertEquals(rig.channel.unsentBytes, 0);
  rig.wire.pending = 11;
  rig.clock.advance(20);
  const sent = rig.wire.frames.length;
  rig.clock.advance(1_000);
  assertEquals(rig.wire.frames.length, sent);
  const waiting = 8_000 - rig.sound.length * 160;
  assertEquals(rig.channel.unsentBytes, waiting + 11 * 160);
  assertEquals(rig.listener.notes, ["slow_phone 11 frames not taken"]);

  rig.wire.stuckSinceMs = null;
  rig.wire.pending = 0;
  assertEquals(rig.channel.unsentBytes, 0);
  rig.clock.advance(100);
  assert(rig.wire.frames.length - sent <= 6, "no burst afterwards");
});

Deno.test("V-04 barge-in takes back what a phone that does not read has left behind", () => {
  const rig = AudioSocketRig.open();
  rig.channel.play(sound(1_000));
  rig.clock.advance(1);
  rig.wire.stuckSinceMs = rig.clock.now();
  rig.wire.pending = 11;
  assertEquals(rig.channel.clear(), 8_000 - 160 + 10 * 160);
  assertEquals(rig.wire.pending, 1);
});

Deno.test("G-31 a phone that does not read for five seconds is lost", () => {
  const rig = AudioSocketRig.open();
  rig.wire.stuckSinceMs = rig.clock.now();
  rig.clock.advance(4_990);
  assertEquals(rig.listener.ends, []);
  rig.clock.advance(30);
  assertEquals(rig.listener.ends, [{ by: "phone_lost", detail: "E_SLOW" }]);
  assertEquals([rig.wire.closes, rig.forgotten, rig.clock.pending], [1, 1, 0]);
});
