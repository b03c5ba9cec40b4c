// The transcript as a person reads it: lines and what happened between them, in order of time,
// each answer with the silence before it. Pure; knows the contract's fold and no drawing.
import type { CallKind } from "../../server/contract/call.ts";
import type { CallEvent } from "../../server/contract/event.ts";
import type { TranscriptLine } from "../../server/contract/transcript.ts";
import { languageWords } from "../ui/language_words.ts";
import { type Moment, momentsOf } from "./moments.ts";

export interface Cut {
  heardMs: number;
  generatedMs: number;
  endMs: number;
  measure: "reported" | "estimated";
}

export type TranscriptRow =
  | {
    kind: "line";
    key: string;
    line: TranscriptLine;
    /** Silence the caller heard before this answer; null where it answers nothing. */
    gapMs: number | null;
    /** What was heard of an agent's line; null: still being heard, or never was. */
    cut: Cut | null;
    /** Its language in words, where it is not that of the line before; else "". */
    tongue: string;
    /** Tag of the language it was translated into, or "". */
    into: string;
  }
  | ({ kind: "moment"; key: string } & Moment);

/** People answer each other as they like: the silences between them are not told. */
export function transcriptRows(
  lines: readonly TranscriptLine[],
  events: readonly CallEvent[],
  kind: CallKind = "agent",
): TranscriptRow[] {
  const cuts = cutsOf(events);
  const gaps = kind === "agent" ? answerGaps(lines) : null;
  const tongues = tonguesOf(lines);
  const into = new Map(
    events.flatMap((event) =>
      event.type === "speech.translated" ? [[event.itemId, event.language]] : []
    ),
  );
  const rows: TranscriptRow[] = lines
    .filter((line) => line.text !== "" || line.startMs !== null)
    .map((line) => ({
      kind: "line",
      key: line.itemId,
      line,
      gapMs: gaps?.get(line.itemId) ?? null,
      cut: cuts.get(line.itemId) ?? null,
      tongue: tongues.get(line.itemId) ?? "",
      into: into.get(line.itemId) ?? "",
    }));
  for (const moment of momentsOf(events, kind)) {
    rows.push({ kind: "moment", key: `seq-${moment.seq}`, ...moment });
  }
  return rows.sort((a, b) => {
    const byTime = timeOf(a) - timeOf(b);
    return Number.isNaN(byTime) ? 0 : byTime;
  });
}

/** For each agent's line that answers a caller's: from the end of the speech to the first sound. */
export function answerGaps(lines: readonly TranscriptLine[]): ReadonlyMap<string, number> {
  const gaps = new Map<string, number>();
  let callerEndMs: number | null = null;
  for (const line of lines) {
    if (line.startMs === null) continue;
    if (line.speaker === "caller") callerEndMs = line.endMs;
    else {
      if (callerEndMs !== null && line.startMs >= callerEndMs) {
        gaps.set(line.itemId, line.startMs - callerEndMs);
      }
      callerEndMs = null;
    }
  }
  return gaps;
}

export function cutsOf(events: readonly CallEvent[]): ReadonlyMap<string, Cut> {
  const cuts = new Map<string, Cut>();
  for (const event of events) {
    if (event.type !== "agent.heard") continue;
    const { heardMs, generatedMs, endMs, measure } = event;
    cuts.set(event.itemId, { heardMs, generatedMs, endMs, measure });
  }
  return cuts;
}

/** The lines at which another language begins, whoever speaks it. */
function tonguesOf(lines: readonly TranscriptLine[]): ReadonlyMap<string, string> {
  const tongues = new Map<string, string>();
  let before = "";
  for (const { itemId, language } of lines) {
    const words = languageWords(language);
    if (words === "" || words === before) continue;
    tongues.set(itemId, words);
    before = words;
  }
  return tongues;
}

function timeOf(row: TranscriptRow): number {
  return row.kind === "moment" ? row.offsetMs : row.line.startMs ?? Infinity;
}
