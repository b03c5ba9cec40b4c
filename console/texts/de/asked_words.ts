// What is asked of the history, in German.
import type { ASKED_TEXTS } from "../asked_words.ts";

export const asked_words: typeof ASKED_TEXTS = {
  marks: {
    interrupted: "Unterbrochen",
    toolFailed: "Ein Werkzeug scheiterte",
    steppedIn: "Eine Aufsicht griff ein",
  },
  kinds: { agent: "Mit einem Agenten", transcription: "Zwischen Menschen" },
  origins: { phone: "Vom Telefon", test: "Testanrufe" },
  said: (words) => `Gesagt: ${words}`,
  number: (digits) => `Nummer mit ${digits}`,
  from: (day) => `Ab ${day}`,
  to: (day) => `Bis ${day}`,
  version: (version) => `Version ${version}`,
  noRoute: "Keine Route",
  route: (name) => `Route ${name}`,
  atLeast: (length) => `Mindestens ${length}`,
};
