// Every word of what an agent asks its supervisors.
import { texted } from "./language.ts";

export const HAND_TEXTS = texted("hand", {
  asks: "The agent asks",
  answered: (words: string) => `Answered the agent: ${words}`,
  otherwise: "If nobody answers:",
  own: "Or in your own words",
  answer: "Answer",
});
