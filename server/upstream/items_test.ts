import { assertEquals } from "@std/assert";
import { Items } from "./items.ts";

Deno.test("an item is never cut later than what came of it", () => {
  const items = new Items();
  items.received("a", 8000);
  assertEquals(items.cutMs("a", 400.7), 400);
  assertEquals(items.cutMs("a", 5000), 1000);
});

Deno.test("an item that came whole keeps a margin for the server's shorter idea of it", () => {
  const items = new Items();
  items.received("a", 8000);
  items.complete("a");
  assertEquals(items.cutMs("a", 5000), 900);
  assertEquals(items.cutMs("a", 300), 300);
  items.received("short", 80);
  items.complete("short");
  assertEquals(items.cutMs("short", 10), 0);
});

Deno.test("there is nothing to cut of items that are unknown, silent or dropped", () => {
  const items = new Items();
  assertEquals(items.cutMs("a", 100), null);
  items.begun("a");
  assertEquals([items.has("a"), items.cutMs("a", 100)], [true, null]);
  items.received("a", 800);
  items.drop("a");
  assertEquals([items.has("a"), items.cutMs("a", 100)], [false, null]);
});
