import { assert, assertEquals } from "@std/assert";
import { Scratch } from "./scratch.ts";

Deno.test("frames of one length get the very same view", () => {
  const scratch = new Scratch();
  const first = scratch.take(160);
  assertEquals(first.length, 160);
  assert(scratch.take(160) === first);
});

Deno.test("a shorter frame lies in the same room, a longer one gets more", () => {
  const scratch = new Scratch();
  const long = scratch.take(160);
  assert(scratch.take(40).buffer === long.buffer);
  assertEquals(scratch.take(40).length, 40);
  assertEquals(scratch.take(0).length, 0);
  assertEquals(scratch.take(161).length, 161);
  assert(scratch.take(160).buffer === scratch.take(40).buffer);
});
