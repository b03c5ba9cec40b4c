import { assertAlmostEquals, assertEquals } from "@std/assert";
import { confidenceOf, languageCodes, languageTag } from "./words.ts";

Deno.test("confidence is the geometric mean of what is known of the tokens", () => {
  assertEquals(confidenceOf([]), null);
  assertEquals(confidenceOf([0, 0]), 1);
  assertAlmostEquals(confidenceOf([Math.log(0.5), Math.log(0.125)])!, 0.25, 1e-9);
  assertEquals(confidenceOf([-9999]), 0);
  assertEquals(confidenceOf([0.1]), 1);
});

Deno.test("languages go to the model as it knows them", () => {
  assertEquals(languageCodes(["de-AT", "en-US", "en-GB", "fil-PH", "", "IT"]), ["de", "en", "it"]);
});

for (
  const [told, expected, tag] of [
    [["de"], ["de-AT", "en-US"], "de-AT"],
    [["en"], ["en-US", "en-GB"], "en"],
    [["fr"], ["de-AT"], "fr"],
    [["en-AU", "fr"], ["en-US"], "en-AU"],
    [[], ["en-US"], ""],
    [["<en>"], ["en-US"], ""],
  ] as const
) {
  Deno.test(`told ${told.join() || "nothing"}, expecting ${expected.join()}: "${tag}"`, () => {
    assertEquals(languageTag(told, expected), tag);
  });
}
