// What the palette offers for the words that were typed, best first. Pure: knows no page and does nothing.

const GROUPS = [
  "here",
  "calls",
  "places",
  "agents",
  "settings",
  "past",
  "elsewhere",
] as const;
export type GroupId = (typeof GROUPS)[number];

export interface Entry {
  id: string;
  group: GroupId;
  words: string;
  /** Shown small beside the words, and searched. */
  detail: string;
  /** Searched and never shown. */
  also: string;
  /** Digits of a number of which no more is shown than its end; "": none. */
  number: string;
  /** As in the table of keys; "": none. */
  keys: string;
  /** Why it cannot be done now; "": it can. */
  why: string;
}

export interface Group<E extends Entry = Entry> {
  id: GroupId;
  entries: readonly E[];
}

/** Shown of a group while nothing, or something, is asked. */
const SHOWN: Partial<Record<GroupId, { unasked: number; asked: number }>> = {
  calls: { unasked: 5, asked: 12 },
  agents: { unasked: 5, asked: 12 },
};
/** Fewer digits fit any number. */
const LEAST_DIGITS = 2;

/** Groups in their order, or the one with the best entry first; each with its best entry first. */
export function findEntries<E extends Entry>(entries: readonly E[], asked: string): Group<E>[] {
  const tokens = plain(asked).split(" ").filter((token) => token !== "");
  const scored = entries.flatMap((entry) => {
    const score = scoreOf(entry, tokens);
    return score > 0 ? [{ entry, score }] : [];
  });
  const groups = GROUPS.flatMap((id) => {
    const inGroup = scored.filter(({ entry }) => entry.group === id)
      .sort((a, b) => b.score - a.score);
    const limits = SHOWN[id];
    const shown = limits
      ? inGroup.slice(0, tokens.length ? limits.asked : limits.unasked)
      : inGroup;
    const best = shown[0]?.score;
    return best === undefined ? [] : [{ id, best, entries: shown.map(({ entry }) => entry) }];
  });
  // Sorting is stable: what fits equally well stays in the order of groups.
  if (tokens.length > 0) groups.sort((a, b) => b.best - a.best);
  return groups.map(({ id, entries }) => ({ id, entries }));
}

/** 0: one of the words is nowhere. What cannot be done now comes after what can. */
function scoreOf(entry: Entry, tokens: readonly string[]): number {
  if (tokens.length === 0) return 1;
  const scores = tokens.map((token) => tokenScore(entry, token));
  if (scores.includes(0)) return 0;
  const sum = scores.reduce((a, b) => a + b, 0);
  return entry.why === "" && entry.group !== "past" ? sum : sum / 100;
}

function tokenScore(entry: Entry, token: string): number {
  const words = plain(entry.words);
  const digits = token.replace(/[^\d]/g, "");
  if (entry.number !== "" && digits === token && digits.length >= LEAST_DIGITS) {
    if (entry.number.endsWith(digits)) return 20;
  }
  if (words === token) return 16;
  if (words.startsWith(token)) return 12;
  if (beginsAWord(words, token)) return 8;
  if (initials(words).startsWith(token) && token.length > 1) return 6;
  if (beginsAWord(plain(entry.detail), token)) return 5;
  if (beginsAWord(plain(entry.also), token)) return 4;
  if (words.includes(token)) return 2;
  return plain(`${entry.detail} ${entry.also}`).includes(token) ? 1 : 0;
}

const beginsAWord = (text: string, token: string) => ` ${text}`.includes(` ${token}`);
const initials = (text: string) => text.split(" ").map((word) => word[0] ?? "").join("");

/** Small letters without accents or signs, one space between words. */
function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** The entry `step` further on, around the end. `-1` of nothing is the last. */
export function stepEntry<E extends Entry>(
  groups: readonly Group<E>[],
  from: string | null,
  step: number,
): E | undefined {
  const all = groups.flatMap(({ entries }) => entries);
  const at = all.findIndex(({ id }) => id === from);
  if (at < 0) return step > 0 ? all[0] : all.at(-1);
  const next = at + step;
  // A longer step stops at the ends, a single one goes around.
  if (Math.abs(step) > 1) return all[Math.min(all.length - 1, Math.max(0, next))];
  return all[(next + all.length) % all.length];
}
