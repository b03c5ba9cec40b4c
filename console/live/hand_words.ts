// What an agent asks the supervisors, in words: how long is left, and what a screen reader is told. Pure.
import type { CallSummary } from "../../server/contract/call.ts";
import type { RaisedHand } from "../../server/contract/hand_limits.ts";
import { HAND_WORDS_TEXTS as TEXTS } from "../texts/hand_words.ts";

export interface TimeLeft {
  /** 0 to 1 of what was left when it was first seen. */
  share: number;
  words: string;
}

/** The server has the last word on when it is over: until then "any moment". */
export function timeLeft(
  { hand, startedAtMs }: Pick<CallSummary, "startedAtMs"> & { hand: RaisedHand },
  { nowMs, seenAtMs }: { nowMs: number; seenAtMs: number },
): TimeLeft {
  const untilMs = startedAtMs + hand.untilMs;
  const leftMs = Math.max(0, untilMs - nowMs);
  const wholeMs = Math.max(1, untilMs - seenAtMs);
  const seconds = Math.floor(leftMs / 1000);
  return {
    share: Math.min(1, leftMs / wholeMs),
    words: seconds === 0 ? TEXTS.anyMoment : TEXTS.secondsLeft(seconds),
  };
}

/** `who`: the caller, as the console shows them. */
export function askedSentence({ question, answers }: RaisedHand, who: string): string {
  const offered = answers.map((answer, index) => `${index + 1}: ${answer}`).join(". ");
  return TEXTS.asks(who, question, offered);
}
