import { assertEquals } from "@std/assert";
import { safeId } from "./safe_id.ts";

const UUID = "6a0d7a3e-6b3c-4f39-9d8c-0d4d3f3a7a11";

Deno.test("V-03 an id is cut to 64 safe characters", () => {
  assertEquals(safeId(UUID), { id: UUID, whole: true });
  assertEquals(safeId(""), { id: "", whole: false });
  assertEquals(safeId("<b>\n\0x.y:1_2-3"), { id: "bx.y:1_2-3", whole: false });
  assertEquals(safeId("a".repeat(10_240)), { id: "a".repeat(64), whole: false });
});
