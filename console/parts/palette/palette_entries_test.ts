import { assert, assertEquals } from "@std/assert";
import { test } from "../../testing.ts";
import { SHORTCUTS } from "../../live/keys.ts";
import { paletteEntries, type PaletteFacts, pastEntry } from "./palette_entries.ts";
import { sampleCall } from "../../live/sample_calls.ts";

const FACTS: PaletteFacts = {
  pageActs: [
    { words: "Whisper", detail: "Step in", keys: "w", why: "" },
    { words: "Transfer", detail: "Step in", keys: "t", why: "This phone system cannot" },
  ],
  offered: new Set(["whisper", "transfer", "follow"]),
  calls: [{ ...sampleCall(), caller: "tel:+15550100142" }],
  agents: [["night/1", "Night line"]],
  prefs: { scheme: "dark", language: null, shortcuts: true, announce: true, firstSteps: null },
  schemeWords: { system: "Auto", light: "Light", dark: "Dark" },
};
const entries = paletteEntries(FACTS);
const byWords = (words: string) => entries.find((entry) => entry.words === words);

test("every key of the table is in the palette exactly once, with its words", () => {
  for (const { keys, act, words } of SHORTCUTS) {
    const found = entries.filter((entry) => entry.keys === keys);
    assertEquals(found.length, act === "palette" ? 0 : 1, keys);
    if (found[0]?.group === "elsewhere") assertEquals(found[0].words, words);
  }
});

test("what is on the page is pressed there; what only a key does is done by its act", () => {
  assertEquals(byWords("Whisper")?.deed, { do: "press", at: 0 });
  assertEquals(byWords("Transfer")?.why, "This phone system cannot");
  const follow = byWords("Follow the end of the transcript");
  assertEquals([follow?.group, follow?.deed], ["here", { do: "act", act: "follow" }]);
});

test("a link to a place stands among the places only, and what follows it is still the right one", () => {
  const act = (words: string) => ({ words, detail: "", keys: "", why: "" });
  const found = paletteEntries({ ...FACTS, pageActs: [act("Wall"), act("Reorder")] });
  assertEquals(found.filter(({ words }) => words === "Wall").map(({ group }) => group), ["places"]);
  const reorder = found.find(({ words }) => words === "Reorder");
  assertEquals(reorder?.deed, { do: "press", at: 1 });
});

test("a key of another page says where it works", () => {
  assertEquals(byWords("Next call")?.why, "Where calls are listed");
});

test("no more of a number is shown than its end", () => {
  const call = entries.find(({ group }) => group === "calls");
  assertEquals(call?.words, "Call from ••• 0142");
  assert(!JSON.stringify([call?.words, call?.detail, call?.also]).includes("5550"));
});

test("an id of any kind makes an address", () => {
  assertEquals(byWords("Night line")?.deed, { do: "go", href: "/agents/night%2F1" });
});

test("of the appearances only the others are offered, of the first steps nothing once they are done", () => {
  const words = entries.filter(({ group }) => group === "settings").map((entry) => entry.words);
  assertEquals(words.filter((text) => text.startsWith("Appearance")), [
    "Appearance: Auto",
    "Appearance: Light",
  ]);
  assertEquals(words.some((text) => text.includes("first steps")), false);
  const left = paletteEntries({ ...FACTS, prefs: { ...FACTS.prefs, firstSteps: false } });
  assert(left.some((entry) => entry.words === "Show the first steps on the floor"));
});

test("what was typed can be looked for in past calls", () => {
  assertEquals(pastEntry("r"), null);
  assertEquals(pastEntry(" refund & co ")?.deed, {
    do: "go",
    href: "/history?text=refund+%26+co",
  });
});

test("each entry has an id of its own", () => {
  assertEquals(new Set(entries.map(({ id }) => id)).size, entries.length);
});
