import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { createSavedViews, VIEWS_MAX } from "./saved_views.ts";

function memory(kept: Record<string, string> = {}) {
  return {
    kept,
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => void (kept[key] = value),
  };
}

test("views are kept by name, in order, and are there again after a reload", () => {
  const storage = memory();
  const first = createSavedViews(storage);
  assertEquals(first.save(" Tools ", "?toolFailed=yes"), "");
  assertEquals(first.save("Late", "?from=2026-11-20"), "");
  assertEquals(first.save("Tools", "?toolFailed=yes&kind=agent"), "");
  const again = createSavedViews(storage);
  assertEquals(again.views.value, [
    { name: "Late", address: "?from=2026-11-20" },
    { name: "Tools", address: "?kind=agent&toolFailed=yes" },
  ]);
  again.remove("Late");
  assertEquals(createSavedViews(storage).views.value.map(({ name }) => name), ["Tools"]);
});

test("two tabs do not take each other's views away", () => {
  const storage = memory();
  const [one, two] = [createSavedViews(storage), createSavedViews(storage)];
  one.save("One", "?text=1");
  two.save("Two", "?text=2");
  assertEquals(two.views.value.map(({ name }) => name), ["One", "Two"]);
});

test("a view without a name, and one too many, are refused in words", () => {
  const views = createSavedViews(memory());
  assertEquals(views.save("  ", "?text=x"), "Give the view a name.");
  for (let i = 0; i < VIEWS_MAX; i++) assertEquals(views.save(`v${i}`, "?text=x"), "");
  assertEquals(views.save("more", "?text=x").startsWith("There are 20 views"), true);
  assertEquals(views.save("v0", "?text=y"), "", "one that is there may change");
});

test("a browser that keeps nothing says so, and whatever lies in storage leads only into the history", () => {
  const refusing = {
    getItem: () => null,
    setItem: () => {
      throw new Error("quota");
    },
  };
  const views = createSavedViews(refusing);
  assertEquals(views.save("x", "?text=x"), "This browser does not let the console keep anything.");
  assertEquals(views.views.value, []);
  for (const text of ["{", "null", "7", '[null, 5, {"name": 1, "address": "?"}]']) {
    assertEquals(createSavedViews(memory({ "hookline.views": text })).views.value, []);
  }
  const evil = JSON.stringify([{ name: "x", address: "javascript:alert(1)//?text=a" }]);
  assertEquals(createSavedViews(memory({ "hookline.views": evil })).views.value[0]?.address, "");
});
