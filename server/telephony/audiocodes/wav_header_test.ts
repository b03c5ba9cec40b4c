import { assertEquals } from "@std/assert";
import { wavHeader, WavHeaderOff } from "./wav_header.ts";

const SOUND = Uint8Array.from({ length: 20 }, (_, i) => 200 + i);
const text = (characters: string) => [...new TextEncoder().encode(characters)];

Deno.test("a header says what the stream holds, and that nobody knows its length", () => {
  const header = wavHeader({ encoding: "lpcm16", rateHz: 24_000 });
  const view = new DataView(header.buffer);
  assertEquals(header.length, 44);
  assertEquals([view.getUint16(20, true), view.getUint16(34, true)], [1, 16]);
  assertEquals([view.getUint32(24, true), view.getUint32(28, true)], [24_000, 48_000]);
  assertEquals(view.getUint32(40, true), 0xffffffff);
  assertEquals(
    new DataView(wavHeader({ encoding: "mulaw", rateHz: 8_000 }).buffer).getUint16(20, true),
    7,
  );
});

Deno.test("C-01 V-01 the header comes off wherever the stream is split", () => {
  const header = wavHeader({ encoding: "mulaw", rateHz: 8_000 });
  const listed = [
    ...text("RIFF0000WAVELIST"),
    ...[3, 0, 0, 0, 1, 2, 3, 0],
    ...header.subarray(12),
  ];
  for (const stream of [[...header, ...SOUND], [...listed, ...SOUND]]) {
    for (let at = 0; at <= stream.length; at++) {
      const off = new WavHeaderOff();
      const first = off.push(Uint8Array.from(stream.slice(0, at)));
      const second = off.push(Uint8Array.from(stream.slice(at)));
      assertEquals([...first, ...second], [...SOUND], `split at ${at}`);
    }
  }
});

Deno.test("a stream without a header passes, as does one whose header never ends", () => {
  assertEquals(new WavHeaderOff().push(SOUND), SOUND);
  const endless = Uint8Array.from([...text("RIFF0000WAVEjunk"), 255, 255, 255, 255, ...SOUND]);
  assertEquals(new WavHeaderOff().push(endless), endless);
  const short = new WavHeaderOff();
  assertEquals(short.push(Uint8Array.from(text("RI"))).length, 0);
  assertEquals(short.push(Uint8Array.from(text("GA"))), Uint8Array.from(text("RIGA")));
});
