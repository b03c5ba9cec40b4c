import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { meterShare, PowerMeter } from "./loudness.ts";
import { readSoundFrame } from "./sound_frame.ts";

test("a message has the caller first and then what the caller hears", () => {
  const bytes = new Uint8Array(1601);
  bytes[0] = 1;
  bytes.fill(7, 1, 801);
  bytes.fill(9, 801);
  const frame = readSoundFrame(bytes.buffer);
  assertEquals([frame?.caller.length, frame?.agent.length], [800, 800]);
  assertEquals([frame?.caller.every((b) => b === 7), frame?.agent.every((b) => b === 9)], [
    true,
    true,
  ]);
});

test("another version or another size is not taken for sound", () => {
  const other = new Uint8Array(1601);
  other[0] = 2;
  assertEquals(readSoundFrame(other.buffer), null);
  assertEquals(readSoundFrame(Uint8Array.of(1).buffer), null);
  assertEquals(readSoundFrame(new ArrayBuffer(0)), null);
});

test("a meter is even in decibels and begins anew each time it is read", () => {
  assertEquals([meterShare(0), meterShare(1), meterShare(1e-2), meterShare(1e-9)], [0, 1, 0.6, 0]);
  const meter = new PowerMeter();
  meter.add(new Float32Array(10).fill(1));
  assertEquals([meter.take(), meter.take()], [1, 0]);
});
