// The silence ledger in words: what the caller waited after, who took how long, how long the bars are drawn. Pure.
import {
  type Gap,
  GAP_PARTS,
  gapFigures,
  type GapKind,
  type GapPartName,
} from "../../server/contract/gaps.ts";
import { latencyWords } from "../ui/time_words.ts";

export const PART_WORDS: Readonly<Record<GapPartName, string>> = {
  detection: "Noticing the end",
  model: "Model",
  tool: "Tool",
  connecting: "Connecting",
  held: "On hold",
  sending: "Sending",
  unexplained: "Unexplained",
};

/** One sentence each, for those who meet a part for the first time. */
export const PART_HINTS: Readonly<Record<GapPartName, string>> = {
  detection: "From the end of the speech until the turn was known to be over",
  model: "From the start of the answer to its first sound",
  tool: "A tool of the agent's ran",
  connecting: "No session with the model was ready",
  held: "The phone system had paused the sound",
  sending: "The sound was here and waited for its turn on the line",
  unexplained: "No event tells what took so long",
};

const KIND_WORDS: Readonly<Record<GapKind, string>> = {
  greeting: "Greeting",
  answer: "Answer",
  interruption: "After cutting in",
  keys: "After keys",
  tool: "With a tool",
  trouble: "After trouble",
};

export function kindWords({ kind, tools }: Gap): string {
  return tools.length === 0 ? KIND_WORDS[kind] : `${KIND_WORDS[kind]}: ${tools.join(", ")}`;
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
