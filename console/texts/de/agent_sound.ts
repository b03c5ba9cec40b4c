// How an agent sounds and what it thinks with, in German.
import type { AGENT_SOUND_TEXTS } from "../agent_sound.ts";
import { plural } from "../numbers.ts";

export const agent_sound: typeof AGENT_SOUND_TEXTS = {
  title: "Wie er klingt",
  voice: "Stimme",
  voiceHint:
    "Marin und Cedar sind die neuesten des Anbieters. Ein Anruf behält die Stimme, mit der er begann.",
  language: "Sprache der Anrufer",
  languageHint:
    "Hilft dem Transkript. Der Agent antwortet in der Sprache, in der er angesprochen wird, wenn der Prompt nichts anderes sagt.",
  detectLanguage: "Erkennen",
  thinks: "Womit er denkt",
  model: "Modell",
  modelUntil: (model: string, day: string) => `${model} (bis ${day})`,
  modelOther: "Ein anderes Modell, nach Namen…",
  modelName: "Name des Modells",
  modelNameHint: "Wie ihn der Anbieter schreibt.",
  shutdown: (day: string, days: number) =>
    `Der Anbieter schaltet dieses Modell am ${day} ab` +
    `${days > 0 ? `, in ${plural(days, "Tag", "Tagen")}` : ""}. Vorher bitte ein neueres wählen.`,
  reasoning: "Nachdenken",
  reasoningHint: "Mehr Nachdenken bedeutet längere Stille vor einer Antwort.",
  noReasoning:
    "Dieses Modell denkt nicht nach; die Einstellung bleibt für den nächsten Wechsel erhalten.",
  limit: "Länge einer Antwort begrenzen",
  limitHint: "Jenseits der Grenze bricht eine Antwort mittendrin ab.",
  longest: "Längste Antwort",
  tokens: "Tokens",
};
