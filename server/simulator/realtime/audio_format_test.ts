// Tests of the conversions between mu-law and what a session may ask for.
import { assert, assertEquals } from "@std/assert";
import { decodeSample } from "../../audio/ulaw.ts";
import { bytesPerMs, fromUlaw, toUlaw } from "./audio_format.ts";

const codes = Uint8Array.from({ length: 256 }, (_, code) => code);

Deno.test("mu-law passes untouched", () => {
  assertEquals(fromUlaw(codes, { type: "audio/pcmu" }), codes);
  assertEquals(toUlaw(codes, { type: "audio/pcmu" }), codes);
});

Deno.test("PCM at 24 kHz and back is the same sound", () => {
  const pcm = fromUlaw(codes, { type: "audio/pcm", rate: 24000 });
  assertEquals(pcm.length, 256 * 6);
  const back = toUlaw(pcm, { type: "audio/pcm", rate: 24000 });
  assertEquals([...back].map(decodeSample), [...codes].map(decodeSample));
});

Deno.test("A-law and back stays within a step of the sound", () => {
  const back = toUlaw(fromUlaw(codes, { type: "audio/pcma" }), { type: "audio/pcma" });
  back.forEach((code, i) => {
    const was = decodeSample(i);
    assert(Math.abs(decodeSample(code) - was) <= Math.max(16, Math.abs(was) / 16));
  });
});

Deno.test("A-law of silence and of the loudest sample are those of G.711", () => {
  const [silent, loudest] = fromUlaw(new Uint8Array([0xff, 0x80]), { type: "audio/pcma" });
  assertEquals([silent, loudest], [0xd5, 0xaa]);
});

Deno.test("a millisecond has 8 bytes in G.711 and 48 in PCM", () => {
  assertEquals(bytesPerMs({ type: "audio/pcmu" }), 8);
  assertEquals(bytesPerMs({ type: "audio/pcm", rate: 24000 }), 48);
});
