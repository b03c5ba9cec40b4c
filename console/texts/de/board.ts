// The notice board in German.
import type { BOARD_TEXTS } from "../board.ts";
import { plural } from "../numbers.ts";

export const board: typeof BOARD_TEXTS = {
  title: "Aushänge",
  remove: "Entfernen",
  removeAgain: "Erneut drücken",
  removeArmed: "Erneut drücken, um den Aushang zu entfernen",
  which: (beginning: string) => `Aushang „${beginning}“`,
  form: {
    label: "Aushang für alle Anrufe",
    hint: (liveCalls: number) =>
      liveCalls === 0
        ? "Kein Anruf läuft. Jeder Anruf, der bis dahin kommt, kennt ihn von Anfang an."
        : `${
          plural(liveCalls, "laufender Anruf erfährt", "laufende Anrufe erfahren")
        } ihn sofort, ` +
          "und jeder Anruf, der bis dahin kommt, kennt ihn von Anfang an.",
    example: "Die Filiale in Porto ist bis 15:00 geschlossen.",
    act: "Aushängen",
    posted: "Der Aushang hängt",
    holds: "Er gilt",
    time: "Uhrzeit, bis zu der er gilt",
    noTime: "Bitte eine Uhrzeit wählen, bis zu der er gilt.",
    cancel: "Abbrechen",
  },
};
