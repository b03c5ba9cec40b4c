import { assertEquals } from "@std/assert";
import { OwnStalls } from "./own_stalls.ts";

Deno.test("what comes on time is no stall, what comes late is one for a second", () => {
  const stalls = new OwnStalls(20);
  assertEquals(stalls.recentMs(5000), 0);
  for (const atMs of [0, 20, 40.5]) stalls.seen(atMs);
  assertEquals(stalls.recentMs(50), 0);
  stalls.seen(160.5);
  stalls.seen(180.5);
  assertEquals(stalls.recentMs(190), 100);
  stalls.seen(240.5);
  assertEquals(stalls.recentMs(250), 140);
  for (let atMs = 260; atMs < 1300; atMs += 20) stalls.seen(atMs);
  assertEquals(stalls.recentMs(1290), 0);
});

Deno.test("a stall that goes on counts already", () => {
  const stalls = new OwnStalls(20);
  stalls.seen(0);
  assertEquals(stalls.recentMs(300), 280);
});
