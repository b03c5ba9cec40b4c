// The past calls in German.
import type { HISTORY_TEXTS } from "../history.ts";
import { countWords, plural } from "../numbers.ts";

export const history: typeof HISTORY_TEXTS = {
  title: "Verlauf",
  about: "Alle beendeten Anrufe und was darin gesagt wurde.",
  export: {
    name: "Alle passenden Anrufe exportieren",
    as: "Exportieren als",
  },
  search: {
    words: "Gesprochene Wörter",
    act: "Suchen",
    filters: "Filter",
    hint:
      "Alle Wörter müssen im Anruf vorkommen. {quoted} stehen sie beieinander; {without} darf nicht vorkommen.",
    quoted: "In Anführungszeichen",
    without: "-Wort",
    inForce: "Aktive Filter",
    drop: "Ohne",
    dropAll: "Alle entfernen",
  },
  filters: {
    any: "Beliebig",
    from: "Von",
    to: "Bis einschließlich",
    agent: "Agent",
    version: "Version des Agenten",
    route: "Route",
    noRoute: "Keine Route: der Standardagent",
    ending: "Wie er endete",
    longerThan: "Dauer mindestens, Sekunden",
    number: "Ziffern einer Nummer",
    numberHint: "Der anrufenden oder der angerufenen.",
    protocol: "Telefonanlage",
    kind: "Wer mit dem Anrufer sprach",
    origin: "Woher er kam",
    marks: "Nur Anrufe mit",
  },
  views: {
    name: "Gespeicherte Ansichten",
    save: "Ansicht speichern…",
    saved: (name: string) => `Die Ansicht ${name} ist in diesem Browser gespeichert`,
    remove: (name: string) => `Ansicht ${name} entfernen`,
    removed: (name: string) => `Die Ansicht ${name} ist entfernt`,
    nameField: "Name der Ansicht",
    nameHint: "Bleibt nur in diesem Browser. Zum Teilen die Adresse der Seite weitergeben.",
    nameSave: "Speichern",
    cancel: "Abbrechen",
  },
  found: {
    name: "Gefundene Anrufe",
    all: (calls: number) => `${plural(calls, "Anruf", "Anrufe")} insgesamt`,
    some: (calls: number) => plural(calls, "Anruf", "Anrufe"),
    newest: (calls: number) => `Die neuesten ${countWords(calls)} Anrufe`,
    asOf: (time: string) => `Stand ${time}`,
    endedSince: (calls: number) => `seitdem ${plural(calls, "Anruf", "Anrufe")} beendet`,
    again: "Aktualisieren",
    searching: "Suche läuft…",
    searchingFirst: "Anrufe werden durchsucht",
    searchingLong:
      "Die Suche läuft noch. Wörter, die in fast jedem Anruf vorkommen, dauern am längsten; Anrufe werden dadurch nicht gestört.",
    unindexed: "Ältere Anrufe werden noch durchsuchbar gemacht",
    unindexedCalls: (calls: number) =>
      `${plural(calls, "Anruf ist", "Anrufe sind")} noch nicht durchsucht. ` +
      "Das geschieht von selbst; in einer Weile erneut suchen.",
    noOlder: "Ältere gibt es nicht.",
    older: "Ältere Anrufe zeigen",
    fetching: "Wird geladen…",
    failed: "Die Anrufe konnten nicht durchsucht werden",
    failedWhy: (why: string) =>
      `${why} Laufende Anrufe sind nicht betroffen, und kein Anruf geht verloren.`,
    tryAgain: "Erneut versuchen",
    noneFits: "Kein Anruf passt",
    noneFitsAdvice:
      "Weniger oder kürzere Wörter finden mehr: „Rechnung“ findet auch „Rechnungen“. Akzente und Großschreibung zählen nicht. Gelöschtes wird nicht gefunden.",
    noneYet: "Noch ist kein Anruf beendet",
    noneYetAdvice:
      "Anrufe erscheinen hier, wenn sie enden, mit allem, was gesagt wurde. Ein Telefon ist dafür nicht nötig.",
    showAll: "Alle Anrufe zeigen",
  },
  columns: {
    began: "Beginn",
    caller: "Anrufer",
    agent: "Agent",
    route: "Route",
    lasted: "Dauer",
    ending: "Wie er endete",
    cost: "Kosten",
    marks: "Merkmale",
    delete: "Löschen",
  },
  defaultRoute: "Standard",
  marks: {
    interrupted: (times: number) => times > 1 ? `${times}× unterbrochen` : "Unterbrochen",
    toolFailed: (times: number) =>
      times > 1 ? `Werkzeug ${times}× gescheitert` : "Werkzeug gescheitert",
    steppedIn: "Eingegriffen",
  },
  delete: {
    act: "Anruf löschen",
    again: "Erneut drücken",
    armed: "Innerhalb von 4 Sekunden erneut drücken, um den Anruf endgültig zu löschen",
    done: "Der Anruf und alles, was darin gesagt wurde, sind gelöscht.",
    failed: (why: string) => `Der Anruf ist noch da. ${why}`,
  },
  snippets: {
    caller: "Anrufer",
    agent: "Agent",
    translation: "Übersetzung",
    summary: "Zusammenfassung",
    unheard: "Vom Anrufer nicht gehört",
  },
};
