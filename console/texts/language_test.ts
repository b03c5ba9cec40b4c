import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { GERMAN } from "./de.ts";
import { isLanguage, languageOf, speak, texted } from "./language.ts";

test("the browser's first wish that the console speaks counts, whatever its region", () => {
  assertEquals(languageOf(["de-AT", "en"]), "de");
  assertEquals(languageOf(["pt-PT", "DE", "en"]), "de");
  assertEquals(languageOf(["fr"]), "en");
  assertEquals(languageOf([]), "en");
});

test("a language is one that the console has, and no name of something else", () => {
  assertEquals(["de", "en", "fr", "toString", null, 7].map(isLanguage), [
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

// A test file has its modules to itself: German is spoken before the words of time are evaluated, as in main.tsx.
test("numbers, times and sums are German where German is spoken, and an unknown table stays English", async () => {
  speak("de", GERMAN);
  const time = await import("../ui/time_words.ts");
  const { dollarWords } = await import("../ui/money_words.ts");
  const { languageWords } = await import("../ui/language_words.ts");
  assertEquals(time.countWords(4096), "4.096");
  assertEquals([time.latencyWords(1240), time.lengthWords(2500), time.spanWords(2400)], [
    "1,24 s",
    "2,5 s",
    "2,4 s",
  ]);
  assertEquals(time.offsetWords(134_390), "02:14,3");
  assertEquals(time.spokenDuration(3_723_000), "1 Stunde 2 Minuten 3 Sekunden");
  const noon = new Date(2026, 10, 21, 12, 0, 5).getTime();
  assertEquals(time.agoWords(noon - 180_000, noon), "vor 3 Min.");
  assertEquals(time.agoWords(noon - 26 * 3_600_000, noon), "20. Nov., 10:00");
  assertEquals([dollarWords(12.4), dollarWords(0.0002)], ["12,40 $", "unter 0,001 $"]);
  assertEquals(languageWords("de-AT"), "Deutsch");
  assertEquals(texted("nobody_has_this", { word: "Word" }), { word: "Word" });
});
