import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { createPrefs } from "./prefs.ts";

function storageWith(text: string | null) {
  const held = { text };
  return {
    held,
    getItem: () => held.text,
    setItem: (_: string, value: string) => void (held.text = value),
  };
}

test("a choice is remembered", () => {
  const storage = storageWith(null);
  const prefs = createPrefs(storage);
  assertEquals([prefs.scheme.value, prefs.shortcuts.value], ["system", true]);
  prefs.scheme.value = "dark";
  prefs.shortcuts.value = false;
  assertEquals([prefs.firstSteps.value, prefs.language.value], [true, null]);
  prefs.language.value = "de";
  prefs.firstSteps.value = false;
  const again = createPrefs(storage);
  assertEquals([again.scheme.value, again.shortcuts.value], ["dark", false]);
  assertEquals([again.firstSteps.value, again.language.value], [false, "de"]);
});

test("spoiled or foreign contents fall back to the defaults", () => {
  for (
    const text of ["{broken", "null", "7", '{"scheme":"pink","announce":"yes","language":"xx"}']
  ) {
    const prefs = createPrefs(storageWith(text));
    assertEquals([prefs.scheme.value, prefs.announce.value, prefs.language.value], [
      "system",
      true,
      null,
    ], text);
  }
});

test("a browser that refuses storage still works for the page", () => {
  const refuse = () => {
    throw new Error("denied");
  };
  const prefs = createPrefs({ getItem: refuse, setItem: refuse });
  prefs.scheme.value = "light";
  assertEquals(prefs.scheme.value, "light");
});

test("the marks are remembered, and nonsense falls back to the defaults", () => {
  const storage = storageWith(null);
  const prefs = createPrefs(storage);
  assertEquals(prefs.marks.value, { minutes: 15, usd: 2 });
  prefs.marks.value = { minutes: 0, usd: 0.5 };
  assertEquals(createPrefs(storage).marks.value, { minutes: 0, usd: 0.5 });
  const foreign = storageWith('{"markMinutes":-1,"markUsd":"7"}');
  assertEquals(createPrefs(foreign).marks.value, { minutes: 15, usd: 2 });
});
