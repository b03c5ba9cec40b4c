import { assertEquals } from "@std/assert";
import { fullerTag, languageTag, sameLanguage } from "./languages.ts";
import { translateTarget } from "./translate_target.ts";

Deno.test("a tag is written as is usual; what is none is left out", () => {
  const cases = [["en-us", "en-US"], [" DE ", "de"], ["es-419", "es-419"], ["", ""], [
    "not a tag",
    "",
  ]];
  for (const [text, tag] of cases) assertEquals(languageTag(text!), tag);
});

Deno.test("regions read each other, scripts and languages do not", () => {
  const cases: [string, string, boolean][] = [
    ["en", "en-US", true],
    ["en-GB", "EN-us", true],
    ["pt-BR", "pt-PT", true],
    ["zh-CN", "zh-TW", false],
    ["zh", "zh-Hans", true],
    ["de", "en", false],
    ["", "en", false],
    ["", "", false],
    ["german!", "german!", true],
  ];
  for (const [a, b, same] of cases) assertEquals(sameLanguage(a, b), same, `${a} ${b}`);
});

Deno.test("a language that was heard gets the region that is known for it", () => {
  const tags = ["es-MX", "es-ES", "en-US"];
  const cases = [["es", "es-MX"], ["en-GB", "en-GB"], ["fr", "fr"], ["", ""], ["??", ""]];
  for (const [heard, tag] of cases) assertEquals(fullerTag(heard!, tags), tag);
});

Deno.test("the address that was dialled says into what a call is translated, then its variable, then the setting", () => {
  const target = (query: string, variable: string, setting: string) => {
    const { to, unreadable } = translateTarget({
      address: `/audiohook/transcribe${query}`,
      variables: { TRANSLATE_TO: variable },
      setting,
    });
    return unreadable === "" ? to : `${to} not ${unreadable}`;
  };
  assertEquals(target("?translate=en-us", "fr", "de"), "en-US");
  assertEquals(target("?translate=", "fr", "de"), "fr");
  assertEquals(target("", " ", "de"), "de");
  assertEquals(target("", "", ""), "");
  assertEquals(target("?translate=off", "fr", "de"), "");
  assertEquals(target("", "OFF", "de"), "");
  assertEquals(target("?x=1&translate=%3Cb%3E", "", "de"), "de not <b>");
});
