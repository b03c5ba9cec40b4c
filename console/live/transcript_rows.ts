// The transcript as a person reads it: lines and what happened between them, in order of time,
// each answer with the silence before it. Pure; knows the contract's fold and no drawing.
import type { CallKind } from "../../server/contract/call.ts";
import type { CallEvent } from "../../server/contract/event.ts";
import type { TranscriptLine } from "../../server/contract/transcript.ts";
import { languageWords } from "../ui/language_words.ts";
import { ledgerOf } from "./gaps.ts";
import { type Moment, momentsOf } from "./moments.ts";

export interface Cut {
  heardMs: number;
  generatedMs: number;
  endMs: number;
  measure: "reported" | "estimated";
}

/**
 * Whose words a line of the agent's side is. "say": a supervisor's, in the agent's voice; "whisper": the agent's own,
 * after a supervisor had whispered; "person": a supervisor speaks, and nobody writes it down.
 */
export type LineBy = "agent" | "say" | "whisper" | "person";

export type TranscriptRow =
  | {
    kind: "line";
    key: string;
    line: TranscriptLine;
    /** Silence the caller heard before this answer, by the ledger; null where it answers nothing. */
    gapMs: number | null;
    by: LineBy;
    /** A caller's line that cut the agent off. */
    cutIn: boolean;
    /** What was heard of an agent's line; null: still being heard, or never was. */
    cut: Cut | null;
    /** Its language in words, where it is not that of the line before; else "". */
    tongue: string;
    /** Tag of the language it was translated into, or "". */
    into: string;
  }
  | ({ kind: "moment"; key: string } & Moment);

/** What the events of a call say about its lines, and what happened between these. */
export interface Told {
  cuts: ReadonlyMap<string, Cut>;
  gaps: ReadonlyMap<string, number> | null;
  authors: ReadonlyMap<string, LineBy>;
  cutIns: ReadonlySet<string>;
  into: ReadonlyMap<string, string>;
  moments: readonly Moment[];
}

/** People answer each other as they like: the silences between them are not told. */
export function toldBy(events: readonly CallEvent[], kind: CallKind): Told {
  return {
    cuts: cutsOf(events),
    gaps: kind === "agent" ? answersOf(events) : null,
    authors: authorsOf(events),
    cutIns: new Set(
      events.flatMap((event) => event.type === "caller.interrupted" ? [event.itemId] : []),
    ),
    into: new Map(
      events.flatMap((event) =>
        event.type === "speech.translated" ? [[event.itemId, event.language]] : []
      ),
    ),
    moments: momentsOf(events, kind),
  };
}

export function transcriptRows(
  lines: readonly TranscriptLine[],
  events: readonly CallEvent[],
  kind: CallKind = "agent",
): TranscriptRow[] {
  return rowsOf(lines, toldBy(events, kind));
}

export function rowsOf(lines: readonly TranscriptLine[], told: Told): TranscriptRow[] {
  const tongues = tonguesOf(lines);
  const rows: TranscriptRow[] = lines
    .filter((line) => line.text !== "" || line.startMs !== null)
    .map((line) => ({
      kind: "line",
      key: line.itemId,
      line,
      gapMs: told.gaps?.get(line.itemId) ?? null,
      by: told.authors.get(line.itemId) ?? "agent",
      cutIn: told.cutIns.has(line.itemId),
      cut: told.cuts.get(line.itemId) ?? null,
      tongue: tongues.get(line.itemId) ?? "",
      into: told.into.get(line.itemId) ?? "",
    }));
  for (const moment of told.moments) {
    rows.push({ kind: "moment", key: `seq-${moment.seq}`, ...moment });
  }
  return rows.sort((a, b) => {
    const byTime = timeOf(a) - timeOf(b);
    return Number.isNaN(byTime) ? 0 : byTime;
  });
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

function answersOf(events: readonly CallEvent[]): ReadonlyMap<string, number> {
  return new Map(
    ledgerOf(events).filter(({ answers }) => answers).map(({ itemId, gapMs }) => [itemId, gapMs]),
  );
}

/** Items of the agent's side that are not the agent's alone. */
function authorsOf(events: readonly CallEvent[]): ReadonlyMap<string, LineBy> {
  const kinds = new Map<string, string>();
  const responses = new Map<string, LineBy>();
  for (const event of events) {
    if (event.type === "command.given") kinds.set(event.commandId, event.kind);
    if (event.type === "agent.thinking" && event.cause === "supervisor") {
      if (!responses.has(event.responseId)) responses.set(event.responseId, "say");
    }
    if (event.type === "command.changed" && event.responseId !== undefined) {
      const kind = kinds.get(event.commandId);
      if (kind === "whisper" || kind === "say") responses.set(event.responseId, kind);
    }
  }
  const authors = new Map<string, LineBy>();
  for (const event of events) {
    if (!("itemId" in event) || event.itemId === undefined || !("responseId" in event)) continue;
    const by = event.itemId.startsWith("supervisor-")
      ? "person"
      : responses.get(event.responseId ?? "");
    if (by) authors.set(event.itemId, by);
  }
  return authors;
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
