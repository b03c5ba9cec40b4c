import { assertEquals } from "@std/assert";
import { ReplayMemory } from "./replay_memory.ts";

Deno.test("A-07 a name is new once, and for as long as a signature lives", () => {
  const memory = new ReplayMemory();
  assertEquals(memory.isNew("a", 0), true);
  assertEquals(memory.isNew("a", 1), false);
  assertEquals(memory.isNew("a", 59_999), false);
  assertEquals(memory.isNew("b", 59_999), true);
});

Deno.test("what can no longer be replayed is forgotten", () => {
  const memory = new ReplayMemory();
  for (let i = 0; i < 1_000; i++) memory.isNew(`n${i}`, i);
  memory.isNew("late", 60_500);
  assertEquals(memory.size, 500);
});

Deno.test("the memory is bounded: the oldest names make room", () => {
  const memory = new ReplayMemory(3);
  for (const name of ["a", "b", "c", "d"]) assertEquals(memory.isNew(name, 0), true);
  assertEquals(memory.size, 3);
  assertEquals(memory.isNew("d", 0), false);
});
