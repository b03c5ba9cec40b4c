// What an agent asks the supervisors, in German.
import type { HAND_WORDS_TEXTS } from "../hand_words.ts";

export const hand_words: typeof HAND_WORDS_TEXTS = {
  anyMoment: "jeden Moment",
  secondsLeft: (seconds) => `noch ${seconds} s`,
  asks: (who, question, answers) =>
    `Der Agent fragt, im Anruf von: ${who}. ${question} Antworten: ${answers}.`,
};
