// Every word of how an agent sounds and what it thinks with.
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

export const AGENT_SOUND_TEXTS = texted("agent_sound", {
  title: "How it sounds",
  voice: "Voice",
  voiceHint: "Marin and Cedar are the provider's newest. A call keeps the voice it began with.",
  language: "Language of the callers",
  languageHint:
    "Helps the transcript. The agent answers in whatever language it is spoken to, unless the prompt says otherwise.",
  detectLanguage: "Detect it",
  thinks: "What it thinks with",
  model: "Model",
  modelUntil: (model: string, day: string) => `${model} (until ${day})`,
  modelOther: "Another model, by its name…",
  modelName: "Name of the model",
  modelNameHint: "As the provider writes it.",
  shutdown: (day: string, days: number) =>
    `The provider switches this model off on ${day}` +
    `${days > 0 ? `, in ${plural(days, "day")}` : ""}. Choose a newer one before that.`,
  reasoning: "Reasoning",
  reasoningHint: "More reasoning makes longer silences before an answer.",
  noReasoning: "This model does not reason; the setting is kept for when you change it.",
  limit: "Limit the length of an answer",
  limitHint: "Beyond the limit an answer breaks off in the middle.",
  longest: "Longest answer",
  tokens: "tokens",
});
