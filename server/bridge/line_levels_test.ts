import { assert, assertEquals } from "@std/assert";
import { encodeUlaw, silence } from "../audio/ulaw.ts";
import { LineLevels } from "./line_levels.ts";

/** A tone of so many milliseconds with this amplitude (of 32,767). */
function tone(ms: number, amplitude: number): Uint8Array {
  const pcm = Int16Array.from(
    { length: ms * 8 },
    (_, i) => Math.round(amplitude * Math.sin(2 * Math.PI * 300 * i / 8000)),
  );
  return encodeUlaw(pcm);
}

function levelsOf(...parts: Uint8Array[]): LineLevels {
  const levels = new LineLevels();
  for (const part of parts) levels.add(part);
  return levels;
}

Deno.test("a short sound in a silence is as long as it is, however long ago it ended", () => {
  const levels = levelsOf(silence(300), tone(100, 8000), silence(600));
  assertEquals(levels.voicedMs(1000), 100);
});

Deno.test("speech with its pauses counts without them", () => {
  const levels = levelsOf(tone(200, 6000), silence(100), tone(200, 3000), silence(40));
  assertEquals(levels.voicedMs(540), 400);
});

Deno.test("a quiet speaker counts like a loud one", () => {
  assertEquals(levelsOf(silence(200), tone(400, 300)).voicedMs(600), 400);
});

Deno.test("noise far below the loudest is no voice, and a silent line has none", () => {
  assertEquals(levelsOf(tone(500, 100), tone(100, 8000), tone(500, 100)).voicedMs(1100), 100);
  assertEquals(levelsOf(silence(500)).voicedMs(500), 0);
});

Deno.test("only the time that is asked for counts", () => {
  assertEquals(levelsOf(tone(400, 8000), silence(200)).voicedMs(200), 0);
  assertEquals(new LineLevels().voicedMs(1000), 0);
});

Deno.test("frames of any size make the same blocks", () => {
  const sound = tone(400, 8000);
  const levels = new LineLevels();
  for (let at = 0; at < sound.length; at += 77) levels.add(sound.subarray(at, at + 77));
  assertEquals(levels.voicedMs(400), 400);
});

Deno.test("a long call keeps its last seconds only", () => {
  const levels = levelsOf(...Array.from({ length: 60 }, () => tone(1000, 8000)));
  assert(levels.voicedMs(60_000) <= 10_000);
});
