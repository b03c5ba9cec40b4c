import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { BothChannels, OneChannel } from "./stereo.ts";

const STEREO = Uint8Array.from({ length: 40 }, (_, i) => i);

function* cuts(): Generator<readonly Uint8Array[]> {
  for (let first = 0; first <= STEREO.length; first++) {
    for (let second = first; second <= STEREO.length; second++) {
      const parts = [[0, first], [first, second], [second, STEREO.length]] as const;
      yield parts.map(([from, to]) => STEREO.subarray(from, to));
    }
  }
}

function every(place: 0 | 1): number[] {
  return Array.from(STEREO).filter((_, i) => i % 2 === place);
}

Deno.test("G-15 stereo split at any place gives the same samples of one channel", () => {
  for (const place of [0, 1] as const) {
    for (const frames of cuts()) {
      const channel = new OneChannel(place);
      assertEquals(frames.flatMap((frame) => Array.from(channel.take(frame))), every(place));
      assert(!channel.odd);
    }
  }
});

Deno.test("G-15 what one channel gives is a new array each time: its owner keeps it", () => {
  const channel = new OneChannel(0);
  const first = channel.take(STEREO);
  channel.take(new Uint8Array(40));
  assertEquals(Array.from(first), every(0));
});

Deno.test("stereo split at any place gives the same samples of both channels", () => {
  for (const frames of cuts()) {
    const both = new BothChannels();
    const heard: [number[], number[]] = [[], []];
    for (const frame of frames) {
      const [first, second] = both.take(frame);
      heard[0].push(...first);
      heard[1].push(...second);
      assertEquals(both.odd, heard[0].length === heard[1].length + 1);
    }
    assertEquals(heard, [every(0), every(1)]);
    assert(!both.odd);
  }
});

Deno.test("both channels use the same memory for every frame of the longest size so far", () => {
  const both = new BothChannels();
  both.take(new Uint8Array(64 * 1024));
  const [first, second] = both.take(new Uint8Array(3_200));
  for (let i = 0; i < 100; i++) {
    const [again, too] = both.take(new Uint8Array(i % 2 ? 3_200 : 64 * 1024));
    assertStrictEquals(again.buffer, first.buffer);
    assertStrictEquals(too.buffer, second.buffer);
  }
});
