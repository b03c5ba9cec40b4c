// Die Hilfe.
import type { HELP_TEXTS } from "../help.ts";

export const help: typeof HELP_TEXTS = {
  title: "Hilfe und Einstellungen",
  announce: "Screenreadern fertige Zeilen vorlesen",
  announceHint: "Auf der Seite eines laufenden Anrufs, eine nach der anderen, nie halbe Wörter.",
  shortcuts: "Einzelne Buchstaben sind Tastenkürzel",
  keys: "Tasten",
  signOut: "Abmelden",
  marks: {
    title: "Anrufe gelten als auffällig",
    minutes: "Nach so vielen Minuten",
    dollars: "Ab so vielen Dollar",
    never: "0: nie.",
  },
};
