// The palette in German.
import type { PALETTE_TEXTS } from "../palette.ts";

export const palette: typeof PALETTE_TEXTS = {
  name: "Eine Handlung, einen Ort oder einen Anruf finden",
  placeholder: "Handlung, Ort, Anruf oder Agent …",
  close: "Schließen",
  button: "Suchen",
  list: "Was passt",
  none: "Nichts heißt so.",
  unfetched:
    "Die Suche konnte nicht geladen werden. Bitte die Seite neu laden; vielleicht wurde der Server ersetzt.",
  found: (count) => count === 1 ? "1 Treffer" : `${count} Treffer`,
  hints: { choose: "wählen", do: "tun", leave: "verlassen" },
  groups: {
    here: "Auf dieser Seite",
    calls: "Laufende Anrufe",
    places: "Orte",
    agents: "Agenten",
    settings: "Diese Konsole",
    past: "Vergangene Anrufe",
    elsewhere: "Tasten anderer Seiten",
  },
  tab: "Reiter",
  unfold: "Öffnen oder schließen",
  searchPast: (words) => `Vergangene Anrufe nach „${words}“ durchsuchen`,
  callFrom: (number) => `Anruf von ${number}`,
  agent: "Prompt, Stimme, Werkzeuge",
  help: "Hilfe und Einstellungen",
  appearance: (name) => `Darstellung: ${name}`,
  language: (name) => `Sprache: ${name}`,
  asBrowser: "Sprache: wie der Browser",
  shortcuts: (on) =>
    on
      ? "Einzelne Buchstaben als Tasten ausschalten"
      : "Einzelne Buchstaben als Tasten einschalten",
  announce: (on) =>
    on ? "Fertige Zeilen nicht mehr vorlesen lassen" : "Fertige Zeilen vorlesen lassen",
  firstSteps: (shown) => shown ? "Erste Schritte ausblenden" : "Erste Schritte im Leitstand zeigen",
  signOut: "Abmelden",
};
