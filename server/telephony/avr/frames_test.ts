import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { ToUlaw } from "../../audio/sound_format.ts";
import { decodeUlaw } from "../../audio/ulaw.ts";
import { AVR_SOUND, FRAME_BYTES, Frames } from "./frames.ts";

Deno.test("V-01 any split of the caller's samples gives the same mu-law", () => {
  fc.assert(fc.property(
    fc.uint8Array({ minLength: 0, maxLength: 2_000 }),
    fc.array(fc.nat(700), { maxLength: 40 }),
    (pcm, cuts) => {
      const whole = new ToUlaw(AVR_SOUND).push(pcm);
      const split = new ToUlaw(AVR_SOUND);
      const parts: number[] = [];
      let at = 0;
      for (const cut of [...cuts, pcm.length]) {
        parts.push(...split.push(pcm.slice(at, at + cut)));
        at = Math.min(pcm.length, at + cut);
      }
      assertEquals(parts, [...whole]);
    },
  ));
});

Deno.test("whatever pieces an answer comes in, the core gets the same whole frames and a tail of silence", () => {
  fc.assert(fc.property(
    fc.uint8Array({ minLength: 1, maxLength: 2_000 }),
    fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 20 }),
    (ulaw, cuts) => {
      const frames = new Frames();
      const out: Uint8Array[] = [];
      let at = 0;
      for (const cut of [...cuts, ulaw.length]) {
        out.push(...frames.push(ulaw.subarray(at, at + cut)));
        at = Math.min(ulaw.length, at + cut);
      }
      const rest = frames.rest();
      if (rest) out.push(rest);
      assertEquals(out.every((frame) => frame.length === FRAME_BYTES), true);
      assertEquals(out.length, Math.ceil(ulaw.length / 160));
      const samples = samplesOf(out);
      assertEquals(samples.slice(0, ulaw.length), [...decodeUlaw(ulaw)]);
      assertEquals(samples.slice(ulaw.length).every((sample) => sample === 0), true);
      assertEquals([frames.rest(), frames.waitingBytes], [null, 0]);
    },
  ));
});

Deno.test("a frame is its own: the next one does not change it", () => {
  const frames = new Frames();
  const [first] = frames.push(new Uint8Array(160).fill(0x80));
  const before = [...first!];
  frames.push(new Uint8Array(160).fill(0x00));
  assertEquals([...first!], before);
});

function samplesOf(frames: Uint8Array[]): number[] {
  return frames.flatMap((frame) => {
    const view = new DataView(frame.buffer, frame.byteOffset);
    return Array.from({ length: frame.length / 2 }, (_, i) => view.getInt16(i * 2, true));
  });
}
