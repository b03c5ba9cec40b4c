import { assertEquals, assertThrows } from "@std/assert";
import { encodeFrame, FrameReader, uuidBytes } from "./audio_socket_frame.ts";

Deno.test("a frame is its type, its length in big endian, its payload", () => {
  assertEquals([...encodeFrame(0x00)], [0, 0, 0]);
  assertEquals([...encodeFrame(0x03, new Uint8Array([0x35]))], [3, 0, 1, 0x35]);
  assertEquals([...encodeFrame(0x13, new Uint8Array(960)).subarray(0, 3)], [0x13, 0x03, 0xc0]);
  assertThrows(() => encodeFrame(0x10, new Uint8Array(65_536)), RangeError, "65536 bytes");
});

Deno.test("frames are the same however the bytes are split", () => {
  const wire = new Uint8Array([1, 0, 2, 7, 8, 0x10, 0, 0, 0x10, 0, 3, 1, 2, 3, 0, 0, 0]);
  const types = [[1, 7, 8], [0x10], [0x10, 1, 2, 3], [0]];
  for (let size = 1; size <= wire.length; size++) {
    const reader = new FrameReader();
    const frames: number[][] = [];
    for (let at = 0; at < wire.length; at += size) {
      for (const { type, payload } of reader.push(wire.subarray(at, at + size))) {
        frames.push([type, ...payload]);
      }
    }
    assertEquals(frames, types, `pieces of ${size}`);
    assertEquals(reader.isWithinFrame, false);
  }
});

Deno.test("a frame that has begun is known to be incomplete", () => {
  const reader = new FrameReader();
  reader.push(new Uint8Array([0x10, 1]));
  assertEquals(reader.isWithinFrame, true);
});

Deno.test("a UUID is sixteen bytes, and nothing else names a call", () => {
  const bytes = uuidBytes("00112233-4455-6677-8899-AABBCCDDEEFF");
  assertEquals([...bytes.subarray(0, 3), bytes.at(-1)], [0x00, 0x11, 0x22, 0xff]);
  assertThrows(() => uuidBytes("call-7"), Error, 'received "call-7"');
});
