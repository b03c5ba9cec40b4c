import { assert, assertEquals } from "@std/assert";
import { rms } from "../../audio/ulaw.ts";
import { loadSpeech } from "../speech.ts";
import { coughSound } from "./cough_sound.ts";

Deno.test("a cough is as long as asked, loud from its first to its last frame, and the same each time", () => {
  const sound = coughSound(140);
  assertEquals(sound.length, 1120);
  for (let at = 0; at < sound.length; at += 160) {
    assert(rms(sound.subarray(at, at + 160)) > 2000, `frame at ${at / 8} ms`);
  }
  assertEquals(coughSound(140), sound);
});

Deno.test("a cough is not taken for anything that a caller says", async () => {
  assertEquals((await loadSpeech()).recognise(coughSound(2000)), undefined);
});
