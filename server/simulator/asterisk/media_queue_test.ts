import { assertEquals } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import { MediaQueue } from "./media_queue.ts";

function bench() {
  const clock = new ManualClock();
  const told: string[] = [];
  const tell = (what: string) => () => told.push(`${clock.now()} ${what}`);
  const queue = new MediaQueue({ clock, onXoff: tell("xoff"), onXon: tell("xon") });
  return { clock, queue, told, tell };
}

Deno.test("frames leave one every 20 ms", () => {
  const { clock, queue } = bench();
  queue.push(3);
  assertEquals(queue.frames, 3);
  clock.advance(30);
  assertEquals(queue.frames, 2);
  clock.advance(500);
  assertEquals(queue.frames, 0);
  queue.push(1);
  assertEquals(queue.frames, 1);
});

Deno.test("a mark is told when what was queued before it is over, and not what came after", () => {
  const { clock, queue, told, tell } = bench();
  queue.push(5);
  queue.whenOver(tell("mark"));
  queue.push(5);
  clock.advance(1000);
  assertEquals(told, ["100 mark"]);
  queue.whenOver(tell("at once"));
  clock.advance(0);
  assertEquals(told.at(-1), "1000 at once");
});

Deno.test("XOFF comes at 900 frames, XON below 800, and beyond 1,000 nothing finds room", () => {
  const { clock, queue, told } = bench();
  assertEquals(queue.push(899), 899);
  assertEquals([told, queue.isFull], [[], false]);
  assertEquals(queue.push(200), 101);
  assertEquals([told, queue.isFull], [["0 xoff"], true]);
  clock.advance(10_000);
  assertEquals([told.at(-1), queue.frames < 800, queue.isFull], ["4020 xon", true, false]);
  assertEquals(clock.pending, 0);
});

Deno.test("a flush drops frames and marks, and lets sound flow again", () => {
  const { clock, queue, told, tell } = bench();
  queue.push(950);
  queue.whenOver(tell("mark"));
  queue.flush();
  assertEquals(queue.frames, 0);
  clock.advance(60_000);
  assertEquals(told, ["0 xoff", "0 xon"]);
  assertEquals(clock.pending, 0);
});
