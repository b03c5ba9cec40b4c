// The silence ledger in words: what the caller waited after, who took how long, how long the bars are drawn. Pure.
import type { CallEvent } from "../../server/contract/event.ts";
import {
  type Gap,
  GAP_PARTS,
  gapFigures,
  type GapPartName,
  gapsOf,
} from "../../server/contract/gaps.ts";
import { GAP_TEXTS as TEXTS } from "../texts/gap_words.ts";
import { latencyWords } from "../ui/time_words.ts";

export const PART_WORDS: Readonly<Record<GapPartName, string>> = TEXTS.parts;

const ledgers = new WeakMap<readonly CallEvent[], readonly Gap[]>();

/** The ledger of a call, made once for each list of its events: several parts of its page show some of it. */
export function ledgerOf(events: readonly CallEvent[]): readonly Gap[] {
  const known = ledgers.get(events) ?? gapsOf(events);
  ledgers.set(events, known);
  return known;
}

/** One sentence each, for those who meet a part for the first time. */
export const PART_HINTS: Readonly<Record<GapPartName, string>> = TEXTS.hints;

export function kindWords({ kind, tools }: Gap): string {
  return tools.length === 0 ? TEXTS.kinds[kind] : `${TEXTS.kinds[kind]}: ${tools.join(", ")}`;
}

/** "Noticing the end 540 ms, Model 610 ms". */
export function partsWords({ parts }: Gap): string {
  return parts.map(({ name, ms }) => `${PART_WORDS[name]} ${latencyWords(ms)}`).join(", ");
}

/** How long each part took, under one name even where it came in pieces. */
export function partSums({ parts }: Gap): Readonly<Partial<Record<GapPartName, number>>> {
  const sums: Partial<Record<GapPartName, number>> = {};
  for (const { name, ms } of parts) sums[name] = (sums[name] ?? 0) + ms;
  return sums;
}

/** The parts that are in any of these gaps, in their order of the legend. */
export function partsIn(gaps: readonly Gap[]): GapPartName[] {
  return GAP_PARTS.filter((name) =>
    gaps.some(({ parts }) => parts.some((one) => one.name === name))
  );
}

/** What the widest bar stands for: room for the slowest, and never so little that a good call looks bad. */
export function scaleMs(gaps: readonly Gap[]): number {
  return gaps.reduce((most, { gapMs }) => Math.max(most, gapMs), 2000);
}

/** Over answers to the caller; the greeting is none. Null: nothing was answered yet. */
export function answerFigures(gaps: readonly Gap[]): ReturnType<typeof gapFigures> {
  return gapFigures(gaps.filter(({ answers }) => answers).map(({ gapMs }) => gapMs));
}
