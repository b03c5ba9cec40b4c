import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { SoundFormat } from "../../audio/sound_format.ts";
import { SoundQueue } from "./sound_queue.ts";

const ULAW: SoundFormat = { encoding: "mulaw", rateHz: 8_000 };

function linear(rateHz: number) {
  return {
    format: { encoding: "lpcm16", rateHz } as SoundFormat,
    frameBytes: rateHz / 25,
  };
}

function takeAll(queue: SoundQueue): Uint8Array {
  const frames = queue.frames(10_000);
  const taken = new Uint8Array(frames * queue.frameBytes);
  queue.take(taken);
  return taken;
}

Deno.test("what goes in comes out in whole frames, however it was cut", () => {
  fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 900 })), (pieces) => {
    const queue = new SoundQueue({ format: ULAW, frameBytes: 160 });
    const all = pieces.flatMap((piece) => [...piece]);
    for (const piece of pieces) queue.push(piece);
    const taken = takeAll(queue);
    assertEquals([...taken], all.slice(0, all.length - all.length % 160));
    assertEquals(queue.part, all.length % 160 > 0);
  }));
});

Deno.test("an answer's last frame is filled up with silence", () => {
  const queue = new SoundQueue({ format: ULAW, frameBytes: 160 });
  queue.push(new Uint8Array(200).fill(1));
  queue.rest();
  const taken = takeAll(queue);
  assertEquals(taken.length, 320);
  assertEquals([taken[199], taken[200], taken[319]], [1, 0xff, 0xff]);
  assertEquals([queue.ulawBytes, queue.part], [0, false]);
});

Deno.test("an answer that fills its frames gets no silence, and a second rest adds nothing", () => {
  const queue = new SoundQueue(linear(8_000));
  queue.push(new Uint8Array(320).fill(1));
  queue.rest();
  queue.rest();
  assertEquals(takeAll(queue).length, 640);
  queue.rest();
  assertEquals(takeAll(queue).length, 0);
});

for (const rateHz of [12_000, 16_000, 24_000, 32_000, 44_100, 48_000]) {
  Deno.test(`an answer keeps its length at ${rateHz} Hz, its last frame but filled up`, () => {
    const queue = new SoundQueue(linear(rateHz));
    for (let i = 0; i < 11; i++) queue.push(new Uint8Array(150).fill(0x20));
    queue.rest();
    assertEquals(takeAll(queue).length, 11 * linear(rateHz).frameBytes);
    assertEquals(queue.ulawBytes, 0);
  });
}

Deno.test("nothing of an answer that was cut short sounds in the next", () => {
  const queue = new SoundQueue(linear(24_000));
  queue.push(new Uint8Array(500).fill(0x00));
  queue.frames(1);
  assertEquals(queue.clear(), 500);
  assertEquals([queue.ulawBytes, queue.frames(1)], [0, 0]);
  queue.push(new Uint8Array(160).fill(0xff));
  queue.rest();
  assert(takeAll(queue).every((byte) => byte === 0));
});

Deno.test("what waits is counted down as it leaves", () => {
  const queue = new SoundQueue(linear(16_000));
  queue.push(new Uint8Array(800));
  assertEquals(queue.ulawBytes, 800);
  queue.frames(2);
  queue.take(new Uint8Array(2 * 640));
  assertEquals(queue.ulawBytes, 480);
});

Deno.test("what waits goes on in another format", () => {
  const queue = new SoundQueue(linear(8_000));
  queue.push(new Uint8Array(8_000).fill(0x20));
  assertEquals(queue.frames(1), 1);
  queue.reformat(linear(24_000));
  queue.rest();
  const taken = takeAll(queue);
  assert(taken.length >= 48 * 960, `${taken.length} bytes`);
  assert(taken.length <= 50 * 960, `${taken.length} bytes`);
});
