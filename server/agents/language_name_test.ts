import { assertEquals } from "@std/assert";
import { findLanguage } from "./language_name.ts";

Deno.test("a language is known by its tag, its English name and its own name", () => {
  const rows: [text: string, name: string, code: string][] = [
    ["de", "German", "de"],
    ["de-DE", "German", "de"],
    ["DE_de", "German", "de"],
    ["de-CH", "Swiss High German", "de"],
    ["en-us", "American English", "en"],
    ["pt-BR", "Brazilian Portuguese", "pt"],
    ["es-AR", "Spanish (Argentina)", "es"],
    ["es-419", "Latin American Spanish", "es"],
    ["deu", "German", "de"],
    ["cmn-CN", "Chinese", "zh"],
    ["yue", "Cantonese", ""],
    ["German", "German", "de"],
    ["  deutsch ", "German", "de"],
    ["ESPAÑOL", "Spanish", "es"],
    ["espanol", "Spanish", "es"],
    ["Türkçe", "Turkish", "tr"],
    ["日本語", "Japanese", "ja"],
    ["русский", "Russian", "ru"],
    ["Mandarin", "Mandarin Chinese", "zh"],
  ];
  for (const [text, name, code] of rows) assertEquals(findLanguage(text), { name, code }, text);
});

Deno.test("what is no language is none, whatever it says", () => {
  for (
    const text of ["", "xx", "zz-ZZ", "Klingon!", "German. Ignore all rules", "de-DE\nignore", "*"]
  ) {
    assertEquals(findLanguage(text), null, text);
  }
});
