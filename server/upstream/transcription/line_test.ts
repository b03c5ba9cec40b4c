import { assert, assertEquals } from "@std/assert";
import { hush, tone } from "./ear_rig.ts";
import { Line } from "./line.ts";

/** Bytes that tell where they are from. */
const counted = (bytes: number, from = 0) => Uint8Array.from({ length: bytes }, (_, i) => from + i);

Deno.test("what was pushed is read again, across blocks and from the middle, and is a copy", () => {
  const line = new Line();
  const all = counted(20_000);
  const piece = new Uint8Array(1600);
  for (let at = 0; at < all.length; at += 1600) {
    const length = Math.min(1600, all.length - at);
    piece.set(all.subarray(at, at + length));
    line.push(piece.subarray(0, length), at / 8);
  }
  piece.fill(0);
  assertEquals(line.copy(0, 9999), all);
  assertEquals(line.copy(900, 1100), all.slice(7200, 8800));
  assertEquals(line.copy(100.125, 100.5), all.slice(801, 804));
  assertEquals([line.startMs, line.endMs], [0, 2500]);
});

Deno.test("a gap is no sound, and what seems to be earlier follows what was there", () => {
  const line = new Line();
  line.push(counted(800), 1000);
  line.push(counted(800, 100), 5000);
  line.push(counted(80, 200), 4000);
  const starts: number[] = [];
  line.read(0, 9999, (_, startMs) => starts.push(startMs));
  assertEquals(starts, [1000, 5000]);
  assertEquals(line.copy(1090, 5010), Uint8Array.from([...counted(80, 720), ...counted(80, 100)]));
  assertEquals(line.endMs, 5110);
  assertEquals(line.seams, [1100]);
});

Deno.test("half a minute is kept, whatever is never forgotten", () => {
  const line = new Line();
  for (let i = 0; i < 600; i++) line.push(hush(100), i * 100);
  assert(line.endMs - line.startMs <= 30_000);
  for (let i = 0; i < 5000; i++) line.push(hush(1), 60_000 + i * 1000);
  let blocks = 0;
  line.read(0, Infinity, () => blocks++);
  assert(blocks <= 200 && line.seams.length <= 200);
});

Deno.test("what is forgotten is gone, what may be needed stays", () => {
  const line = new Line();
  for (let i = 0; i < 3; i++) {
    line.push(tone(600), i * 2000);
    line.push(hush(1400), i * 2000 + 600);
  }
  assertEquals(line.stretches.length, 3);
  line.forget(2100);
  assertEquals([line.stretches.length, line.copy(0, 1000).length], [2, 0]);
  assert(line.startMs <= 2100);
  assertEquals(line.copy(2100, 2200).length, 800);
});

Deno.test("the first speech after a moment, but not the echo of what was before it", () => {
  const line = new Line();
  line.push(tone(600), 0);
  line.push(hush(1400), 600);
  line.push(tone(600), 2000);
  assertEquals(line.speechAfter(0), line.stretches[0]);
  assertEquals(line.speechAfter(450), line.stretches[1]);
  assertEquals(line.speechAfter(2500), undefined);
});

Deno.test("how loud a time was", () => {
  const line = new Line();
  line.push(hush(1000), 0);
  line.push(tone(200), 1000);
  assert(line.loudest(0, 1000)! < 20);
  assert(line.loudest(0, 1100)! > 3000);
  assertEquals(line.loudest(5000, 6000), null);
});
