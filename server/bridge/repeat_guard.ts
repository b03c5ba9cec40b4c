// Tells another machine by its words: it says the same over and over. Pure.

/** Short answers repeat themselves among people too: "yes", "no, thank you". */
const MIN_WORDS = 4;
const ALIKE = 0.9;
const MAX_WORDS = 200;

/** An upset caller may say the same sentence three or four times; a menu says it without end. */
const REPEATS = 5;
/** Lines that are looked at. */
export const LOOKED_AT = 2 * REPEATS;

/** `lines`: what the caller said, oldest first. True: the last five are alike, or the last ten alternate. */
export function soundsLikeMachine(lines: readonly string[]): boolean {
  const said = lines.slice(-LOOKED_AT).map(wordsOf);
  const last = said.slice(-REPEATS);
  if (last.length === REPEATS && last.every((words) => alike(words, last[0]!))) return true;
  return said.length === LOOKED_AT && said.every((words, i) => alike(words, said[i % 2]!));
}

/** Words in lower case, without marks. */
function wordsOf(line: string): string[] {
  const words = line.toLowerCase().normalize("NFKC").match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, MAX_WORDS);
}

function alike(a: readonly string[], b: readonly string[]): boolean {
  if (a.length < MIN_WORDS || b.length < MIN_WORDS) return false;
  return 2 * inCommon(a, b) / (a.length + b.length) >= ALIKE;
}

/** Words in common, in the same order: length of the longest common subsequence. */
function inCommon(a: readonly string[], b: readonly string[]): number {
  let row: number[] = new Array(b.length + 1).fill(0);
  for (const word of a) {
    const next = [0];
    for (let i = 1; i <= b.length; i++) {
      next[i] = word === b[i - 1] ? row[i - 1]! + 1 : Math.max(row[i]!, next[i - 1]!);
    }
    row = next;
  }
  return row[b.length]!;
}
