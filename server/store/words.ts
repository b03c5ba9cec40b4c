// The words of a text as they are searched for: without case and accents, each with its place in the text.
// Pure; knows no store. Whatever a text holds, only letters and digits come out of it.

export interface PlacedWord {
  word: string;
  /** Characters of the text, [start, end). */
  start: number;
  end: number;
}

/** Words in a row. `prefix`: the last may go on. */
export interface Term {
  words: readonly string[];
  prefix: boolean;
}

/** `all` must occur, `none` must not. */
export interface WordQuery {
  all: readonly Term[];
  none: readonly Term[];
}

/** Longer words are told apart by their beginning only. */
const WORD_CHARS = 64;
/** From here on a word also finds what begins with it: "refund" finds "refunds". */
const PREFIX_CHARS = 2;

// Scripts that write no spaces: each character is a word, and what is searched for a row of them.
const ALONE = ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"]
  .map((script) => `\\p{Script=${script}}`).join("");
const WORD = new RegExp(
  `[${ALONE}]\\p{M}*|(?![${ALONE}])[\\p{L}\\p{N}](?:(?![${ALONE}])[\\p{L}\\p{N}\\p{M}])*`,
  "gu",
);
/** Of Latin, Greek and Cyrillic; of Hebrew; of Arabic. Vowel signs of other scripts are letters to their readers. */
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;
const NOT_OF_WORDS = /[^\p{L}\p{N}\p{M}]/gu;
const ALSO: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ς: "σ",
};

export function wordsOf(text: string): PlacedWord[] {
  const words: PlacedWord[] = [];
  for (const { 0: found, index } of text.matchAll(WORD)) {
    const word = folded(found);
    if (word !== "") words.push({ word, start: index, end: index + found.length });
  }
  return words;
}

/** What a search box holds. An open quote ends with the text. */
export function queryOf(text: string): WordQuery {
  const all: Term[] = [];
  const none: Term[] = [];
  for (const [, minus, quoted, bare = ""] of text.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    const words = wordsOf(quoted ?? bare).map(({ word }) => word);
    const last = words.at(-1);
    if (last === undefined) continue;
    const prefix = quoted === undefined && last.length >= PREFIX_CHARS;
    (minus === "" ? all : none).push({ words, prefix });
  }
  return { all, none };
}

/** Something was typed, but no word of it can be looked for: nothing is found. */
export function isWordless(text: string, query: WordQuery): boolean {
  return text.trim() !== "" && query.all.length + query.none.length === 0;
}

/** Which of `words` are a hit of any term. */
export function hitsOf(words: readonly string[], terms: readonly Term[]): boolean[] {
  const hits = words.map(() => false);
  for (const term of terms) {
    for (let at = 0; at + term.words.length <= words.length; at++) {
      if (occurs(words, at, term)) hits.fill(true, at, at + term.words.length);
    }
  }
  return hits;
}

export function holds(words: readonly string[], term: Term): boolean {
  return words.some((_word, at) => occurs(words, at, term));
}

function occurs(words: readonly string[], at: number, term: Term): boolean {
  return term.words.every((wanted, i) => {
    const word = words[at + i];
    if (word === undefined) return false;
    const last = i === term.words.length - 1;
    return last && term.prefix ? word.startsWith(wanted) : word === wanted;
  });
}

function folded(word: string): string {
  const low = word.toLowerCase();
  // ASCII is most of all text and needs nothing more.
  if (/^[a-z0-9]+$/.test(low)) return low.slice(0, WORD_CHARS);
  const plain = low.normalize("NFKD").replace(ACCENTS, "")
    .replace(/[ßæœøłđðþıς]/g, (letter) => ALSO[letter] ?? letter)
    .replace(NOT_OF_WORDS, "");
  return plain.slice(0, WORD_CHARS).replace(/[\ud800-\udbff]$/, "");
}
