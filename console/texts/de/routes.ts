// The routes in German.
import type { ROUTES_TEXTS } from "../routes.ts";

export const routes: typeof ROUTES_TEXTS = {
  title: "Routen",
  about: "Welcher Agent welchen Anruf annimmt. Die erste passende Route gilt.",
  failed: "Die Routen konnten nicht geladen werden",
  fetching: "Routen werden geladen…",
  add: "Route hinzufügen",
  others: "Alle anderen Anrufe",
  default: "Standardagent",
  defaultHint: "Es gibt keine Routen: Jeder Anruf geht hierhin.",
  save: "Routen speichern",
  saving: "Wird gespeichert…",
  saved: "Neue Anrufe folgen diesen Routen.",
  state: {
    faults: (fields: number) =>
      `Nicht gespeichert: ${fields === 1 ? "ein Feld" : `${fields} Felder`} bitte prüfen`,
    notSaved: (why: string) => `Nicht gespeichert. ${why}`,
    edited: "Geändert, noch nicht gespeichert",
    inForce: "Diese Routen gelten",
  },
  conflict: {
    title: "Jemand hat die Routen gespeichert, während sie hier bearbeitet wurden",
    words:
      "Nichts ist verloren: Die fremde Fassung gilt, die eigene wird erst nach einer Entscheidung gespeichert.",
    diff: "Von der fremden zur eigenen Fassung",
    keepMine: "Fremde Fassung überschreiben",
    takeTheirs: "Fremde Fassung übernehmen",
  },
  one: {
    fresh: "Neue Route",
    nth: (place: number) => `Route ${place}`,
    up: (name: string) => `${name} nach oben`,
    down: (name: string) => `${name} nach unten`,
    name: "Name",
    agent: "Angenommen von",
    called: "Gewählte Nummer",
    path: "Adresse oder Connector-ID",
    variable: "Variable",
    value: "Wert der Variablen",
    takesAll: "Nimmt jeden Anruf: Keine Route darunter wird je gefragt.",
    takes: (conditions: string) => `Nimmt ${conditions}.`,
  },
  tester: {
    title: "Welcher Agent nähme diesen Anruf an?",
    called: "Gewählte Nummer",
    address: "Gewählte Adresse",
    variable: "Mit Variable",
    value: "Mit Wert",
    ask: "Fragen",
    asking: "Wird gefragt…",
    unsaved: "Die Antwort folgt den gespeicherten Routen, nicht den Änderungen hier.",
  },
};
