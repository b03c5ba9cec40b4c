// Where the silence before an answer went, in German.
import type { GAP_TEXTS } from "../gap_words.ts";

export const gap_words: typeof GAP_TEXTS = {
  parts: {
    detection: "Ende bemerken",
    model: "Modell",
    tool: "Werkzeug",
    connecting: "Verbinden",
    held: "Warteschleife",
    sending: "Senden",
    unexplained: "Ungeklärt",
  },
  hints: {
    detection: "Vom Ende des Sprechens, bis feststand, dass der Beitrag vorbei ist",
    model: "Vom Beginn der Antwort bis zu ihrem ersten Ton",
    tool: "Ein Werkzeug des Agenten lief",
    connecting: "Keine Sitzung mit dem Modell war bereit",
    held: "Die Telefonanlage hatte den Ton angehalten",
    sending: "Der Ton war da und wartete, bis er auf der Leitung dran war",
    unexplained: "Kein Ereignis sagt, was so lange dauerte",
  },
  kinds: {
    greeting: "Begrüßung",
    answer: "Antwort",
    interruption: "Nach einer Unterbrechung",
    keys: "Nach Tasten",
    tool: "Mit einem Werkzeug",
    trouble: "Nach einer Störung",
  },
};
