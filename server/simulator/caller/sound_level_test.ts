import { assert, assertEquals } from "@std/assert";
import { encodeSample, silence } from "../../audio/ulaw.ts";
import { loadSpeech } from "../speech.ts";
import { soundIn } from "./sound_level.ts";

Deno.test("silence and the ripple of a resampler are no sound; a quiet tone is", () => {
  const level = (amplitude: number) =>
    Uint8Array.from({ length: 320 }, (_, i) => encodeSample(i % 2 ? amplitude : -amplitude));
  assertEquals(soundIn(silence(1000)), []);
  assertEquals(soundIn(level(24)), []);
  assertEquals(soundIn(level(200)), [{ from: 0, until: 320 }]);
});

Deno.test("sound is told in windows of 20 ms, neighbours together, the last as short as it is", () => {
  const audio = silence(125);
  audio.fill(0x10, 330, 340);
  audio.fill(0x10, 500, 510);
  audio.fill(0x10, 990);
  assertEquals(soundIn(audio), [{ from: 320, until: 640 }, { from: 960, until: 1000 }]);
});

Deno.test("every recording is sound from nearly its beginning", async () => {
  for (const { id, audio } of (await loadSpeech()).recordings) {
    const [first] = soundIn(audio);
    assert(first && first.from < 4000, id);
  }
});
