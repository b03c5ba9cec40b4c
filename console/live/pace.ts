// How fast a call was answered: the silences a caller heard. Pure.
import type { TranscriptLine } from "../../server/contract/transcript.ts";
import { answerGaps } from "./transcript_rows.ts";

export interface Pace {
  answers: number;
  medianMs: number;
  slowestMs: number;
}

/** Null where nothing was answered yet. */
export function paceOf(lines: readonly TranscriptLine[]): Pace | null {
  const gaps = [...answerGaps(lines).values()].sort((a, b) => a - b);
  if (gaps.length === 0) return null;
  const middle = gaps.length / 2;
  const medianMs = gaps.length % 2 === 1
    ? gaps[Math.floor(middle)]!
    : (gaps[middle - 1]! + gaps[middle]!) / 2;
  return { answers: gaps.length, medianMs, slowestMs: gaps.at(-1)! };
}
