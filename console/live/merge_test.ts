import { assert, assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { sameConfig, settingChanges } from "./config_fields.ts";
import { mergeConfigs, mergeTexts } from "./merge.ts";
import { sampleConfig } from "./sample_agent.ts";

const BASE = sampleConfig();

test("edits of different lines are joined", () => {
  const mine = BASE.prompt.replace("Never guess.", "Never guess prices.");
  const theirs = `Hello.\n${BASE.prompt}`;
  const { text, clean } = mergeTexts(BASE.prompt, mine, theirs);
  assert(clean);
  assertEquals(text, `Hello.\n${BASE.prompt}`.replace("Never guess.", "Never guess prices."));
});

test("edits of the same line keep both and say so", () => {
  const mine = BASE.prompt.replace("Be kind.", "Be warm.");
  const theirs = BASE.prompt.replace("Be kind.", "Be formal.");
  const { text, clean } = mergeTexts(BASE.prompt, mine, theirs);
  assert(!clean);
  assert(text.includes("Be warm.") && text.includes("Be formal."));
  assert(text.includes("Never guess."));
});

test("where only one has edited, theirs or mine is taken whole", () => {
  assertEquals(mergeTexts("a", "a", "b"), { text: "b", clean: true });
  assertEquals(mergeTexts("a", "c", "a"), { text: "c", clean: true });
});

test("the same edit by both is made once, and a removal joins with an edit elsewhere", () => {
  const same = BASE.prompt.replace("Be kind.", "Be warm.");
  assertEquals(mergeTexts(BASE.prompt, `${same}More.\n`, `Hi.\n${same}`), {
    text: `Hi.\n${same}More.\n`,
    clean: true,
  });
  assertEquals(mergeTexts("a\nb\nc\nd\n", "a\nc\nd\n", "a\nb\nc\nD\n").text, "a\nc\nD\n");
});

test("edits of neighbouring lines are left to a person", () => {
  assert(!mergeTexts("a\nb\nc\n", "A\nb\nc\n", "a\nB\nc\n").clean);
});

test("settings are joined one by one, mine where both have changed", () => {
  const mine = sampleConfig({
    voice: "cedar",
    turnTaking: { ...BASE.turnTaking, silenceDurationMs: 900 },
  });
  const theirs = sampleConfig({
    voice: "ash",
    model: "gpt-realtime-2",
    turnTaking: { ...BASE.turnTaking, bargeIn: false },
  });
  const { config } = mergeConfigs(BASE, mine, theirs);
  assertEquals([config.voice, config.model], ["cedar", "gpt-realtime-2"]);
  assertEquals([config.turnTaking.silenceDurationMs, config.turnTaking.bargeIn], [900, false]);
});

test("changes of settings are listed in words, and texts count for sameness", () => {
  const other = sampleConfig({ voice: "cedar", language: "pt" });
  assertEquals(settingChanges(BASE, other), [
    { label: "Voice", before: "marin", after: "cedar" },
    { label: "Language", before: "detected", after: "pt" },
  ]);
  assert(sameConfig(BASE, sampleConfig()));
  assert(!sameConfig(BASE, sampleConfig({ prompt: "Other" })));
});
