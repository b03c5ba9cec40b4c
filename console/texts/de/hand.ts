// What an agent asks its supervisors, in German.
import type { HAND_TEXTS } from "../hand.ts";

export const hand: typeof HAND_TEXTS = {
  asks: "Der Agent fragt",
  answered: (words: string) => `Dem Agenten geantwortet: ${words}`,
  otherwise: "Ohne Antwort:",
  own: "Oder mit eigenen Worten",
  answer: "Antworten",
};
