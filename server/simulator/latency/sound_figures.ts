// How evenly sound came and how soon: figures out of what a simulated phone received. Pure.

export interface Arrival {
  atMs: number;
  /** How long what came sounds. */
  soundMs: number;
}

export interface SoundFigures {
  /** Silences within an answer: the phone had nothing to play, and more came. Milliseconds each. */
  gaps: number[];
  /** How far each piece came from when it was due, had all come as fast as they sound; absolute, milliseconds. */
  jitter: number[];
}

/** A longer pause is the end of an answer, not a gap in it. */
const SAME_ANSWER_MS = 400;
/** Less cannot be heard, and a timer may be late by as much. */
const LEAST_GAP_MS = 5;

export function soundFigures(arrivals: readonly Arrival[]): SoundFigures {
  const figures: SoundFigures = { gaps: [], jitter: [] };
  let playedUntilMs = -Infinity;
  let before: Arrival | null = null;
  for (const arrival of arrivals) {
    const dryMs = arrival.atMs - playedUntilMs;
    const sameAnswer = dryMs < SAME_ANSWER_MS;
    if (sameAnswer && dryMs >= LEAST_GAP_MS) figures.gaps.push(dryMs);
    if (sameAnswer && before) {
      figures.jitter.push(Math.abs(arrival.atMs - before.atMs - before.soundMs));
    }
    playedUntilMs = Math.max(playedUntilMs, arrival.atMs) + arrival.soundMs;
    before = arrival;
  }
  return figures;
}

/** `share`: 0 to 1; null where there is nothing. */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}
