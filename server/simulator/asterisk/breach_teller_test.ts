import { assertEquals } from "@std/assert";
import { breachTeller } from "./breach_teller.ts";

Deno.test("a breach is told with its rule's sentence and what was received, ten times at most", () => {
  const told: [string, string][] = [];
  const breach = breachTeller({ A: "a is right", B: "b is right" }, (...one) => told.push(one));
  breach("B", "c");
  for (let i = 0; i < 50; i++) breach("A", `x${i}`);
  assertEquals(told.slice(0, 2), [["B", "b is right; received: c"], [
    "A",
    "a is right; received: x0",
  ]]);
  assertEquals(told.length, 11);
  assertEquals(told.at(-1), ["A", "a is right; received: x9 (no more of this kind are told)"]);
});
