// Cuts from a line the words around those that were searched for. Pure; what it gives is data, never markup.
import { HISTORY_LIMITS, type SnippetPart } from "../contract/history_filters.ts";
import { hitsOf, type PlacedWord, type Term, wordsOf } from "./words.ts";

export interface Cut {
  parts: SnippetPart[];
  /** Where the first hit begins; -1: there is none, and the beginning of the text is shown. */
  hitAt: number;
}

/** Of what is shown before the first hit. */
const BEFORE_CHARS = 60;

export function snippetOf(text: string, terms: readonly Term[]): Cut {
  const words = wordsOf(text);
  const hits = hitsOf(words.map(({ word }) => word), terms);
  const first = hits.indexOf(true);
  const hitAt = words[first]?.start ?? -1;
  const from = beginOf(words, Math.max(0, first));
  const to = endOf(text, words, from);
  const parts: SnippetPart[] = [];
  let at = from;
  for (const [i, word] of words.entries()) {
    if (!hits[i] || word.start < from || word.start >= to) continue;
    // Words of a phrase are one hit, with what stands between them.
    const joined = hits[i - 1] && at === words[i - 1]?.end;
    add(parts, text.slice(at, word.start), joined ?? false);
    at = Math.min(word.end, to);
    add(parts, text.slice(word.start, at), true);
  }
  add(parts, text.slice(at, to), false);
  if (from > 0) parts.unshift({ text: "…", hit: false });
  if (to < text.length) parts.push({ text: "…", hit: false });
  return { parts: merged(parts), hitAt };
}

function beginOf(words: readonly PlacedWord[], first: number): number {
  const hit = words[first];
  if (!hit) return 0;
  const near = words.find(({ start }) => start >= hit.start - BEFORE_CHARS);
  const begin = near?.start ?? hit.start;
  return begin === words[0]?.start ? 0 : begin;
}

function endOf(text: string, words: readonly PlacedWord[], from: number): number {
  const limit = from + HISTORY_LIMITS.snippetChars;
  if (text.length <= limit) return text.length;
  const last = words.findLast(({ start, end }) => end <= limit && start >= from);
  return last?.end ?? whole(text, limit);
}

/** Not between the halves of one character. */
function whole(text: string, at: number): number {
  return /[\ud800-\udbff]/.test(text.charAt(at - 1)) ? at - 1 : at;
}

function add(parts: SnippetPart[], text: string, hit: boolean): void {
  if (text !== "") parts.push({ text: shown(text), hit });
}

/** A cut piece may hold half of a pair of direction marks, which would turn what stands beside it. */
function shown(text: string): string {
  return text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/[\p{Cc}\s]+/gu, " ");
}

function merged(parts: readonly SnippetPart[]): SnippetPart[] {
  const out: SnippetPart[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (last && last.hit === part.hit) {
      out[out.length - 1] = { ...last, text: last.text + part.text };
    } else out.push(part);
  }
  return out;
}
