// When an agent speaks and when it lets itself be interrupted, in German.
import type { AGENT_TURNS_TEXTS } from "../agent_turns.ts";

export const agent_turns: typeof AGENT_TURNS_TEXTS = {
  title: "Wann er spricht",
  line: "Wie die Leitung ist",
  ownNumbers: "Das sind eigene Werte.",
  bargeIn: "Anrufer dürfen unterbrechen",
  bargeInHint:
    "Der Agent verstummt, sobald der Anrufer spricht. Sonst spricht er seinen Satz zu Ende.",
  numbers: "Die Werte dahinter",
  ends: "Ein Redebeitrag endet",
  endsBySilence: "Nach einer Stille",
  endsBySense: "Wenn der Satz fertig klingt",
  eagerness: "Wie schnell geantwortet wird",
  eagernessHint: "low wartet am längsten, high antwortet am schnellsten.",
  interrupts: "Sprache, die unterbricht",
  interruptsHint:
    "Kürzere Laute werden überhört: Ein Husten dauert etwa 300 ms. 0: Der erste Laut unterbricht.",
  noise: "Rauschfilter",
  noiseHint: "Telefonnetze filtern oft schon selbst.",
  modelAsks: "Das Modell fragt nach einer Stille selbst nach",
  modelAsksHint: "Besser: „Wenn der Anrufer nichts sagt“ weiter unten; das gibt auch einmal auf.",
  modelAsksAfter: "Fragt nach",
  silence: "Stille, die einen Beitrag beendet",
  threshold: "Sprachschwelle",
  thresholdHint: "Höher überhört mehr Geräusche.",
  padding: "Ton vor dem Sprechen",
  ms: "ms",
  noInput: {
    title: "Wenn der Anrufer nichts sagt",
    ask: "Fragen, ob der Anrufer noch da ist",
    askHint: "Wenn beide Seiten schweigen. Ein Anruf in der Warteschleife wird in Ruhe gelassen.",
    after: "Fragt nach",
    twice: (seconds: string) =>
      `Das Modell fragt auch selbst, nach ${seconds} s: Der Anrufer wird vielleicht zweimal gefragt.`,
    givesUp: "Gibt auf nach",
    questions: "Fragen",
    givesUpHint: "Dann verabschiedet sich der Agent, und der Anruf endet.",
    words: "Was gefragt wird",
    wordsHint: "Eine Anweisung. Leer: Er fragt, ob der Anrufer noch da ist.",
  },
};
