// Repeatable chance: the same seed makes the same untidy day. Pure; knows nothing of calls.

/** Numbers from 0 (inclusive) to 1 (exclusive). */
export type Random = () => number;
/** Smallest and largest, both possible. */
export type Range = readonly [min: number, max: number];

/** A generator (mulberry32) that gives the same numbers for the same seed. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function between(random: Random, [min, max]: Range): number {
  return min + random() * (max - min);
}

/** A whole number, both ends possible. */
export function wholeBetween(random: Random, [min, max]: Range): number {
  return Math.min(max, Math.floor(min + random() * (max - min + 1)));
}

/** A new list in an order of chance. */
export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const j = wholeBetween(random, [0, i]);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}
