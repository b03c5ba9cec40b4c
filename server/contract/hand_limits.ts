// The raised hand: what an agent asks the supervisors while a call goes on. Plain values: the console imports them.

/** Who or what ended the wait for an answer: a person, the deadline, or the call itself. */
export const LOWERED_BY = ["supervisor", "time", "call"] as const;
export type LoweredBy = (typeof LOWERED_BY)[number];

export const HAND_LIMITS = {
  questionChars: 300,
  /** Of each of the two prepared answers. */
  answerChars: 100,
  /** What the agent does when nobody answers. */
  otherwiseChars: 300,
  /** Of an answer in a supervisor's own words. */
  textChars: 300,
} as const;

/** A question that waits for an answer. */
export interface RaisedHand {
  handId: string;
  question: string;
  /** Two prepared ones. */
  answers: readonly string[];
  /** Until then, in ms since the call was answered. */
  untilMs: number;
  /** What the agent does when nobody answers. */
  otherwise: string;
}
