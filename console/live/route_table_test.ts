import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import {
  checkRoutes,
  conditionWords,
  EMPTY_ROUTE,
  tableText,
  takesEverything,
} from "./route_table.ts";

const night = { ...EMPTY_ROUTE, name: "Night", agentId: "n", called: "+4930*" };

test("the conditions of a route are told in one clause", () => {
  assertEquals(conditionWords(EMPTY_ROUTE), "every call");
  const all = { ...night, path: "/night", variable: { name: "LANGUAGE", value: "" } };
  assertEquals(
    conditionWords(all),
    "calls where the number is +4930* and the address ends in /night and LANGUAGE is anything",
  );
});

test("a route that takes everything is noticed, stars or not", () => {
  assertEquals(takesEverything(EMPTY_ROUTE), true);
  assertEquals(takesEverything({ ...EMPTY_ROUTE, called: "*", path: " " }), true);
  assertEquals(takesEverything(night), false);
});

test("what is missing is told at its place", () => {
  const value = { ...EMPTY_ROUTE, name: "x", agentId: "a", variable: { name: "", value: "de" } };
  const table = { defaultAgentId: "", routes: [night, EMPTY_ROUTE, value] };
  assertEquals(checkRoutes(table).map(({ path }) => path), [
    "defaultAgentId",
    "routes.1.name",
    "routes.1.agentId",
    "routes.2.variable.name",
  ]);
});

test("a table reads as lines, the default last", () => {
  const text = tableText({ defaultAgentId: "d", routes: [night] }, (id) => id.toUpperCase());
  assertEquals(text, "Night: calls where the number is +4930* → N\nAll other calls → D");
});
