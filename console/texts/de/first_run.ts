// The first steps in German.
import type { FIRST_RUN_TEXTS } from "../first_run.ts";

export const first_run: typeof FIRST_RUN_TEXTS = {
  title: "Erste Schritte",
  count: (done, all) => `${done} von ${all} erledigt`,
  done: "Erledigt:",
  open: "Offen:",
  putAway: "Ausblenden",
  putAwayDone: "Die ersten Schritte sind ausgeblendet. Strg+K holt sie zurück.",
  help: "Erste Schritte im Leitstand zeigen",
  steps: {
    model: {
      title: "Ein Modell antwortet",
      standIn:
        "Die eingebaute Attrappe antwortet; kein Schlüssel ist gesetzt, nichts verlässt diesen Rechner.",
      waiting: "Der Schlüssel wird mit dem ersten Anruf geprüft.",
      done: "Der Schlüssel wurde angenommen.",
    },
    call: {
      title: "Einen Testanruf starten",
      waiting:
        "Ein simulierter Anrufer ruft über eine echte Leitung an; die Worte erscheinen sofort.",
      done: "Ein Testanruf wurde beantwortet.",
    },
    socket: {
      title: "Eine Telefonanlage verbinden",
      waiting: "Erledigt mit ihrem ersten Anruf oder mit der Probe von Genesys.",
      done: "Eine Telefonanlage kam durch.",
      act: "Adressen ansehen",
    },
    publish: {
      title: "Eine Änderung an einem Agenten veröffentlichen",
      waiting:
        "Schreiben, was er sagen soll, den Unterschied ansehen, veröffentlichen; ab dem nächsten Anruf gilt es.",
      done: "Eine Änderung beantwortet Anrufe.",
      act: "Agenten bearbeiten",
    },
  },
};
