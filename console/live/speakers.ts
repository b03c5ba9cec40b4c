// The two sides of a call, in words. Pure.
import type { CallSummary } from "../../server/contract/call.ts";
import { CALL_TEXTS } from "../texts/call_words.ts";

export const SPEAKERS = ["caller", "agent"] as const;
export type Speaker = (typeof SPEAKERS)[number];

export const SPEAKER_WORDS: Readonly<Record<Speaker, string>> = CALL_TEXTS.speakers;

/** People speak with each other, and the words are written down. */
export function betweenPeople(call: Pick<CallSummary, "kind">): boolean {
  return call.kind === "transcription";
}
