import { assert, assertEquals } from "@std/assert";
import { bytesPerMs } from "../../audio/sound_format.ts";
import { nameOf, tone, WIRES } from "./wires.ts";

Deno.test("a frame of every wire holds the sound of its time, and none of it is silence", () => {
  for (const { format, frameMs } of WIRES) {
    const frame = tone(format, frameMs);
    assertEquals(frame.length, frameMs * bytesPerMs(format));
    assert(frame.some((byte) => byte !== 0 && byte !== 0xff));
  }
});

Deno.test("only a wire whose bytes are the model's own has the narrow limit", () => {
  const narrow = WIRES.filter(({ limit }) => limit === 1.5).map(nameOf);
  assertEquals(narrow, ["audiocodes raw/mulaw", "asterisk-ws ulaw"]);
});
