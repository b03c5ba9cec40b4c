import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { CATCH_UP_FRAMES, Slots } from "./slots.ts";

/** Sends what is due of sound; returns how many frames that were. */
function sendAll(slots: Slots, nowMs: number): number {
  slots.letGo(nowMs);
  const due = slots.soundDue(nowMs);
  for (let i = 0; i < due; i++) slots.sentSound();
  return due;
}

Deno.test("sound leaves as its slot begins, the first frame at once", () => {
  const slots = new Slots(1_000);
  assertEquals(sendAll(slots, 1_000), 1);
  assertEquals(slots.nextMs(true), 1_020);
  assertEquals(sendAll(slots, 1_019), 0);
  assertEquals(sendAll(slots, 1_020), 1);
});

Deno.test("a late timer does not put off the slots after it", () => {
  const slots = new Slots(0);
  const sentAt = [0, 27, 41, 60, 88, 100].filter((nowMs) => sendAll(slots, nowMs) > 0);
  assertEquals(sentAt.length, 6);
  assertEquals(slots.nextMs(true), 120);
});

Deno.test("a stall of 100 ms is caught up whole, in five frames", () => {
  const slots = new Slots(0);
  sendAll(slots, 0);
  assertEquals(slots.letGo(100), 0);
  assertEquals(sendAll(slots, 100), 5);
  assertEquals(slots.nextMs(true), 120);
});

Deno.test("of a longer stall only five frames are caught up, the rest is let go", () => {
  const slots = new Slots(0);
  sendAll(slots, 0);
  assertEquals(slots.letGo(1_000), 900);
  assertEquals(sendAll(slots, 1_000), CATCH_UP_FRAMES);
  assertEquals(slots.nextMs(true), 1_020);
});

Deno.test("silence leaves when a slot has ended without sound, and is not caught up", () => {
  const slots = new Slots(0);
  assertEquals(slots.silenceDue(19), false);
  assertEquals(slots.silenceDue(20), true);
  slots.passSilence(90);
  assertEquals([slots.silenceDue(99), slots.silenceDue(100)], [false, true]);
  assertEquals(slots.nextMs(false), 100);
});

Deno.test("a frame that began an answer early is made up for by the silence after it", () => {
  const slots = new Slots(0);
  slots.passSilence(20);
  assertEquals(slots.soundDue(25), 1);
  slots.sentSound();
  assertEquals([slots.silenceDue(59), slots.silenceDue(60)], [false, true]);
});

Deno.test("whatever the timers do, sound is never more than one frame ahead of time nor bursts", () => {
  fc.assert(fc.property(fc.array(fc.nat(400), { maxLength: 60 }), (steps) => {
    const slots = new Slots(0);
    let nowMs = 0;
    let sent = 0;
    for (const stepMs of steps) {
      nowMs += stepMs;
      const burst = sendAll(slots, nowMs);
      sent += burst;
      if (burst > CATCH_UP_FRAMES || sent > nowMs / 20 + 1) return false;
    }
    return true;
  }));
});
