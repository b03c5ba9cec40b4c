// Every word of hearing a voice before it is chosen.
import { texted } from "./language.ts";

export const VOICE_TEXTS = texted("voice", {
  hear: (voice: string) => `Hear ${voice}`,
  stop: "Stop",
  idle: "One sentence, as callers hear it.",
  asking: "The model is being asked…",
  playing: (voice: string) => `${voice} is speaking.`,
  done: "That was it, as callers hear it.",
  noSound: "This browser could not play it.",
  standIn: "No key is set, so the stand-in speaks: it has one voice and one language.",
});
