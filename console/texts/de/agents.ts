// The list of agents in German.
import type { AGENTS_TEXTS } from "../agents.ts";
import { plural } from "../numbers.ts";

export const agents: typeof AGENTS_TEXTS = {
  title: "Agenten",
  about: "Jeder hat seinen Prompt, seine Stimme, Werkzeuge und Regeln.",
  failed: "Die Agenten konnten nicht geladen werden",
  fetching: "Agenten werden geladen…",
  default: "Standard",
  published: "veröffentlicht {when}",
  edited: "Unveröffentlichte Änderungen",
  delete: "Löschen…",
  tools: (tools: number) =>
    tools === 0 ? "keine eigenen Werkzeuge" : plural(tools, "Werkzeug", "Werkzeuge"),
  leads: {
    default: "Alle Anrufe ohne Route",
    routesAndDefault: (routes: number) =>
      `${plural(routes, "Route", "Routen")} und alle anderen Anrufe`,
    routes: (routes: number) => plural(routes, "Route", "Routen"),
    none: "Keine Route führt hierher",
  },
  create: {
    title: "Neuer Agent",
    name: "Name",
    noName: "Der Agent braucht einen Namen",
    copyOf: "Beginnt als Kopie von",
    copyOfHint: "Er bekommt Anrufe, sobald eine Route zu ihm führt.",
    act: "Anlegen",
    busy: "Wird angelegt…",
    cancel: "Abbrechen",
  },
  remove: {
    title: (name: string) => `${name} löschen?`,
    words:
      "Der Entwurf und alle Versionen werden endgültig gelöscht. Laufende Anrufe behalten ihn; vergangene Anrufe bleiben aufgezeichnet.",
    act: "Löschen",
    busy: "Wird gelöscht…",
    keep: "Behalten",
    done: (name: string) => `${name} ist gelöscht.`,
  },
};
