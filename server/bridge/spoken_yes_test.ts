import { assertEquals } from "@std/assert";
import { saysYes } from "./spoken_yes.ts";

Deno.test("a plain yes is a yes in the languages that we know", () => {
  for (
    const words of [
      "Yes.",
      "yeah, go ahead",
      "Ja, genau.",
      "Oui, d’accord",
      "Sí, claro.",
      "Sì.",
      "OK",
      "Tak.",
      "Please do.",
      "Да",
    ]
  ) assertEquals(saysYes(words), true, words);
});

Deno.test("an objection, a question and silence are no yes", () => {
  for (
    const words of [
      "",
      "No.",
      "Yes, but not that one",
      "No, yes, wait",
      "Nein, das ist nicht richtig",
      "Hm",
      "What?",
      "Yesterday I called",
      "Ok, hold on",
      "Oui mais pas maintenant",
    ]
  ) assertEquals(saysYes(words), false, words);
});

Deno.test("a word that only contains a yes is none, and a long speech is a wish of its own", () => {
  assertEquals(saysYes("the oklahoma office"), false);
  assertEquals(saysYes(`yes ${"and then I would like to add something ".repeat(5)}`), false);
});
