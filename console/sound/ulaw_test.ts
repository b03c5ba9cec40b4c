import { assertEquals } from "@std/assert";
import * as server from "../../server/audio/ulaw.ts";
import { test } from "../testing.ts";
import { decodeSample, encodeSample, fromFloats, toFloats } from "./ulaw.ts";

test("every byte means what it means to the server", () => {
  for (let code = 0; code < 256; code++) {
    assertEquals(decodeSample(code), server.decodeSample(code));
  }
});

test("every sample becomes the byte that the server would make", () => {
  for (let sample = -32_768; sample <= 32_767; sample++) {
    if (encodeSample(sample) !== server.encodeSample(sample)) {
      assertEquals([sample, encodeSample(sample)], [sample, server.encodeSample(sample)]);
    }
  }
});

test("through floats and back every byte stays itself, but for the second zero", () => {
  const all = Uint8Array.from({ length: 256 }, (_, code) => code);
  const back = fromFloats(toFloats(all));
  assertEquals(back, server.encodeUlaw(server.decodeUlaw(all)));
  assertEquals([...back].filter((code, i) => code !== all[i]).length, 1);
});

test("what is too loud is clipped and does not wrap around", () => {
  assertEquals([...fromFloats(Float32Array.of(3, -3))], [0x80, 0x00]);
});
