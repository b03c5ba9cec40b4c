import { assert, assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { axisTicks, unheardMs } from "./strip_scale.ts";

test("marks stand at round times", () => {
  assertEquals(axisTicks(10_000), [0, 2000, 4000, 6000, 8000]);
  assertEquals(axisTicks(60_000), [0, 10_000, 20_000, 30_000, 40_000, 50_000]);
});

test("marks are never crowded, however long the call", () => {
  for (const minutes of [1, 3, 12, 60, 300]) {
    const count = axisTicks(minutes * 60_000).length;
    assert(count >= 3 && count <= 8, `${minutes} min: ${count}`);
  }
});

test("what nobody heard ends where the same speaker is heard again", () => {
  const cut = { generatedMs: 10_000, heardMs: 2600 };
  assertEquals(unheardMs({ cut, fromMs: 28_400, untilMs: 60_000 }), 7400);
  assertEquals(unheardMs({ cut, fromMs: 28_400, untilMs: 31_900 }), 3500);
  assertEquals(unheardMs({ cut, fromMs: 28_400, untilMs: 20_000 }), 0);
});
