// Words for the phone system, which wants times of each though no model tells them (audiohook § 10.1). Pure.
import type { Word } from "../telephony/transcript_channel.ts";

export interface SpokenText {
  text: string;
  /** Whole milliseconds. */
  startMs: number;
  endMs: number;
  confidence: number;
}

/** The words evenly over the time of the text, each with a start of its own. */
export function spreadWords({ text, startMs, endMs, confidence }: SpokenText): Word[] {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const eachMs = Math.max(1, (endMs - startMs) / words.length);
  const at = (index: number) => Math.round(startMs + index * eachMs);
  return words.map((word, i) => ({ text: word, startMs: at(i), endMs: at(i + 1), confidence }));
}
