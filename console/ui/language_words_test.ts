import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { languageWords } from "./language_words.ts";

test("a language has its English name whatever its region, and what is none stays as it is", () => {
  assertEquals(["de", "EN-us", "", "not a tag"].map(languageWords), [
    "German",
    "English",
    "",
    "not a tag",
  ]);
});
