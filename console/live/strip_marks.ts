// The marks of one speaker in the picture of who spoke when: one for each line, or for lines so near to each other that
// no eye could tell them apart at that scale. Pure.
import type { TranscriptLine } from "../../server/contract/transcript.ts";
import { unheardMs } from "./strip_scale.ts";
import type { Cut } from "./transcript_rows.ts";

export interface StripMark {
  /** At least one. */
  lines: readonly TranscriptLine[];
  startMs: number;
  endMs: number;
  /** Of its last line. */
  lostMs: number;
  /** A supervisor spoke, in the agent's place. */
  person: boolean;
}

/** The picture is hardly ever wider in pixels. */
const WIDTH = 1500;
/** So many marks of one speaker are all drawn, however near. */
const FEW = 300;

/** `lines`: one speaker's, that were heard, in order. */
export function stripMarks(
  lines: readonly TranscriptLine[],
  { cuts, spanMs, endMs }: { cuts: ReadonlyMap<string, Cut>; spanMs: number; endMs: number },
): StripMark[] {
  const nearMs = lines.length > FEW ? spanMs / WIDTH : -Infinity;
  const marks: (StripMark & { lines: TranscriptLine[] })[] = [];
  for (const [index, line] of lines.entries()) {
    const startMs = line.startMs ?? 0;
    const stopMs = Math.max(line.endMs ?? endMs, startMs);
    const cut = cuts.get(line.itemId);
    const untilMs = lines[index + 1]?.startMs ?? spanMs;
    const lostMs = line.interrupted && cut ? unheardMs({ cut, fromMs: stopMs, untilMs }) : 0;
    const person = line.itemId.startsWith("supervisor-");
    const last = marks.at(-1);
    if (last && last.person === person && startMs - last.endMs < nearMs) {
      last.lines.push(line);
      last.endMs = Math.max(last.endMs, stopMs);
      last.lostMs = lostMs;
    } else marks.push({ lines: [line], startMs, endMs: stopMs, lostMs, person });
  }
  return marks;
}

/** The line of a mark that was heard at that time, or came last before it. */
export function lineAt({ lines }: StripMark, atMs: number): TranscriptLine {
  return lines.findLast(({ startMs }) => (startMs ?? 0) <= atMs) ?? lines[0]!;
}
