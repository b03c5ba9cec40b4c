import { assertEquals } from "@std/assert";
import { customerPairs } from "./customer_data.ts";

Deno.test("pairs are read in their order, and the first colon splits", () => {
  const rows: [text: string, pairs: [string, string][], odd: number][] = [
    ["name:Anna;order:A-17", [["name", "Anna"], ["order", "A-17"]], 0],
    [" name : Anna ; at: 10:30 ;", [["name", "Anna"], ["at", "10:30"]], 0],
    ["site:https://a.example/x", [["site", "https://a.example/x"]], 0],
    ["a:1;a:2", [["a", "1"], ["a", "2"]], 0],
    ["empty:", [["empty", ""]], 0],
    ["nothing here", [], 1],
    [":no name;a:1", [["a", "1"]], 1],
    [";;", [], 0],
    ["", [], 0],
  ];
  for (const [text, pairs, odd] of rows) {
    assertEquals(customerPairs(text), {
      pairs: pairs.map(([name, value]) => ({ name, value })),
      odd,
    });
  }
});

Deno.test("more than fifty pairs are cut and counted", () => {
  const { pairs, odd } = customerPairs("a:1;".repeat(53));
  assertEquals([pairs.length, odd], [50, 3]);
});
