// The transcript as a person reads it: lines and what happened between them, in order of time,
// each answer with the silence before it. Pure; knows the contract's fold and no drawing.
import type { CallEvent } from "../../server/contract/event.ts";
import type { TranscriptLine } from "../../server/contract/transcript.ts";
import { lengthWords } from "../ui/time_words.ts";
import { troubleWords } from "./attention.ts";

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
  }
  | { kind: "moment"; key: string; offsetMs: number; words: string; tone: MomentTone };

/** "change": from here on another agent speaks. */
export type MomentTone = "plain" | "watch" | "act" | "change";

export function transcriptRows(
  lines: readonly TranscriptLine[],
  events: readonly CallEvent[],
): TranscriptRow[] {
  const cuts = cutsOf(events);
  const gaps = answerGaps(lines);
  const rows: TranscriptRow[] = lines
    .filter((line) => line.text !== "" || line.startMs !== null)
    .map((line) => ({
      kind: "line",
      key: line.itemId,
      line,
      gapMs: gaps.get(line.itemId) ?? null,
      cut: cuts.get(line.itemId) ?? null,
    }));
  const lastInputSeq = events.findLast((event) => event.type === "caller.digits")?.seq ?? 0;
  for (const event of events) {
    // Single keys are news only until their input is complete.
    if (event.type === "caller.digit" && event.seq < lastInputSeq) continue;
    const moment = momentOf(event);
    if (moment) rows.push({ kind: "moment", key: `seq-${event.seq}`, ...moment });
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

function timeOf(row: TranscriptRow): number {
  return row.kind === "moment" ? row.offsetMs : row.line.startMs ?? Infinity;
}

function momentOf(
  event: CallEvent,
): { offsetMs: number; words: string; tone: MomentTone } | null {
  const at = (words: string, tone: MomentTone = "plain") => ({
    offsetMs: event.offsetMs,
    words,
    tone,
  });
  switch (event.type) {
    case "call.held":
      return at("The phone system put the call on hold", "watch");
    case "call.resumed":
      return at("The call goes on");
    case "call.degraded":
      return at(troubleWords(event.code), "act");
    case "call.recovered":
      return at("Mended");
    case "upstream.lost":
      return at(
        `${troubleWords(event.code)}${event.retrying ? "; trying again" : ""}`,
        "act",
      );
    case "upstream.rolled_over":
      return at("A fresh session took over; the caller hears no difference");
    case "caller.digit":
      return at(`The caller pressed ${event.digit}`);
    case "caller.digits":
      return at(
        event.secret
          ? `The caller entered ${event.digits.length} digits in secret`
          : `The caller entered ${event.digits}`,
      );
    case "caller.no_input":
      return at("The caller said nothing; the agent asks");
    case "caller.flagged":
      return at("Moderation objects to what the caller said", "watch");
    case "agent.flagged":
      return at("Moderation stopped the agent", "watch");
    case "upstream.fallback":
      return at("Degraded: the second upstream carries the call from here on", "act");
    case "tool.awaits_yes":
      return at(`The tool ${event.name} waits for the caller's yes`);
    case "agent.changed":
      return at(
        `${event.agent.name} takes over${event.intent ? `: ${event.intent}` : ""}`,
        "change",
      );
    case "call.warned":
      return at(`The caller is told that ${lengthWords(event.leftMs)} are left`);
    case "tool.finished":
      return at(
        event.ok ? `Used the tool ${event.name}` : `The tool ${event.name} failed`,
        event.ok ? "plain" : "watch",
      );
    case "call.ending":
      return at("The farewell begins");
    default:
      return null;
  }
}
