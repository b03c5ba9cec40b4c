// What the sequencer of responses keeps, takes in and wants done, and which of its deadlines comes next.
// Pure; times are the Clock's.
import type { Usage } from "../contract/call.ts";
import type { ResponseCause, UpstreamEvent, UpstreamFailure } from "./upstream.ts";

export interface Wish {
  cause: ResponseCause;
  instructions?: string;
  tools?: "none";
  must?: boolean;
}

/** A response.create that neither a response nor a refusal has answered yet. */
export interface Asked {
  readonly number: number;
  readonly wish: Wish;
  readonly sentAtMs: number;
  readonly repeated: boolean;
  /** The wish was taken back meanwhile: the response is to be cancelled as it comes. */
  readonly cancelled: boolean;
}

export interface Active {
  readonly responseId: string;
  /** Of the request it was taken for; null: the server made it of the caller's turn. */
  readonly asked: Asked | null;
  /** The last sign of life. */
  readonly aliveAtMs: number;
  readonly begun: boolean;
  readonly audio: boolean;
  /** The provider calls a tool of a remote server meanwhile: silence means nothing. */
  readonly working: boolean;
  /** Cancelled or interrupted: what still comes of it is not for the caller. */
  readonly discarded: boolean;
  readonly cancelledAtMs: number | null;
  /** Cancelled because nothing came: to be asked for once more. */
  readonly again: boolean;
}

export interface Responses {
  readonly asked: Asked | null;
  readonly active: Active | null;
  readonly waiting: readonly Wish[];
  /** Nothing is asked for before; the pause between a failure and its next attempt. */
  readonly notBeforeMs: number;
  /** Speech has ended: its commit is awaited so long, lest a request collide with it. */
  readonly commitByMs: number;
  /** What a remote server's tool brought is still to be spoken of, once the active response is over. */
  readonly replyDue: boolean;
  readonly speaking: boolean;
  /** When a turn of the caller was committed that nothing has answered yet. */
  readonly turnAtMs: number | null;
  /** When the last response ended. */
  readonly freeAtMs: number;
  /** In a row, without sound between them. */
  readonly failures: number;
  readonly quotaFailures: number;
  readonly silences: number;
  /** Requests refused because of a response that we do not know. */
  readonly unseen: number;
  /** The server gives our number of a wish back, so one without it is not ours. */
  readonly echoes: boolean;
  /** The server took offence at the number of the wish: requests go without. */
  readonly bare: boolean;
  readonly finished: readonly string[];
  readonly nextNumber: number;
}

export const NO_RESPONSES: Responses = {
  asked: null,
  active: null,
  waiting: [],
  notBeforeMs: 0,
  commitByMs: 0,
  replyDue: false,
  speaking: false,
  turnAtMs: null,
  freeAtMs: 0,
  failures: 0,
  quotaFailures: 0,
  silences: 0,
  unseen: 0,
  echoes: false,
  bare: false,
  finished: [],
  nextNumber: 1,
};

export type Done = Extract<UpstreamEvent, { type: "response_done" }>;

export type Input =
  | { type: "wish"; wish: Wish }
  | { type: "cancel" }
  | { type: "speech_started"; interrupts: boolean }
  /** `answers`: the server makes a response of the turn by itself. */
  | { type: "speech_stopped"; answers: boolean }
  | { type: "committed"; answers: boolean }
  /** `wishNumber`: ours, given back; null where there is none. */
  | { type: "created"; responseId: string; wishNumber: number | null }
  | { type: "progress"; responseId: string; audio: boolean }
  /** The provider calls a remote server's tool, or is done with it. */
  | { type: "working"; responseId: string; on: boolean }
  /** What such a tool brought must be spoken of; or it was, in the response that called it. */
  | { type: "reply_due" }
  | { type: "reply_given" }
  | {
    type: "done";
    responseId: string;
    status: Done["status"];
    detail: string;
    usage: Usage;
    failure?: UpstreamFailure;
    /** How long the server asks to wait before the next attempt. */
    pauseMs: number;
    jitterMs: number;
  }
  /** A request for a response was refused; `busy`: because another one is active. */
  | { type: "refused"; number: number | null; busy: boolean; failure: UpstreamFailure }
  /** There was nothing to cancel. */
  | { type: "cancel_refused"; responseId: string }
  | { type: "tick" };

export type Effect =
  | { type: "create"; number: number; wish: Wish; bare: boolean }
  | { type: "cancel"; responseId: string }
  | { type: "tell"; event: UpstreamEvent };

export interface Step {
  state: Responses;
  effects: Effect[];
}

const TURN_MS = 3_000;
/** After a response that ran while the turn was committed, the server is given this long to bring its own. */
const TURN_AFTER_RESPONSE_MS = 300;
const ASKED_MS = 5_000;
const FIRST_DELTA_MS = 8_000;
const DELTA_GAP_MS = 5_000;
/** As long as a remote server's tool may take. */
const WORK_MS = 30_000;
const CANCEL_MS = 3_000;

export type Deadline = "turn" | "asked" | "first_delta" | "delta_gap" | "cancel" | "pause";

/** The next deadline. None runs while a tool works or the caller speaks. */
export function nextDeadline(state: Responses): { what: Deadline; dueMs: number } | null {
  const { active, asked, turnAtMs } = state;
  if (active) {
    if (active.cancelledAtMs !== null) {
      return { what: "cancel", dueMs: active.cancelledAtMs + CANCEL_MS };
    }
    if (active.working) return { what: "delta_gap", dueMs: active.aliveAtMs + WORK_MS };
    return active.begun || active.discarded
      ? { what: "delta_gap", dueMs: active.aliveAtMs + DELTA_GAP_MS }
      : { what: "first_delta", dueMs: active.aliveAtMs + FIRST_DELTA_MS };
  }
  if (asked) return { what: "asked", dueMs: asked.sentAtMs + ASKED_MS };
  if (candidate(state)) return { what: "pause", dueMs: earliestMs(state) };
  if (turnAtMs === null) return null;
  return {
    what: "turn",
    dueMs: Math.max(turnAtMs + TURN_MS, state.freeAtMs + TURN_AFTER_RESPONSE_MS),
  };
}

/** Before this time nothing is asked for. */
export function earliestMs({ notBeforeMs, commitByMs }: Responses): number {
  return Math.max(notBeforeMs, commitByMs);
}

/** The wish to be sent next. While the caller speaks, or the server owes an answer, only one that insists. */
export function candidate(state: Responses): Wish | undefined {
  const blocked = state.speaking || state.turnAtMs !== null;
  return blocked ? state.waiting.find(insists) : state.waiting[0];
}

/** Whether a wish stays though another response is made meanwhile. A farewell must be said in any case. */
export function insists(wish: Wish): boolean {
  return wish.must === true || wish.cause === "farewell";
}
