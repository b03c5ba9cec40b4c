// Cuts text that is still being written into pieces that can be spoken one after another. Pure but for its memory.

/** A shorter piece waits for the next: "Dr." is no sentence, and every piece costs a request. */
const SHORTEST = 12;
/** A longer one is cut at a comma, or else at a space: its sound would come too late. */
const LONGEST = 240;
/** The first is cut at a comma sooner: somebody is waiting for it. */
const FIRST_LONGEST = 80;
/** Ends of sentences: with a space after them, or in scripts that need none. */
const END = /[.!?…]+["'”’»)\]]*(?=\s)|[。！？]+|\n+/g;
/** What commonly stands before a full stop that ends nothing. */
const ABBREVIATION =
  /(?:^|[\s(])(?:\p{L}|\d{1,2}|Mr|Mrs|Ms|Dr|Prof|St|No|Nr|Str|ca|vs|etc|bzw|usw|z\.\s?B|d\.\s?h|e\.g|i\.e|a\.m|p\.m)\.$/u;

export class Sentences {
  #text = "";
  #first = true;

  /** More text came: the pieces that are now whole. */
  push(delta: string): string[] {
    this.#text += delta;
    const pieces: string[] = [];
    for (let cut = this.#cut(); cut > 0; cut = this.#cut()) {
      pieces.push(this.#text.slice(0, cut));
      this.#text = this.#text.slice(cut);
      this.#first = false;
    }
    return pieces.filter(isSpoken);
  }

  /** No more will come: what is left. */
  end(): string[] {
    const rest = this.#text;
    this.#text = "";
    return isSpoken(rest) ? [rest] : [];
  }

  #cut(): number {
    return cutOf(this.#text) || (this.#first ? commaCut(this.#text, FIRST_LONGEST) : 0);
  }
}

/** Where the first piece ends, spaces after it included; 0: not yet. */
function cutOf(text: string): number {
  for (const match of text.matchAll(END)) {
    const end = match.index + match[0].length;
    if (end > LONGEST) break;
    const piece = text.slice(0, end);
    if (piece.trim().length >= SHORTEST && !ABBREVIATION.test(piece)) return withSpaces(text, end);
  }
  if (text.length <= LONGEST) return 0;
  const space = text.slice(0, LONGEST).lastIndexOf(" ");
  return commaCut(text, LONGEST) || (space >= SHORTEST ? space + 1 : LONGEST);
}

/** Behind the last comma of what is longer than `longest`; 0: there is none. */
function commaCut(text: string, longest: number): number {
  if (text.length <= longest) return 0;
  const head = text.slice(0, longest);
  const comma = Math.max(...[", ", "; ", ": "].map((mark) => head.lastIndexOf(mark)));
  return comma >= SHORTEST ? comma + 2 : 0;
}

function withSpaces(text: string, at: number): number {
  let end = at;
  while (end < text.length && /\s/.test(text[end]!)) end++;
  return end;
}

function isSpoken(piece: string): boolean {
  return /[\p{L}\p{N}]/u.test(piece);
}

/** Without the marks of written text, which a voice would read out or stumble over. */
export function spoken(piece: string): string {
  return piece.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replace(/^\s*(?:#+|[-*•]|\d+\.)\s+/gm, "")
    .replace(/[*_`#]+/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
