// What an agent asks the supervisors: the time that is left, and what is read out.
import { texted } from "./language.ts";

export const HAND_WORDS_TEXTS = texted("hand_words", {
  anyMoment: "any moment",
  secondsLeft: (seconds: number) => `${seconds} s left`,
  asks: (who: string, question: string, answers: string) =>
    `The agent in the call of ${who} asks: ${question} Answers: ${answers}.`,
});
