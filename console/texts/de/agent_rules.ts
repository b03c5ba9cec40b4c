// The rules of an agent in German.
import type { AGENT_RULES_TEXTS } from "../agent_rules.ts";

export const agent_rules: typeof AGENT_RULES_TEXTS = {
  digits: {
    title: "Wann eine Eingabe vollständig ist",
    hint:
      "Was davon zuerst geschieht. Das Modell hört die Töne nicht; ihm werden die Ziffern gesagt.",
    ends: "Eine Taste beendet sie",
    hash: "# (Raute)",
    star: "* (Stern)",
    noKey: "Keine Taste",
    count: "Eine Anzahl von Ziffern beendet sie",
    length: "Länge einer Eingabe",
    digits: "Ziffern",
    gap: "Eine Pause beendet sie",
    secret: "Ziffern sind geheim",
    secretHint:
      "Nie gespeichert, gezeigt oder dem Modell gesagt. Nur Werkzeuge bekommen sie, wo das Modell [digits-1] schreibt.",
    keys: {
      title: "Einzelne Tasten",
      hint: "Was eine Taste sofort tut, wenn keine Eingabe begonnen hat.",
      add: "Taste hinzufügen",
      which: (key: string) => `Taste ${key}`,
      key: "Taste",
      does: "Bewirkt",
      instruct: "Was der Agent tun soll",
    },
  },
  limits: {
    title: "Wie lange ein Anruf dauern darf",
    limit: "Länge eines Anrufs begrenzen",
    limitHint: "Am Ende verabschiedet sich der Agent, wenn niemand mitten im Satz ist.",
    longest: "Längster Anruf",
    warn: "Der Anrufer erfährt es vorher",
    words: "Was gesagt wird",
    wordsHint: "Eine Anweisung. Leer: Er sagt, dass der Anruf bald enden muss.",
    machines: "Automaten",
    repeats: "Anrufe mit einem anderen Automaten beenden",
    repeatsHint: "Wenn die andere Seite immer wieder fast dasselbe sagt.",
  },
  moderation: {
    title: "Moderation",
    hint:
      "Das Moderationsmodell des Anbieters liest mit. Es verzögert nie den Ton; wo es ausfällt, geht der Anruf weiter.",
    caller: "Was der Anrufer sagt",
    agent: "Was der Agent gleich sagt",
    agentHint: "Das meiste wird angehalten, bevor es zu hören ist.",
    refusal: "Stattdessen gesagt",
    refusalHint: "Wort für Wort. Leer: ein vorgegebener Satz.",
    refusalExample: "Es tut mir leid, dabei kann ich nicht helfen.",
  },
  summary: {
    title: "Zusammenfassung",
    inCall: "Am Ende des Anrufs",
    inCallHint: "Für den Flow, als CONVERSATION_SUMMARY. Der Anrufer wartet nie darauf.",
    afterCall: "Nach dem Anruf",
    afterCallHint: "Für die Akte, aus dem Transkript, wenn der Anruf noch keine hat.",
    form: "Form",
    plain: "Einfacher Text",
    json: "JSON",
    prompt: "Prompt der Zusammenfassung",
    promptHint: "Leer: ENDING_PROMPT des Servers oder der eingebaute: zwei bis drei Sätze.",
  },
  supervisors: {
    title: "Fragen an die Aufsicht",
    on: "Der Agent darf die Aufsicht fragen",
    onHint:
      "Seine Frage steht auf der Karte des Anrufs, mit zwei Antworten zur Wahl. Der Anruf geht derweil weiter.",
    waits: "Wartet auf Antwort",
    waitsHint: "Danach tut der Agent, was er für diesen Fall angekündigt hat.",
    meanwhile: "Was der Anrufer derweil hört",
    meanwhileHint: "Wort für Wort. Leer: Der Agent findet eigene Worte.",
    meanwhileExample: "Einen Moment, ich frage eine Kollegin.",
  },
  handover: {
    title: "Übergabe an andere Agenten",
    hint:
      "Im laufenden Anruf, mit einer Zusammenfassung. Der andere Agent bringt Prompt und Werkzeuge mit; die Stimme bleibt.",
    nobody: "Es gibt noch keinen anderen Agenten. Zuerst {create}.",
    create: "einen anlegen",
    add: "Agent hinzufügen",
    which: (place: number) => `Übergabe ${place}`,
    to: "An",
    when: "Wann",
    whenExample: "Der Anrufer fragt nach einer Rechnung oder Zahlung.",
  },
};
