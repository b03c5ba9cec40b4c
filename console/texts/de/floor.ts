// The floor in German.
import type { FLOOR_TEXTS } from "../floor.ts";
import { plural } from "../numbers.ts";

export const floor: typeof FLOOR_TEXTS = {
  title: "Leitstand",
  liveTab: (calls: number) => `${calls} live`,
  wall: "Wandansicht",
  postNotice: "Aushang anbringen",
  live: "Laufende Anrufe",
  reorder: (calls: number) => `${plural(calls, "Anruf", "Anrufe")} aufgerückt · neu ordnen`,
  quiet: "Alles ruhig",
  quietWords: "Der letzte Anruf endete {when}. Der nächste erscheint hier von selbst.",
  fresh: "Noch ist kein Anruf eingegangen",
  freshWords:
    "Laufende Anrufe erscheinen hier von selbst, Wort für Wort. Ein Telefon ist dafür nicht nötig.",
  connect: "Genesys verbinden",
  fetching: "Anrufe werden geladen",
  noAnswer: "Der Server antwortet noch nicht",
  counters: {
    live: "Gerade live",
    wanting: "Auffällig",
    waiting: "Warten auf jemanden",
    today: "Anrufe heute",
    answers: "Antwortzeit, Median · 95 %",
    model: "Modell",
  },
  ended: {
    title: "Kürzlich beendet",
    ended: "Ende",
    caller: "Anrufer",
    lasted: "Dauer",
    ending: "Wie er endete",
    lastWords: "Letzte Worte",
    agent: "Agent",
    all: "Das sind alle Anrufe.",
    earlier: "Frühere Anrufe zeigen",
    fetching: "Wird geladen…",
    find: "Vergangenen Anruf nach Worten oder Fakten finden",
  },
  banners: {
    standIn: "Die eingebaute Attrappe nimmt alle Anrufe an",
    standInWords:
      "Kein OpenAI-Schlüssel ist gesetzt: Kein Modell wird gefragt, und nichts verlässt diesen Rechner. Für echte Antworten {key} setzen und neu starten.",
    draining: "Der Server hält gleich an",
    drainingWords: "Laufende Anrufe gehen bis zu ihrem Ende weiter; neue werden abgelehnt.",
    unsaved: "Anrufe werden nicht gespeichert",
    unsavedWords:
      "Sie gehen wie gewohnt weiter, aber ihre Zeilen und Ereignisse werden später fehlen.",
  },
};
