import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { AGENT_PARTS, partOf, partOfPath, partStates } from "./agent_parts.ts";
import { richConfig } from "./rich_config.ts";

test("every setting of an agent stands in exactly one part", () => {
  const placed = AGENT_PARTS.flatMap(({ fields }) => [...fields] as string[]);
  assertEquals(placed.toSorted(), Object.keys(richConfig()).toSorted());
});

test("a field is found by its path, and an address without a known part leads to the first", () => {
  assertEquals(partOfPath("tools.http.0.url"), "tools");
  assertEquals(partOfPath("noInput.afterMs"), "turns");
  assertEquals(partOfPath("unheard.of"), "words");
  assertEquals([partOf("digits"), partOf("nonsense"), partOf(undefined)], [
    "digits",
    "words",
    "words",
  ]);
});

test("a part says whether it was edited and how many of its fields need a look", () => {
  const errors = [{ path: "handover.0.agentId", message: "" }, { path: "name", message: "" }];
  const states = partStates(richConfig(), richConfig({ repeatGuard: false }), errors);
  const edited = Object.entries(states).filter(([, state]) => state.edited).map(([id]) => id);
  assertEquals(edited, ["limits"]);
  assertEquals([states.handover.errors, states.words.errors, states.tools.errors], [1, 1, 0]);
});
