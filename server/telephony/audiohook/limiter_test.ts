import { assert, assertEquals } from "@std/assert";
import { Limiter } from "./limiter.ts";

function burst(limiter: Limiter, nowMs: number): number {
  let count = 0;
  while (limiter.waitMs(nowMs) === 0) {
    limiter.take(nowMs);
    count++;
  }
  return count;
}

Deno.test("twenty at once, then five a second", () => {
  const limiter = new Limiter(0);
  assertEquals(burst(limiter, 0), 20);
  assertEquals(Math.round(limiter.waitMs(0)), 200);
  assertEquals(burst(limiter, 199), 0);
  assertEquals(burst(limiter, 200), 1);
  assertEquals(burst(limiter, 1_200), 5);
});

Deno.test("a pause earns no more than the burst", () => {
  const limiter = new Limiter(0);
  burst(limiter, 0);
  assertEquals(burst(limiter, 3_600_000), 20);
});

Deno.test("urgent messages draw on the reserve, and the others wait for it to fill again", () => {
  const limiter = new Limiter(0);
  burst(limiter, 0);
  for (let i = 0; i < 5; i++) limiter.take(0);
  assertEquals(Math.round(limiter.waitMs(0)), 1_200);
  for (let i = 0; i < 500; i++) limiter.take(0);
  assertEquals(Math.round(limiter.waitMs(0)), 1_200);
});

Deno.test("over any hour no more leave than the phone system allows", () => {
  const limiter = new Limiter(0);
  let sent = 0;
  for (let nowMs = 0; nowMs <= 60_000; nowMs += 37) sent += burst(limiter, nowMs);
  assert(sent <= 25 + 5 * 60, `${sent} sent`);
  assert(sent >= 5 * 60, `${sent} sent`);
});

Deno.test("G-22 asked for silence, ordinary messages wait; a shorter wish does not shorten it", () => {
  const limiter = new Limiter(0);
  limiter.holdOff(0, 3_000);
  limiter.holdOff(100, 500);
  assertEquals(limiter.waitMs(1_000), 2_000);
  assertEquals(limiter.waitMs(3_000), 0);
});

Deno.test("what gives way to others waits while it would leave them less than it should", () => {
  const limiter = new Limiter(0);
  for (let i = 0; i < 15; i++) {
    assertEquals(limiter.waitMs(0, 5), 0);
    limiter.take(0);
  }
  assertEquals(limiter.waitMs(0, 5), 200);
  assertEquals(limiter.waitMs(0), 0);
  assertEquals(limiter.waitMs(200, 5), 0);
});
