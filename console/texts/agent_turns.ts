// Every word of when an agent speaks and when it lets itself be interrupted.
import { texted } from "./language.ts";

export const AGENT_TURNS_TEXTS = texted("agent_turns", {
  title: "When it speaks",
  line: "What the line is like",
  ownNumbers: "These are your own numbers.",
  bargeIn: "Callers may interrupt",
  bargeInHint:
    "The agent falls silent as soon as the caller speaks. Without it, it finishes its sentence.",
  numbers: "The numbers behind it",
  ends: "A turn ends",
  endsBySilence: "After a silence",
  endsBySense: "When the sentence sounds finished",
  eagerness: "Eagerness to answer",
  eagernessHint: "Low waits longest; high answers soonest.",
  interrupts: "Speech that interrupts",
  interruptsHint:
    "Shorter sounds are ignored: a cough is about 300 ms. 0: the first sound interrupts.",
  noise: "Noise reduction",
  noiseHint: "Phone networks often filter already.",
  modelAsks: "The model itself asks again after a silence",
  modelAsksHint: "Better: “When the caller says nothing” below, which also gives up.",
  modelAsksAfter: "Asks again after",
  silence: "Silence that ends a turn",
  threshold: "Speech threshold",
  thresholdHint: "Higher ignores more noise.",
  padding: "Sound kept before speech",
  ms: "ms",
  noInput: {
    title: "When the caller says nothing",
    ask: "Ask whether the caller is still there",
    askHint: "After a silence of both sides. A call on hold is left alone.",
    after: "Asks after",
    twice: (seconds: string) =>
      `The model asks by itself too, after ${seconds} s: the caller may be asked twice.`,
    givesUp: "Gives up after",
    questions: "questions",
    givesUpHint: "Then the agent says goodbye and the call ends.",
    words: "What to ask",
    wordsHint: "An instruction. Empty: it asks whether the caller is still there.",
  },
});
