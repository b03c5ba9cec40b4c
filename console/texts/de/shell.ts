// The frame around all screens in German.
import type { SHELL_TEXTS } from "../shell.ts";

export const shell: typeof SHELL_TEXTS = {
  skip: "Zum Inhalt springen",
  main: "Hauptmenü",
  home: "Hookline, zum Leitstand",
  more: "Mehr",
  dismiss: "Ausblenden",
  key: (keys: string) => `Taste: ${keys}`,
  pause: "Ansicht anhalten",
  paused: "Ansicht angehalten",
  testCall: {
    act: "Testanruf starten",
    placing: "Wird gestartet…",
    placed: "Ein Testanruf ist unterwegs.",
    listen: "Mithören",
    failed: (why: string) => `Kein Testanruf: ${why}`,
  },
  appearance: {
    title: "Darstellung",
    system: "Auto",
    light: "Hell",
    dark: "Dunkel",
    now: "Darstellung:",
    next: (now: string, next: string) => `Darstellung: ${now}. Drücken für ${next}.`,
  },
  freshness: {
    connecting: "Verbindet",
    catching_up: "Holt auf",
    live: "Live",
    reconnecting: "Verbindet neu",
    offline: "Offline",
    asleep: "Schläft",
    signed_out: "Abgemeldet",
    title: "Aktualität",
    offlineTitle: "Dieser Computer ist offline.",
    lostTitle: "Die Konsole hat ihre Verbindung verloren.",
    old:
      "Was hier steht, ist {age} alt. Anrufe sind nicht betroffen: Sie gehen ohne die Konsole weiter.",
  },
  missing: {
    title: "Hier ist nichts",
    words: "An dieser Adresse endet die Leitung. Anrufe sind im Leitstand.",
    again: "Erneut versuchen",
    toFloor: "Zum Leitstand",
    unfetched: "Dieser Teil der Konsole konnte nicht geladen werden",
    unfetchedWords:
      "Der Server ist nicht erreichbar, oder er wurde inzwischen durch eine andere Version ersetzt.",
  },
};
