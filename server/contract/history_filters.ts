// What past calls can be asked for: filters and bounds. Plain values: the console imports them.
import type { CallKind, CallSummary, EndReason } from "./call.ts";

/** All that are given must fit. The names are those of the query of GET /api/calls. */
export interface HistoryFilters {
  /** Words that were said: each must occur, "in quotes" as they stand, -word must not. */
  text?: string;
  /** Id of the agent that had the call last. */
  agent?: string;
  version?: number;
  /** Name of the route; "": no route led to the agent, it is the default one. */
  route?: string;
  protocol?: string;
  kind?: CallKind;
  origin?: CallSummary["origin"];
  endReason?: EndReason;
  /** When the call began, UTC milliseconds: from this moment on, … */
  from?: number;
  /** … and before this one. */
  to?: number;
  /** Of calls that have ended. */
  minDurationMs?: number;
  /** Digits in a row of the caller's number or of the one that was called. */
  number?: string;
  interrupted?: boolean;
  toolFailed?: boolean;
  /** A supervisor asked something of the call or took it over. Who only listened did not step in. */
  steppedIn?: boolean;
  ended?: boolean;
}

export const HISTORY_LIMITS = {
  textChars: 200,
  /** Words and phrases of a search. */
  terms: 20,
  page: 200,
  snippets: 3,
  /** Of a snippet, about. */
  snippetChars: 180,
} as const;

/** What is worth a mark beside a past call. */
export interface CallMarks {
  toolFailures: number;
  steppedIn: boolean;
}

/** Words around those that were searched for. Plain text: nothing in it is markup. */
export interface Snippet {
  who: "caller" | "agent" | "translation" | "summary";
  /** Of the line, since the call was answered. */
  offsetMs: number;
  /** The agent never got to say them: the caller had interrupted. */
  unheard: boolean;
  parts: readonly SnippetPart[];
}

export interface SnippetPart {
  text: string;
  /** Is what was searched for. */
  hit: boolean;
}

export interface FoundCall extends CallSummary {
  /** Null: the call is older than the index and not in it yet. */
  marks: CallMarks | null;
  /** In the order in which they were said; none where no words were searched for. */
  snippets: readonly Snippet[];
}

/** The place of a call among all others, newest first. */
export interface CallPlace {
  startedAtMs: number;
  callId: string;
}
