// What stands around the settings of an agent, in German.
import type { AGENT_TEXTS } from "../agent.ts";
import { plural } from "../numbers.ts";

export const agent: typeof AGENT_TEXTS = {
  title: "Agent",
  back: "Agenten",
  fetching: "Agent wird geladen…",
  unknown: "Diesen Agenten gibt es nicht",
  unknownWords: "Vielleicht ist die Adresse nicht vollständig.",
  failed: "Der Agent konnte nicht geladen werden",
  about: "{version} nimmt Anrufe an. Änderungen bleiben im Entwurf, bis sie veröffentlicht werden.",
  talk: "Mit ihm sprechen",
  parts: "Teile des Agenten",
  toLookAt: (fields: number) => `${plural(fields, "Feld", "Felder")} zu prüfen`,
  edited: "Geändert, noch nicht veröffentlicht",
  editedShort: ", geändert",
  merged: {
    both: "Beide Änderungen stehen im Entwurf.",
    unclean: "Wo die Texte abweichen, stehen beide im Entwurf: vor dem Veröffentlichen bereinigen.",
    overruled: (places: string) =>
      `Beide haben dasselbe geändert unter ${places}: vor dem Veröffentlichen dort nachsehen.`,
    place: (part: string) => `„${part}“`,
  },
  save: {
    saved: (time: string) => `Entwurf gespeichert ${time}`,
    saving: "Wird gespeichert…",
    faults: (fields: number) =>
      `Nicht gespeichert: ${fields === 1 ? "ein Feld" : `${fields} Felder`} bitte prüfen`,
    show: "Zeigen",
    trying: (why: string) => `Nicht gespeichert, neuer Versuch läuft. ${why}`,
    conflict: "Nicht gespeichert: Jemand anders hat auch etwas geändert",
  },
  publish: {
    same: "Der Entwurf ist das, was Anrufe annimmt.",
    open: (version: string) => `${version} veröffentlichen…`,
    title: (version: string) => `${version} veröffentlichen`,
    act: (version: string) => `${version} veröffentlichen`,
    restoreTitle: (old: string, version: string) => `${old} als ${version} wiederherstellen`,
    restore: (version: string) => `Als ${version} wiederherstellen`,
    busy: "Wird veröffentlicht…",
    cancel: "Noch nicht",
    from: (version: string) => `Neue Anrufe werden ab jetzt mit ${version} angenommen.`,
    keep: (calls: number, version: string) =>
      `${
        calls === 1 ? "1 laufender Anruf behält" : `${calls} laufende Anrufe behalten`
      } ${version} bis zum Ende.`,
    keepNone: "Kein Anruf mit ihm läuft gerade.",
    why: "Warum",
    whyHint: "Eine Zeile; sie steht in der Liste der Versionen.",
    noWhy: "Bitte in einer Zeile sagen, warum",
    done: (version: string) => `${version} nimmt ab jetzt neue Anrufe an.`,
  },
  versions: {
    title: "Versionen",
    live: "Nimmt Anrufe an",
    noNote: "Kein Grund angegeben",
    restore: "Wiederherstellen…",
    restoreWhich: (version: number) => ` Version ${version}`,
  },
  conflict: {
    title: "Jemand hat diesen Entwurf gespeichert, während er hier bearbeitet wurde",
    words:
      "Nichts ist verloren: Beide Texte stehen hier, und bis zur Entscheidung wird nichts gespeichert.",
    theirs: "Fremde Fassung",
    yours: "Eigene Fassung",
    prompt: (whose: string) => `${whose}: Prompt`,
    diff: "Von der fremden zur eigenen Fassung, Zeile für Zeile",
    merge: "Zusammengeführt bearbeiten",
    keepMine: "Eigene über die fremde legen",
    takeTheirs: "Fremde übernehmen",
  },
};
