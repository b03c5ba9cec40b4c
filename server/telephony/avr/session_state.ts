// What a call of Agent Voice Response remembers, what can happen to it and what it wants done, whichever of the two
// protocols carries it. Types and the first state only.
import type { ChannelClosed, Ending } from "../channel.ts";

/**
 * waiting: for `init` · answering: our side decides · open · transferring: our side ended it, avr-ami is asked to put
 * the caller through · left: the core went while avr-ami was at work, which is how a transfer that worked looks from
 * here · leaving: we hung up, the core follows · over: nothing is left.
 */
export type Phase =
  | "waiting"
  | "answering"
  | "open"
  | "transferring"
  | "left"
  | "leaving"
  | "over";

export interface SessionState {
  phase: Phase;
  /** The wire tells when the core is gone, as sockets do. Of a request whose answer has ended nothing more is heard. */
  tellsItsEnd: boolean;
  /** When this phase has lasted too long; of `open` there is no such time. */
  deadlineAtMs: number;
  /** Messages in a row that could not be read. */
  unreadable: number;
  /** Whether a listener is told of this call, and whether its end was told. */
  answered: boolean;
  told: boolean;
  /** What the listener will be told at the end. */
  farewell: ChannelClosed | null;
  /** Whether avr-ami can put this call through to a place that is set. */
  transferable: boolean;
  /** Requests to avr-ami under way. */
  asked: number;
  /** avr-ami has transferred the call or hung it up: the core will go by itself. */
  sentAway: boolean;
}

export type Input =
  | { type: "init"; atMs: number }
  | { type: "accepted"; transferable: boolean }
  | { type: "refused"; code: string; atMs: number }
  | { type: "readable" }
  | { type: "unreadable"; detail: string; atMs: number }
  | { type: "oversize"; detail: string; atMs: number }
  | { type: "end"; ending: Ending; atMs: number }
  /** avr-ami was asked; and what came of it. */
  | { type: "asked" }
  | { type: "asked_done"; ok: boolean; atMs: number }
  /** The transfer that ends the call; `failure`: why it did not come about, "" when it did. */
  | { type: "transferred"; failure: string; atMs: number }
  /** The core does not take what we send, or sends nothing where it must. */
  | { type: "lost"; code: "E_SLOW" | "E_SILENT"; atMs: number }
  /** The other end of the line is gone. */
  | { type: "gone"; how: ChannelClosed; atMs: number }
  | { type: "fault"; atMs: number }
  | { type: "tick"; atMs: number };

export type ViolationCode = "E_NO_INIT" | "E_SIZE" | "E_UNREADABLE";

/** Done in order. */
export type Effect =
  /** Our side has to decide; `accepted` or `refused` follows. */
  | { do: "answer" }
  | { do: "transfer" }
  /** For the core's log, where the protocol has a place for it. */
  | { do: "say_error"; message: string }
  | { do: "hang_up"; code: number; reason: string }
  | { do: "note"; code: string; detail: string; once?: true }
  | { do: "violation"; code: ViolationCode; detail: string }
  | { do: "ended"; how: ChannelClosed }
  /** Nothing more will come of this call: let go of everything. */
  | { do: "forget" };

export interface Step {
  state: SessionState;
  effects: Effect[];
}

const INIT_WITHIN_MS = 10_000;
/** For the transfer that ends a call; whatever comes of it, the call ends then. */
export const TRANSFER_WITHIN_MS = 3_000;
/** After the core has gone: for our side to say that it was its doing. */
export const LEFT_FOR_MS = 1_000;
export const LEAVE_WITHIN_MS = 2_000;
/** One message that cannot be read is an accident; more in a row are not speech any more. */
export const MAX_UNREADABLE = 3;

export function firstState(atMs: number, tellsItsEnd: boolean): SessionState {
  return {
    phase: "waiting",
    tellsItsEnd,
    deadlineAtMs: atMs + INIT_WITHIN_MS,
    unreadable: 0,
    answered: false,
    told: false,
    farewell: null,
    transferable: false,
    asked: 0,
    sentAway: false,
  };
}
