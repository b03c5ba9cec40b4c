// Which lines of a call answer a search, and what is shown of them. Pure: every store answers the same.
import { HISTORY_LIMITS, type Snippet } from "../contract/history_filters.ts";
import type { CallEvent } from "../contract/event.ts";
import { heardCharacters } from "../contract/transcript.ts";
import { wordsIn } from "./history_facts.ts";
import type { Row } from "./rows.ts";
import { snippetOf } from "./snippet.ts";
import { holds, type Term } from "./words.ts";

export interface ShownLine {
  seq: number;
  /** Of an answer that was cut off; null: it was heard whole. */
  heardShare: number | null;
  /** Folded, with a space between. */
  words: string;
}

export function lineIn(row: Row): ShownLine {
  const share = row["heard_share"];
  return {
    seq: Number(row["seq"]),
    heardShare: share === null ? null : Number(share),
    words: String(row["words"]),
  };
}

/** In order. Each term is shown once before one is shown twice. */
export function linesToShow(lines: Iterable<ShownLine>, terms: readonly Term[]): ShownLine[] {
  const firsts: ShownLine[] = [];
  const others: ShownLine[] = [];
  let missing = [...terms];
  for (const line of lines) {
    const words = line.words.split(" ");
    const found = missing.filter((term) => holds(words, term));
    if (found.length > 0) firsts.push(line);
    else if (terms.some((term) => holds(words, term))) others.push(line);
    missing = missing.filter((term) => !found.includes(term));
    if (missing.length === 0 && firsts.length + others.length >= HISTORY_LIMITS.snippets) break;
  }
  return [...firsts, ...others].slice(0, HISTORY_LIMITS.snippets).sort((a, b) => a.seq - b.seq);
}

/** At most one; none where the event holds no words. */
export function snippetsIn(
  said: CallEvent,
  heardShare: number | null,
  terms: readonly Term[],
): Snippet[] {
  const text = wordsIn(said);
  if (text === null) return [];
  const heard = heardShare === null ? text.length : heardCharacters(text, heardShare);
  const { parts, hitAt } = snippetOf(text, terms);
  return [{ who: whoSays(said), offsetMs: offsetOf(said), unheard: hitAt >= heard, parts }];
}

function whoSays(event: CallEvent): Snippet["who"] {
  if (event.type === "speech.line") return event.speaker;
  if (event.type === "speech.translated") return "translation";
  if (event.type === "call.summary") return "summary";
  return event.type === "caller.line" ? "caller" : "agent";
}

function offsetOf(event: CallEvent): number {
  return "startMs" in event ? event.startMs : event.offsetMs;
}
