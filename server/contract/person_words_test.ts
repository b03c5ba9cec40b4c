import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { asksForPerson, PERSON_WORDS } from "./person_words.ts";

const ASK: Record<keyof typeof PERSON_WORDS, readonly string[]> = {
  en: [
    "Can I speak to a real person?",
    "Look, just put me through to somebody. Thanks.",
    "HUMAN PLEASE",
    "I’d like to talk with your supervisor",
  ],
  de: [
    "Ich möchte mit einem Menschen sprechen.",
    "Kann ich nicht mit jemandem reden?",
    "Bitte verbinden Sie mich mit einem Mitarbeiter!",
  ],
  fr: ["Je voudrais parler à un conseiller.", "Passez-moi quelqu’un, s'il vous plaît"],
  es: ["¿Puedo hablar con una persona?", "Páseme con un agente"],
  it: ["Vorrei parlare con un operatore"],
  pt: ["Quero falar com um atendente"],
  nl: ["Kan ik iemand spreken?"],
  pl: ["Chcę porozmawiać z konsultantem", "Proszę mnie połączyć z człowiekiem"],
};

Deno.test("a wish for a person is heard in every language of the list", () => {
  assertEquals(Object.keys(ASK).sort(), Object.keys(PERSON_WORDS).sort());
  for (const text of Object.values(ASK).flat()) assertEquals(asksForPerson(text), true, text);
});

Deno.test("what only sounds like it is left alone", () => {
  for (
    const text of [
      "",
      "Where is my parcel?",
      "The person at the counter was friendly.",
      "Can you speak a little louder?",
      "I do not want to speak to a person.",
      "Ich will nicht mit einem Menschen sprechen",
      "Somebody called me. Let us speak about it.",
      "agentur sprechend",
      "Ich spreche mit dem Personal",
    ]
  ) assertEquals(asksForPerson(text), false, text);
});

Deno.test("hostile words are only words", () => {
  assertEquals(asksForPerson("speak ".repeat(20_000) + "person"), false);
  fc.assert(fc.property(fc.string(), (text) => typeof asksForPerson(text) === "boolean"));
});
