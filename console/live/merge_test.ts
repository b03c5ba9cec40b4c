import { assert, assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { sameConfig, settingChanges } from "./config_fields.ts";
import { mergeConfigs } from "./merge.ts";
import { mergeTexts } from "./merge_texts.ts";
import { richConfig } from "./rich_config.ts";
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

test("items of a list are joined by their names, wherever they stand", () => {
  const base = richConfig();
  const mine = richConfig();
  mine.tools.http[0]!.url = "https://mine.test/{id}";
  mine.variables.push({ name: "tier", fallback: "" });
  const theirs = richConfig();
  theirs.tools.http.unshift({ ...theirs.tools.http[0]!, name: "other" });
  theirs.tools.http[1]!.redact = ["a", "customer.iban"];
  theirs.variables.push({ name: "city", fallback: "" });
  const { config, clean, overruled } = mergeConfigs(base, mine, theirs);
  const tool = config.tools.http.find(({ name }) => name === "order_status");
  assertEquals([tool?.url, tool?.redact], ["https://mine.test/{id}", ["a", "customer.iban"]]);
  assertEquals(config.tools.http.length, 2);
  assertEquals(config.variables.map(({ name }) => name), ["customer.name", "tier", "city"]);
  assertEquals([clean, overruled], [true, []]);
});

test("what one removed goes, unless the other has edited it: then it stays and is named", () => {
  const base = richConfig();
  const without = richConfig({ handover: [], variables: [] });
  const edited = richConfig({ handover: [{ agentId: "billing", when: "Only invoices." }] });
  for (const [mine, theirs] of [[without, edited], [edited, without]] as const) {
    const { config, overruled } = mergeConfigs(base, mine, theirs);
    assertEquals(config.variables, []);
    assertEquals(config.handover[0]?.when, "Only invoices.");
    assertEquals(overruled, ["handover.billing"]);
  }
});

test("a setting that both changed keeps mine and is named", () => {
  const mine = richConfig({ moderation: { caller: true, agent: true, refusal: "Mine." } });
  const theirs = richConfig({ moderation: { caller: false, agent: true, refusal: "Theirs." } });
  const { config, overruled } = mergeConfigs(richConfig(), mine, theirs);
  assertEquals(config.moderation, { caller: false, agent: true, refusal: "Mine." });
  assertEquals(overruled, ["moderation.refusal"]);
});

test("a list in which two have one name is not joined but kept, and named", () => {
  const twice = [{ name: "a", fallback: "1" }, { name: "a", fallback: "2" }];
  const theirs = richConfig({ variables: [{ name: "b", fallback: "" }] });
  const { config, overruled } = mergeConfigs(
    richConfig(),
    richConfig({ variables: twice }),
    theirs,
  );
  assertEquals([config.variables, overruled], [twice, ["variables"]]);
});

test("settings that came through the server unchanged count as unchanged", () => {
  const again = structuredClone(richConfig());
  const theirs = richConfig({ voice: "ash" });
  assertEquals(mergeConfigs(richConfig(), again, theirs), {
    config: theirs,
    clean: true,
    overruled: [],
  });
});
