import { assertEquals } from "@std/assert";
import { CallIds, safeId } from "./call_ids.ts";

const UUID = "6a0d7a3e-6b3c-4f39-9d8c-0d4d3f3a7a11";

Deno.test("V-03 the core's UUID names the call once; all else gets a name of ours", () => {
  let own = 0;
  const ids = new CallIds(() => `own-${++own}`);
  assertEquals(ids.take(UUID.toUpperCase()), UUID);
  assertEquals(ids.take(UUID), "own-1");
  assertEquals(ids.take(""), "own-2");
  assertEquals(ids.take("call-17"), "own-3");
});

Deno.test("ten thousand names are remembered, no more", () => {
  let own = 0;
  const ids = new CallIds(() => `own-${++own}`);
  ids.take(UUID);
  for (let i = 0; i < 9_999; i++) ids.take("");
  assertEquals(ids.take(UUID), "own-10000");
  assertEquals(ids.take(UUID), UUID);
});

Deno.test("V-03 an id is cut to 64 safe characters", () => {
  assertEquals(safeId(UUID), { id: UUID, whole: true });
  assertEquals(safeId(""), { id: "", whole: false });
  assertEquals(safeId("<b>\n\0x.y:1_2-3"), { id: "bx.y:1_2-3", whole: false });
  assertEquals(safeId("a".repeat(10_240)), { id: "a".repeat(64), whole: false });
});
