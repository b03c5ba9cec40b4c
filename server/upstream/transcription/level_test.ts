import { assertAlmostEquals, assertEquals } from "@std/assert";
import { rms } from "../../audio/ulaw.ts";
import { tone } from "./ear_rig.ts";
import { levelOf } from "./level.ts";

Deno.test("the level is the root mean square of the part that is asked for", () => {
  const audio = tone(100);
  assertAlmostEquals(levelOf(audio, 0, audio.length), rms(audio), 1e-6);
  assertAlmostEquals(levelOf(audio, 160, 320), rms(audio.subarray(160, 320)), 1e-6);
  assertEquals(levelOf(audio, 5, 5), 0);
});
