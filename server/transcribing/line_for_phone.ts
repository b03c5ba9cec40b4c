// A heard line as the phone system wants it (audiohook § 10.1). Pure.
import type { TranscriptLine } from "../telephony/transcript_channel.ts";
import type { HeardWords } from "../upstream/transcription/ear.ts";
import { spreadWords } from "./spread_words.ts";

/** Some phone systems take 0 for an error. */
const LEAST_CONFIDENCE = 0.01;

export interface PhoneLine {
  id: string;
  channel: number;
  final: boolean;
  words: Omit<HeardWords, "utteranceId">;
}

export function lineForPhone({ id, channel, final, words }: PhoneLine): TranscriptLine {
  const startMs = Math.max(0, Math.round(words.startMs));
  const endMs = Math.max(startMs + 1, Math.round(words.endMs));
  const confidence = tidyConfidence(words.confidence);
  const { text, language } = words;
  return {
    id,
    channel,
    final,
    startMs,
    endMs,
    text,
    words: spreadWords({ text, startMs, endMs, confidence }),
    confidence,
    language,
  };
}

/** Three digits are more than anybody can tell; what is no number is as good as not told. */
export function tidyConfidence(confidence: number): number {
  if (!Number.isFinite(confidence)) return 1;
  return Math.round(Math.min(1, Math.max(LEAST_CONFIDENCE, confidence)) * 1000) / 1000;
}
