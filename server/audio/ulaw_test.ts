import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  decodeSample,
  decodeUlaw,
  encodeSample,
  encodeUlaw,
  rms,
  SILENCE,
  silence,
} from "./ulaw.ts";

Deno.test("every code decodes and encodes back to itself, but for the two zeros", () => {
  for (let code = 0; code < 256; code++) {
    const again = encodeSample(decodeSample(code));
    assertEquals(decodeSample(again), decodeSample(code));
  }
});

Deno.test("the reference values of G.711 hold", () => {
  assertEquals(decodeSample(0xff), 0);
  assertEquals(decodeSample(0x00), -32124);
  assertEquals(decodeSample(0x80), 32124);
  assertEquals(encodeSample(0), SILENCE);
});

Deno.test("a sample comes back within the step of its segment", () => {
  fc.assert(fc.property(fc.integer({ min: -32635, max: 32635 }), (sample) => {
    const step = Math.max(8, 2 ** (Math.floor(Math.log2(Math.abs(sample) + 132)) - 4));
    return Math.abs(decodeSample(encodeSample(sample)) - sample) <= step;
  }));
});

Deno.test("whole stretches keep their length", () => {
  assertEquals(encodeUlaw(decodeUlaw(Uint8Array.of(1, 2, 200))), Uint8Array.of(1, 2, 200));
});

Deno.test("silence is silent and as long as it says", () => {
  assertEquals(silence(20).length, 160);
  assertEquals(rms(silence(20)), 0);
  assertEquals(rms(new Uint8Array()), 0);
  assert(rms(new Uint8Array(160).fill(0x00)) > 30_000);
});
