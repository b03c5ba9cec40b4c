// The places of the console in German. What is searched and never shown holds the English words too.
import type { PLACE_TEXTS } from "../places.ts";

export const places: typeof PLACE_TEXTS = {
  floor: { name: "Leitstand", also: "laufende Anrufe live floor" },
  history: { name: "Verlauf", also: "vergangene Anrufe suchen history" },
  agents: { name: "Agenten", also: "Prompts Stimmen agents" },
  routes: { name: "Routen", also: "Nummern routes" },
  connection: {
    name: "Verbindung",
    also: "Zustand Adressen Diagnose Version Genesys connection health",
  },
  settings: {
    name: "Einstellungen",
    also:
      "Personen Rollen Tokens Webhooks Meldungen Aufbewahrung Protokoll Passwort Sprache language settings",
  },
  wall: { name: "Wandansicht", also: "großer Bildschirm wall" },
};
