import { assertEquals, assertThrows } from "@std/assert";
import { decodeUlaw } from "./ulaw.ts";
import { readWav, writeWav } from "./wav.ts";

const audio = Uint8Array.of(0x10, 0x90, 0xff, 0x00);

Deno.test("what is written can be read", () => {
  const pcm = readWav(writeWav(audio));
  assertEquals(decodeUlaw(pcm), decodeUlaw(audio));
});

Deno.test("of two channels the first is read, and the shorter is padded", () => {
  const file = writeWav(audio, Uint8Array.of(0x55));
  assertEquals(new DataView(file.buffer).getUint16(22, true), 2);
  assertEquals(decodeUlaw(readWav(file)), decodeUlaw(audio));
});

Deno.test("mu-law files are read as they are", () => {
  const file = writeWav(audio);
  const view = new DataView(file.buffer);
  view.setUint16(20, 7, true);
  view.setUint16(34, 8, true);
  view.setUint32(40, 4, true);
  file.set(audio, 44);
  assertEquals(readWav(file), audio);
});

Deno.test("what cannot be read says why", () => {
  assertThrows(() => readWav(new Uint8Array(3)), Error, "not a WAV file");
  const wide = writeWav(audio);
  new DataView(wide.buffer).setUint32(24, 16_000, true);
  assertThrows(() => readWav(wide), Error, "received 16000");
  const float = writeWav(audio);
  new DataView(float.buffer).setUint16(20, 3, true);
  assertThrows(() => readWav(float), Error, "received format 3");
});
