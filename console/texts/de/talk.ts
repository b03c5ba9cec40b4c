// Talking to an agent from its page, in German.
import type { TALK_TEXTS } from "../talk.ts";

export const talk: typeof TALK_TEXTS = {
  title: "Mit dem Agenten sprechen",
  theDraft: "dem Entwurf",
  onTheLine: (whom: string) => `In der Leitung mit ${whom}`,
  whom: "Mit wem sprechen",
  draft: "Der Entwurf",
  published: (version: string) => `${version}, veröffentlicht`,
  toDraft: "Mit dem Entwurf sprechen",
  toPublished: (version: string) => `Mit ${version} sprechen`,
  key: (key: string) => `Taste: ${key}`,
  close: "Schließen",
  editedSince:
    "Der Entwurf wurde seit Beginn dieses Anrufs geändert: auflegen und erneut anrufen, um mit dem neuen Stand zu sprechen.",
  youAreCaller: "Hier spricht der Anrufer.",
  before:
    "Der Browser fragt im nächsten Schritt nach dem Mikrofon; mit Kopfhörern hört der Agent sich nicht selbst.",
  draftSame: "Der Entwurf ist derselbe Stand, der Anrufe annimmt.",
  draftSaved:
    "Der Anruf läuft mit dem Entwurf, wie er gespeichert ist; sonst erreicht ihn niemand.",
  you: "Ich",
  agent: "Agent",
  mute: "Stumm",
  hangUp: "Auflegen",
  giveUp: "Aufgeben",
  openCall: "Seite des Anrufs öffnen",
  keypad: {
    title: "Tastenfeld",
    star: "Stern",
    hash: "Raute",
  },
  simulated: {
    act: "Simulierter Anrufer",
    placing: "Wird gestartet…",
    failed: (why: string) => `Kein Testanruf: ${why}`,
    callsDraft: "Ein simulierter Anrufer ruft den Entwurf an.",
    callsPublished: "Ein simulierter Anrufer ruft die veröffentlichte Version an.",
    listen: "Mithören",
  },
};
