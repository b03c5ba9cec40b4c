import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { hush, tone } from "./ear_rig.ts";
import { Segmenter, type Stretch } from "./segmenter.ts";

/** Sound in pieces of this many bytes, from `startMs` on. */
function hear(audio: Uint8Array[], pieceBytes = 1600, startMs = 0) {
  const stretches: Stretch[] = [];
  const segmenter = new Segmenter((stretch) => stretches.push(stretch));
  let atMs = startMs;
  for (const part of audio) {
    for (let at = 0; at < part.length; at += pieceBytes) {
      const piece = part.subarray(at, at + pieceBytes);
      segmenter.push(piece, atMs);
      atMs += piece.length / 8;
    }
  }
  return { stretches, segmenter, endMs: atMs };
}

for (const pieceBytes of [1600, 160, 100, 7, 16_000]) {
  Deno.test(`speech is found to the frame, in pieces of ${pieceBytes} bytes`, () => {
    const { stretches } = hear([hush(1000), tone(800), hush(1000)], pieceBytes, 5000);
    assertEquals(stretches.length, 1);
    const [{ startMs, speechEndMs, endMs }] = stretches as [Stretch];
    assertAlmostEquals(startMs, 6000, 21);
    assertAlmostEquals(speechEndMs, 6800, 21);
    assertAlmostEquals(endMs!, 7300, 41);
  });
}

Deno.test("a click is no speech, a short pause no end", () => {
  assertEquals(hear([hush(500), tone(60), hush(800)]).stretches, []);
  assertEquals(hear([hush(500), tone(300), hush(400), tone(300), hush(800)]).stretches.length, 1);
  assertEquals(hear([hush(500), tone(300), hush(560), tone(300), hush(800)]).stretches.length, 2);
});

Deno.test("a long speech is cut at a pause between words, once it is long", () => {
  const words = Array.from({ length: 30 }, () => [tone(700), hush(100)]).flat();
  const { stretches } = hear([hush(500), ...words, hush(800)]);
  assertEquals(stretches.length, 2);
  const lengthMs = stretches[0]!.endMs! - stretches[0]!.startMs;
  assert(lengthMs >= 15_000 && lengthMs < 16_000, `${lengthMs}`);
  const inWordMs = (stretches[0]!.endMs! - 500) % 800;
  assert(inWordMs > 700 || inWordMs < 21, `cut ${inWordMs} ms into a word`);
});

Deno.test("where there is no pause it is cut at twenty seconds, and goes on at once", () => {
  const { stretches } = hear([hush(500), tone(30_000), hush(800)]);
  assertEquals(stretches.length, 2);
  assertAlmostEquals(stretches[0]!.endMs! - stretches[0]!.startMs, 20_000, 5001);
  assertAlmostEquals(stretches[1]!.startMs, stretches[0]!.endMs!, 41);
});

Deno.test("what breaks off ends where it does, and the next speech is found as well", () => {
  const { segmenter, stretches, endMs } = hear([hush(500), tone(300)]);
  assertEquals([segmenter.quiet, segmenter.open === stretches[0]], [false, true]);
  segmenter.breakOff(endMs);
  assertEquals([segmenter.quiet, stretches[0]!.endMs], [true, 800]);
  segmenter.push(tone(300), 60_000);
  assertAlmostEquals(stretches[1]!.startMs, 60_000, 21);
});

Deno.test("a line full of noise has a higher gate", () => {
  const [still, noisy] = [hush(6000), tone(6000, 200)].map((audio) => hear([audio]).segmenter.gate);
  assert(noisy! > 1.2 * still!, `${still} ${noisy}`);
});
