// Hearing a voice, in German.
import type { VOICE_TEXTS } from "../voice.ts";

export const voice: typeof VOICE_TEXTS = {
  hear: (voice) => `${voice} anhören`,
  stop: "Anhalten",
  idle: "Ein Satz, so wie Anrufer ihn hören.",
  asking: "Das Modell wird gefragt …",
  playing: (voice) => `${voice} spricht.`,
  done: "Das war es, so wie Anrufer es hören.",
  noSound: "Dieser Browser konnte es nicht abspielen.",
  standIn:
    "Kein Schlüssel ist gesetzt, darum spricht die Attrappe: Sie hat nur eine Stimme und eine Sprache.",
};
