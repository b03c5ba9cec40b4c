// What changes between two states, in German.
import type { DIFF_TEXTS } from "../diff.ts";
import { plural } from "../numbers.ts";

export const diff: typeof DIFF_TEXTS = {
  none: "Es gibt keinen Unterschied.",
  settings: "Geänderte Einstellungen",
  setting: "Einstellung",
  before: "Vorher",
  after: "Nachher",
  changes: (title: string) => `Änderungen: ${title}`,
  unchanged: (lines: number) => plural(lines, "unveränderte Zeile", "unveränderte Zeilen"),
  removed: "Entfernt: ",
  added: "Neu: ",
};
