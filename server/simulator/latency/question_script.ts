// What a caller does who measures: hears the greeting out, asks, hears each answer out, hangs up. Pure.
import type { Script } from "../caller/caller_script.ts";

/** Whole questions with answers of some length, in turns. */
const QUESTIONS = ["caller-address", "caller-hours", "caller-change"];
/** A server that greets nobody is measured as well. */
const GREETING_MS = 5000;
const ANSWER_MS = 20_000;
/** The pauses of a sentence are shorter. */
const QUIET_MS = 1000;

/** `ownQuestion`: asks the recording "wav", which was handed in, instead of those of this project. */
export function questionScript(turns: number, ownQuestion: boolean): Script {
  const listen = { do: "listen", quietMs: QUIET_MS } as const;
  return {
    name: "latency",
    about: "Asks and listens",
    steps: [
      { ...listen, timeoutMs: GREETING_MS, optional: true },
      ...Array.from({ length: turns }, (_, i) => [
        {
          do: "say" as const,
          recording: ownQuestion ? "wav" : QUESTIONS[i % QUESTIONS.length]!,
        },
        { ...listen, timeoutMs: ANSWER_MS, optional: false },
      ]).flat(),
      { do: "hang_up" },
    ],
  };
}
