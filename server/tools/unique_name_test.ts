// Names that do not clash and are not too long.
import { assertEquals } from "@std/assert";
import { dataActionName } from "./data_action_tool.ts";
import { uniqueName } from "./unique_name.ts";

Deno.test("a name that is taken gets a number", () => {
  const taken = new Set<string>();
  const names = ["a", "a", "a_2", "a"].map((name) => uniqueName(name, taken));
  assertEquals(names, ["a", "a_2", "a_2_2", "a_3"]);
});

Deno.test("a long name gives up its end for the number", () => {
  const taken = new Set<string>();
  const long = "x".repeat(64);
  assertEquals([uniqueName(long, taken), uniqueName(long, taken)], [long, `${"x".repeat(62)}_2`]);
});

const NAMES: [name: string, tool: string][] = [
  ["Get Customer", "genesys_data_action_Get_Customer"],
  ["  GC - Lookup (v2)! ", "genesys_data_action_GC_-_Lookup_v2"],
  ["Kündigung prüfen", "genesys_data_action_Kundigung_prufen"],
  ["顧客", "genesys_data_action_custom_-_1"],
  ["a".repeat(100), `genesys_data_action_${"a".repeat(44)}`],
];
for (const [name, tool] of NAMES) {
  Deno.test(`the data action "${name}" is the tool ${tool}`, () => {
    assertEquals(dataActionName({ id: "custom_-_1", name }), tool);
  });
}
