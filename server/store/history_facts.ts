// What past calls are found by: facts of a call, marks and words of its events. Pure: every store keeps the same.
import type { CallSummary } from "../contract/call.ts";
import type { CallEvent } from "../contract/event.ts";
import { wordsOf } from "./words.ts";

const WITH_WORDS = [
  "caller.line",
  "agent.line",
  "agent.heard",
  "speech.line",
  "speech.translated",
  "call.summary",
] as const;
const WITH_MARKS = ["tool.finished", "command.given", "supervisor.took_over"] as const;
/** Types of the events that anything is kept of. */
export const NOTED: readonly string[] = [...WITH_WORDS, ...WITH_MARKS];

export function factsOf(call: CallSummary) {
  return {
    callId: call.callId,
    durationMs: call.endedAtMs === null ? null : call.endedAtMs - call.startedAtMs,
    agentId: call.agent.id,
    agentVersion: call.agent.version,
    route: call.route,
    protocol: call.protocol,
    kind: call.kind,
    origin: call.origin,
    endReason: call.endReason,
    numbers: `${digitsOf(call.caller)} ${digitsOf(call.called)}`,
    interruptions: call.interruptions,
  };
}

export interface HistoryLine {
  seq: number;
  itemId: string;
  /** Folded (words.ts), with a space between. */
  words: string;
}

/** The words that an event adds to its call; null: none. */
export function lineOf(event: CallEvent): HistoryLine | null {
  const text = wordsIn(event);
  if (text === null) return null;
  const words = wordsOf(text).map(({ word }) => word).join(" ");
  return { seq: event.seq, itemId: "itemId" in event ? event.itemId ?? "" : "", words };
}

/** Of an answer that was cut off, how much of it was heard; null: all, or it is not known. */
export function heardShareOf(
  { interrupted, heardMs, generatedMs }: Extract<CallEvent, { type: "agent.heard" }>,
): number | null {
  if (!interrupted) return null;
  return generatedMs > 0 ? Math.min(1, heardMs / generatedMs) : 0;
}

/** The words that a finished line adds to its call, or null. */
export function wordsIn(event: CallEvent): string | null {
  switch (event.type) {
    case "caller.line":
    case "agent.line":
    case "speech.line":
    case "call.summary":
      return event.text;
    case "speech.translated":
      return event.failed ? null : event.text;
    default:
      return null;
  }
}

/** What a call is marked by, counted; null: nothing. */
export function marksOf(event: CallEvent): { failures: number; stepped: number } | null {
  switch (event.type) {
    case "tool.finished":
      return event.ok ? null : { failures: 1, stepped: 0 };
    case "command.given":
    case "supervisor.took_over":
      return { failures: 0, stepped: 1 };
    default:
      return null;
  }
}

function digitsOf(address: string): string {
  return address.replace(/[;?].*$/, "").replace(/\D/g, "");
}
