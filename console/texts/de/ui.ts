// The building blocks in German.
import { countWords } from "../numbers.ts";
import type { UI_TEXTS } from "../ui.ts";

/** As the beginning of a sentence. */
const capital = (words: string) => String(words).replace(/^./, (first) => first.toUpperCase());

export const ui: typeof UI_TEXTS = {
  close: "Schließen",
  copy: "Kopieren",
  copyWhat: (what) => `${capital(what)} kopieren`,
  copied: (what) => `${capital(what)} kopiert`,
  notCopied: (what) => `${capital(what)} nicht kopiert. Bitte von Hand auswählen und kopieren`,
  remove: (what) => `${capital(what)} entfernen`,
  range: (from, to, unit) => `${from} bis ${to}${unit && ` ${unit}`}`,
  linesSkipped: (n) => `${n} Zeilen übersprungen`,
  moreRows: ({ next, left }) => `${countWords(next)} weitere von ${countWords(left)} zeigen`,
};
