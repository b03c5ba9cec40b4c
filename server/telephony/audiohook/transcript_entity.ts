// A line of a transcript as the entity that Genesys takes (audiohook § 10.1, today's form). Pure.
import type { TranscriptLine, Word } from "../transcript_channel.ts";
import { durationText } from "./duration.ts";
import type { Entity } from "./outbox.ts";

/** Of all entities of one event, in characters of JSON: a message may have 65,535 with its envelope (§ 8.2). */
export const MAX_ENTITIES_CHARS = 60_000;
const MAX_TEXT_CHARS = 8_000;

/** At most MAX_ENTITIES_CHARS: of a very long line the words share tokens, and at last the text is cut. */
export function transcriptEntity(line: TranscriptLine): Entity {
  let words = line.words.filter((word) => word.text !== "");
  for (;;) {
    const entity = entityOf(line, words);
    if (JSON.stringify(entity).length <= MAX_ENTITIES_CHARS) return entity;
    if (words.length > 1) words = inPairs(words);
    else return entityOf({ ...line, text: line.text.slice(0, MAX_TEXT_CHARS).toWellFormed() }, []);
  }
}

function entityOf(line: TranscriptLine, words: readonly Word[]): Entity {
  const { id, channel, final, text, language } = line;
  const span = spanOf(line.startMs, line.endMs);
  const interpretation = { type: "display", transcript: text, tokens: tokens(words, language) };
  return {
    type: "transcript",
    data: {
      id,
      channelId: channel,
      isFinal: final,
      ...span,
      alternatives: [{
        confidence: confidenceOf(line.confidence),
        ...(language !== "" && { languages: [language] }),
        interpretations: [interpretation],
      }],
    },
  };
}

/** Offsets are unique after rounding too: one that is not moves on by a millisecond. */
function tokens(words: readonly Word[], language: string): readonly unknown[] {
  let nextMs = 0;
  return words.map((word) => {
    const startMs = Math.max(Math.round(word.startMs), nextMs);
    nextMs = startMs + 1;
    return {
      type: "word",
      value: word.text,
      confidence: confidenceOf(word.confidence),
      ...spanOf(startMs, word.endMs),
      ...(language !== "" && { language }),
    };
  });
}

function spanOf(startMs: number, endMs: number): { offset: string; duration: string } {
  const fromMs = Math.max(0, Math.round(startMs));
  return { offset: durationText(fromMs), duration: durationText(Math.round(endMs) - fromMs) };
}

/** Above 0, which some take for an error, and at most 1; three decimals. */
function confidenceOf(confidence: number): number {
  if (!Number.isFinite(confidence)) return 1;
  return Math.min(1, Math.max(0.001, Math.round(confidence * 1000) / 1000));
}

function inPairs(words: readonly Word[]): Word[] {
  const pairs: Word[] = [];
  for (let i = 0; i < words.length; i += 2) {
    const [first, second] = [words[i]!, words[i + 1]];
    pairs.push(
      second === undefined ? first : {
        text: `${first.text} ${second.text}`,
        startMs: first.startMs,
        endMs: second.endMs,
        confidence: Math.min(first.confidence, second.confidence),
      },
    );
  }
  return pairs;
}
