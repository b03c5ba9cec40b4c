import { assertEquals } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import { FrameCutter, PieceWriter } from "./wire_pieces.ts";

Deno.test("a cutter gives frames of its sizes in turn, and keeps the rest", () => {
  const cutter = new FrameCutter(3, 5);
  const bytes = Uint8Array.from({ length: 20 }, (_, i) => i);
  const frames = [0, 2, 4, 11].flatMap((from, i, all) =>
    cutter.push(bytes.subarray(from, all[i + 1] ?? 20))
  );
  assertEquals(frames.map((frame) => frame.length), [3, 5, 3, 5, 3]);
  assertEquals(frames.flatMap((frame) => [...frame]), [...bytes.subarray(0, 19)]);
});

Deno.test("each frame leaves in three pieces, one after the other", () => {
  const clock = new ManualClock();
  const written: string[] = [];
  const writer = new PieceWriter({
    clock,
    write: (piece) => written.push(`${clock.now()}: ${piece.length}`),
  });
  writer.push(new Uint8Array(323));
  clock.advance(20);
  writer.push(new Uint8Array(4));
  writer.flush();
  assertEquals(written, ["0: 2", "4: 159", "8: 162", "20: 2", "20: 1", "20: 1"]);
  writer.push(new Uint8Array(323));
  writer.stop();
  assertEquals([written.length, clock.pending], [7, 0]);
});

Deno.test("what piles up leaves faster, in order", () => {
  const clock = new ManualClock();
  const sent: number[] = [];
  const writer = new PieceWriter({ clock, write: (piece) => sent.push(...piece) });
  const frames = Array.from({ length: 20 }, (_, i) => new Uint8Array(10).fill(i));
  for (const frame of frames) writer.push(frame);
  clock.advance(100);
  assertEquals(sent, frames.flatMap((frame) => [...frame]));
});
