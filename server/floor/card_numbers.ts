// Finds numbers of payment cards in what was said or written, and takes them out: figures in groups of any kind, and
// figures that are spelled as English or German words. Pure, and linear in the length of the text.

/** What is left of a number that is whole in one text. */
const shown = (lastFour: string) => `[card number •••• ${lastFour}]`;
/** Of one that began in an earlier line: what was said there stands already. */
const SHOWN_REST = "[card number ••••]";
/** Of figures that may become one. */
const SHOWN_GROWING = "••••";
const SHORTEST = 13;
const LONGEST = 19;
/** So many figures at the end of words that are still being said are not shown. */
const GROWING = 8;
/** Spaces, dashes, dots, commas and hesitations between two figures. */
const MOST_BETWEEN = 8;

const WORDS: ReadonlyMap<string, number> = new Map(
  [
    ["zero", "oh", "null"],
    ["one", "eins"],
    ["two", "zwei", "zwo"],
    ["three", "drei"],
    ["four", "vier"],
    ["five", "fünf", "fuenf"],
    ["six", "sechs"],
    ["seven", "sieben"],
    ["eight", "acht"],
    ["nine", "neun"],
  ].flatMap((words, digit) => words.map((word) => [word, digit] as const)),
);
const LONGEST_WORD = 6;
/** What people say between the groups of a number. */
const HESITATIONS: ReadonlySet<string> = new Set(
  ["uh", "uhm", "um", "er", "erm", "hm", "hmm", "äh", "ähm", "öh", "dash", "minus", "strich"],
);
/** Zeros of the scripts that speech is written down in: ASCII, Arabic, Persian, Devanagari, full width. */
const ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0xff10];

export interface Scanned {
  text: string;
  /** Figures at its end that the next words of the same speaker may go on with. */
  tail: readonly number[];
}

/** One figure: what it is and where it stands; of an earlier line it stands nowhere (-1). */
interface Figure {
  digit: number;
  from: number;
  to: number;
  /** Nothing but figures may come before it (`opens`) or after it (`closes`) in its group. */
  opens: boolean;
  closes: boolean;
}

/**
 * @param options.before figures that the speaker said last; they count where the text goes on with figures.
 * @param options.growing more words will come: figures at the end that may become a number are not shown.
 */
export function scanCards(
  text: string,
  { before = [], growing = false }: { before?: readonly number[]; growing?: boolean } = {},
): Scanned {
  if (before.length === 0 && !growing && text.length < GROWING) return { text, tail: tailOf(text) };
  let out = "";
  let done = 0;
  let tail: readonly number[] = [];
  const put = (from: number, to: number, words: string) => {
    out += text.slice(done, Math.max(done, from)) + words;
    done = to;
  };
  for (const { figures, atEnd } of runs(text, before)) {
    let open = 0;
    if (figures.length >= SHORTEST) {
      for (const { from, to } of cardsIn(figures)) {
        const first = figures[from]!;
        const last = figures[to]!;
        open = to + 1;
        if (last.from < 0) continue;
        const lastFour = figures.slice(to - 3, to + 1).map(({ digit }) => digit).join("");
        const firstHere = first.from < 0 ? figures.find((one) => one.from >= 0)! : first;
        put(firstHere.from, last.to, first.from < 0 ? SHOWN_REST : shown(lastFour));
      }
    }
    if (!atEnd) continue;
    const rest = figures.slice(open);
    tail = rest.slice(-(LONGEST - 1)).map(({ digit }) => digit);
    const here = rest.find(({ from }) => from >= 0);
    if (growing && here && rest.length >= GROWING) put(here.from, rest.at(-1)!.to, SHOWN_GROWING);
  }
  return { text: done === 0 ? text : out + text.slice(done), tail };
}

/** A text of its own, without card numbers. */
export function withoutCards(text: string): string {
  return text.length < SHORTEST ? text : scanCards(text).text;
}

function tailOf(text: string): readonly number[] {
  for (const { figures, atEnd } of runs(text, [])) {
    if (atEnd) return figures.map(({ digit }) => digit);
  }
  return [];
}

interface Run {
  figures: Figure[];
  /** Nothing follows it but what may stand between figures, or a word that has just begun. */
  atEnd: boolean;
}

/** Figures with nothing but a little space between them. */
function* runs(text: string, before: readonly number[]): Generator<Run> {
  let figures: Figure[] = before.map((digit) => (
    { digit, from: -1, to: -1, opens: true, closes: true }
  ));
  let between = 0;
  let glued = false;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    const figure = figureOf(code);
    if (figure >= 0) {
      const last = figures.at(-1);
      const joined = last?.to === at && last.from >= 0;
      if (joined) last.closes = false;
      figures.push({
        digit: figure,
        from: at,
        to: ++at,
        opens: !joined && !glued,
        closes: !isLetter(text.charCodeAt(at)),
      });
      between = 0;
      glued = false;
    } else if (isBetween(code)) {
      glued = false;
      at++;
      if (++between <= MOST_BETWEEN || figures.length === 0) continue;
      yield { figures, atEnd: false };
      figures = [];
    } else {
      const from = at;
      while (at < text.length && isLetter(text.charCodeAt(at))) at++;
      const word = at - from <= LONGEST_WORD ? text.slice(from, at).toLowerCase() : "";
      if (HESITATIONS.has(word) && ++between <= MOST_BETWEEN) continue;
      const digit = WORDS.get(word);
      glued = digit === undefined && at > from;
      if (digit !== undefined) {
        figures.push({ digit, from, to: at, opens: true, closes: true });
        between = 0;
        continue;
      }
      // A word at the very end may still become a figure.
      if (figures.length > 0) yield { figures, atEnd: at === text.length && at > from };
      figures = [];
      between = 0;
      if (at === from) at++;
    }
  }
  if (figures.length > 0) yield { figures, atEnd: true };
}

/** -1: none. */
function figureOf(code: number): number {
  if (code < 0x660) return code >= 48 && code <= 57 ? code - 48 : -1;
  const zero = ZEROS.find((zero) => code >= zero && code <= zero + 9);
  return zero === undefined ? -1 : code - zero;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 ||
    (code >= 0xc0 && !isBetween(code) && figureOf(code) < 0);
}

/** Spaces of all widths, dashes, dots of all kinds, commas. */
function isBetween(code: number): boolean {
  return code === 32 || code === 45 || code === 46 || code === 44 || (code >= 9 && code <= 13) ||
    code === 0xa0 || code === 0xad || code === 0xb7 || code === 0x2026 ||
    (code >= 0x2000 && code <= 0x2015) || code === 0x202f ||
    code === 0x2060 || code === 0x2212 || code === 0x3000 || code === 0xfeff;
}

/** Places of card numbers in a run, first to last, none over another. */
function* cardsIn(figures: readonly Figure[]): Generator<{ from: number; to: number }> {
  const sums = luhnSums(figures);
  for (let from = 0; from + SHORTEST <= figures.length; from++) {
    const first = figures[from]!.digit;
    if (first < 2 || first > 6) continue;
    for (let length = Math.min(LONGEST, figures.length - from); length >= SHORTEST; length--) {
      const to = from + length - 1;
      // Every second figure from the right counts twice; the last one once.
      const sum = sums[(to + 1) % 2]!;
      if ((sum[to + 1]! - sum[from]!) % 10 !== 0) continue;
      const apart = figures[from]!.opens && figures[to]!.closes;
      if (!apart && !isIssued(figures, from, length)) continue;
      yield { from, to };
      from = to;
      break;
    }
  }
}

/** Sums of check values up to each place, where the places of one parity count twice. */
function luhnSums(figures: readonly Figure[]): [Float64Array, Float64Array] {
  const sums: [Float64Array, Float64Array] = [
    new Float64Array(figures.length + 1),
    new Float64Array(figures.length + 1),
  ];
  figures.forEach(({ digit }, at) => {
    const twice = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    for (const parity of [0, 1] as const) {
      sums[parity][at + 1] = sums[parity][at]! + (at % 2 === parity ? twice : digit);
    }
  });
  return sums;
}

/** Within a longer row of figures only what a company gives out counts: by its beginning and its length. */
function isIssued(figures: readonly Figure[], from: number, length: number): boolean {
  const first = figures[from]!.digit;
  const two = first * 10 + figures[from + 1]!.digit;
  switch (first) {
    case 4:
      return length === 13 || length === 16 || length === 19;
    case 3:
      return two === 34 || two === 37 ? length === 15 : length === 14 || length === 16;
    case 2:
      return two >= 22 && two <= 27 && length === 16;
    case 5:
      return two <= 55 && two >= 51 ? length === 16 : false;
    default:
      return length === 16 || length === 19;
  }
}
