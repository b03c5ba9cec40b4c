// The two sides of a call, in words. Pure.
import type { CallSummary } from "../../server/contract/call.ts";

export const SPEAKERS = ["caller", "agent"] as const;
export type Speaker = (typeof SPEAKERS)[number];

export const SPEAKER_WORDS: Readonly<Record<Speaker, string>> = {
  caller: "Caller",
  agent: "Agent",
};

/** People speak with each other, and the words are written down. */
export function betweenPeople(call: Pick<CallSummary, "kind">): boolean {
  return call.kind === "transcription";
}
