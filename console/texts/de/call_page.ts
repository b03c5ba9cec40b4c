// The page of a call in German.
import type { CALL_PAGE_TEXTS } from "../call_page.ts";

export const call_page: typeof CALL_PAGE_TEXTS = {
  title: "Anruf",
  fetching: "Anruf wird geladen…",
  unknown: "Diesen Anruf gibt es nicht",
  unknownWords: "Vielleicht wurde er gelöscht, oder die Adresse ist nicht vollständig.",
  failed: "Der Anruf konnte nicht geladen werden",
  tabs: { past: "Vergangener Anruf", onAir: "Auf Sendung", live: "Laufender Anruf" },
  back: "Leitstand",
  maskNumber: "Nummer verdecken",
  showNumber: "Nummer zeigen",
  away: "Dieser Anruf ist vielleicht nicht mehr aktuell",
  awayWords: (instance, isThere) =>
    !isThere
      ? `Die Instanz${instance && ` ${instance}`}, die ihn führte, ist weg. ` +
        "Kommt sie nicht wieder, erscheint er binnen zehn Sekunden als beendet."
      : `Von ${instance}, wo er geführt wird, ist nichts zu hören. Er kann wie gewohnt weitergehen; eingreifen kann ` +
        `niemand, bis ${instance} wieder zu hören ist.`,
  views: "Ansichten dieses Anrufs",
  transcript: "Transkript",
  events: "Ereignisse",
  gaps: "Antwortzeiten",
  facts: "Fakten",
};
