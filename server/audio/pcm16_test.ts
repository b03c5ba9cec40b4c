import { assertEquals } from "@std/assert";
import { pcm16Bytes, Pcm16Reader } from "./pcm16.ts";

const PCM = Int16Array.of(0, 1, -1, 32_767, -32_768, 12_345, -12_345);

Deno.test("samples survive being cut anywhere", () => {
  const bytes = pcm16Bytes(PCM);
  for (let size = 1; size <= bytes.length; size++) {
    const reader = new Pcm16Reader();
    const out: number[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      out.push(...reader.push(bytes.subarray(at, at + size)));
    }
    assertEquals(Int16Array.from(out), PCM, `pieces of ${size}`);
  }
});

Deno.test("an odd byte at the end is no sample", () => {
  assertEquals(new Pcm16Reader().push(Uint8Array.of(1, 0, 7)), Int16Array.of(1));
  assertEquals(new Pcm16Reader().push(new Uint8Array(0)).length, 0);
});

Deno.test("samples go where they are wanted, as many as were foretold", () => {
  const reader = new Pcm16Reader();
  assertEquals([reader.samplesIn(0), reader.samplesIn(1), reader.samplesIn(3)], [0, 0, 1]);
  const room = new Int16Array(1);
  assertEquals(reader.push(Uint8Array.of(1, 0, 7), room) === room && room[0], 1);
  assertEquals([reader.samplesIn(0), reader.samplesIn(1), reader.samplesIn(3)], [0, 1, 2]);
  assertEquals(reader.push(Uint8Array.of(0xff), room)[0], 0xff07 - 0x1_0000);
});
