// What was said in a call and what of it was heard, from its events. Pure.
import { utf8Bytes } from "../contract/agent_limits.ts";
import type { CallEvent } from "../contract/event.ts";
import { heardParts, type TranscriptLine, transcriptOf } from "../contract/transcript.ts";

export interface SpokenLine {
  speaker: "caller" | "agent";
  /** The words: of the caller as transcribed ("": they could not be), of the agent as generated. */
  text: string;
  /** The part of `text` that was heard; the caller's whole. */
  heard: string;
  /** Milliseconds since the call was answered; null: it was never heard. */
  startMs: number | null;
  endMs: number | null;
  /** Cut off before its end, by the caller or by a supervisor. */
  interrupted: boolean;
  /** Of a call between people: the language as far as it is known, and the line in another one; "": none. */
  language: string;
  translation: string;
}

export function spokenLines(events: readonly CallEvent[]): SpokenLine[] {
  return transcriptOf(events).lines
    .filter((line) => line.text !== "" || line.status === "lost")
    .map((line) => ({
      speaker: line.speaker,
      text: line.text,
      heard: heardText(line),
      startMs: line.startMs,
      endMs: line.endMs,
      interrupted: line.interrupted,
      language: line.language,
      translation: line.translation,
    }));
}

function heardText(line: TranscriptLine): string {
  return line.speaker === "agent" && line.startMs === null ? "" : heardParts(line).heard;
}

/** The last lines whose texts take at most `limit` bytes together, in order. */
export function newestWithin<T>(
  lines: readonly T[],
  limit: number,
  text: (line: T) => string,
): T[] {
  let bytes = 0;
  let first = lines.length;
  for (let i = lines.length - 1; i >= 0; i--) {
    bytes += utf8Bytes(text(lines[i] as T));
    if (bytes > limit) break;
    first = i;
  }
  return lines.slice(first);
}
