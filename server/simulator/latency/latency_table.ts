// The figures of many calls as a table for people. Pure.
import { type Arrival, percentile, soundFigures } from "./sound_figures.ts";

/** What was measured of one call; null: it could not be placed at all. */
export type Measured = {
  answerMs: readonly number[];
  arrivals: readonly Arrival[];
  well: boolean;
} | null;

const SHARES = [0.5, 0.95, 0.99];

export interface LatencyTable {
  lines: string[];
  /** All calls went well, and there is something in the table. */
  well: boolean;
}

export function latencyTable(calls: readonly Measured[]): LatencyTable {
  const placed = calls.filter((call) => call !== null);
  const answers = placed.flatMap(({ answerMs }) => answerMs);
  const figures = placed.map(({ arrivals }) => soundFigures(arrivals));
  const jitter = figures.flatMap((of) => of.jitter);
  const gaps = figures.flatMap((of) => of.gaps);
  const faulty = calls.filter((call) => !call?.well).length;
  const longest = gaps.reduce((most, gap) => Math.max(most, gap), 0);
  const gapWords = gaps.length === 0 ? "none" : `${gaps.length}, the longest ${whole(longest)} ms`;
  return {
    lines: [
      row("milliseconds", ["p50", "p95", "p99", "of"]),
      row("end of speech to first sound", cells(answers)),
      row("jitter of the sound", cells(jitter)),
      `${"gaps in answers".padEnd(NAME_WIDTH)}  ${gapWords}`,
      `${"calls with faults".padEnd(NAME_WIDTH)}  ${faulty} of ${calls.length}`,
    ],
    well: faulty === 0 && answers.length > 0,
  };
}

const NAME_WIDTH = 30;

function row(name: string, words: readonly string[]): string {
  return name.padEnd(NAME_WIDTH) + words.map((word) => word.padStart(8)).join("");
}

function cells(values: readonly number[]): string[] {
  const at = SHARES.map((share) => percentile(values, share));
  return [...at.map((value) => value === null ? "–" : whole(value)), String(values.length)];
}

function whole(value: number): string {
  return value.toFixed(0);
}
