// What an agent says, in German.
import type { AGENT_WORDS_TEXTS } from "../agent_words.ts";

export const agent_words: typeof AGENT_WORDS_TEXTS = {
  title: "Was er sagt",
  preview: "Vorschau",
  name: "Name",
  nameHint: "Für die Konsole; Anrufer hören ihn nicht.",
  prompt: "Prompt",
  promptHint: "{{name}} nimmt eine Variable des Anrufs auf.",
  emptyPrompt: "Leer: Es gelten die OPENAI_…INSTRUCTIONS des Servers, sonst der eingebaute Prompt.",
  greeting: "Begrüßung",
  greetingHint: "Eine Anweisung für die ersten Worte. Leer: Der Agent wartet auf den Anrufer.",
  bytes: (bytes: string, most: string) => `${bytes} von ${most} Byte.`,
  farewells: {
    title: "Abschied",
    hint:
      "Die genauen letzten Worte eines Anrufs. Leer: Der Agent findet eigene. SUCCESS_PROMPT und ESCALATION_PROMPT eines Anrufs gehen vor.",
    settled: "Wenn das Anliegen erledigt ist",
    settledExample: "Vielen Dank für den Anruf bei Northwind. Auf Wiederhören!",
    person: "Bevor ein Mensch übernimmt",
    personExample: "Einen Moment, ich verbinde mit einer Kollegin.",
  },
  overrides: {
    title: "Was ein Anruf ersetzen darf",
    hint:
      "Stimme, Sprache und Abschied eines Anrufs gelten immer, diese nur mit Erlaubnis: Dann bestimmt sie, wer die Variablen eines Anrufs setzt.",
    prompt: "Den Prompt (AI_SYSTEM_PROMPT)",
    promptHint: "Gilt anstelle des eigenen. Die Hausregeln bleiben.",
    model: "Das Modell (AI_MODEL)",
    modelHint: "Ein falscher Name lässt Anrufe scheitern, ein teures Modell macht sie teuer.",
    tools: "Werkzeuge (DATA_ACTION_IDS, MCP_TOOLS_JSON)",
    toolsHint: "Der Agent des Anrufs erreicht dann Systeme, die hier niemand geprüft hat.",
  },
  variables: {
    title: "Variablen im Prompt",
    hint:
      "{{customer.name}} im Prompt wird zu dem, was der Anruf mitbringt, sonst zum Ersatzwert. [AGENT_NAME] und [COMPANY_NAME] gehen, ohne aufgeführt zu sein.",
    unlisted: (names: number) =>
      names === 1
        ? "Der Prompt verwendet einen Namen, der nicht aufgeführt ist: {names}."
        : `Der Prompt verwendet ${names} Namen, die nicht aufgeführt sind: {names}.`,
    addThem: (names: number) => names === 1 ? "Aufnehmen" : "Alle aufnehmen",
    add: "Variable hinzufügen",
    which: (name: string) => `Variable ${name}`,
    name: "Variable",
    fallback: "Ersatzwert",
  },
  previewed: {
    title: "Was dem Modell gesagt wird",
    variables: "Variablen des Anrufs",
    add: "Variable hinzufügen",
    which: (name: string) => `Variable ${name}`,
    name: "Variable",
    value: "Wert",
    asking: "Server wird gefragt…",
    from: "Anweisungen aus:",
    instructions: "Anweisungen",
    pastCall: "Mit den Variablen eines vergangenen Anrufs",
    noCall: "Noch kein Anruf",
    chooseCall: "Anruf wählen…",
    noVariables: "Mit diesem Anruf kamen keine Variablen.",
    masked: "Werte mit … wurden beim Speichern verdeckt: bitte neu eingeben.",
  },
};
