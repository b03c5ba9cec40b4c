// What a session of the AudioHook protocol remembers, what can happen to it and what it wants done.
// Types and the first state only.
import type { ChannelClosed, Ending } from "../channel.ts";
import type { MediaChoice, MediaOffer } from "./media.ts";
import type { OpenParameters, ViolationCode } from "./message.ts";
import type { Product } from "./product.ts";

/**
 * waiting: for `open` · answering: our side decides · open · disconnecting: we asked for the end, the
 * client's `close` is due · flushing: it came, our side's last events are due · closing: `closed` is sent,
 * the client closes the socket · leaving: we closed the socket · over: nothing is left.
 */
export type Phase =
  | "waiting"
  | "answering"
  | "open"
  | "disconnecting"
  | "flushing"
  | "closing"
  | "leaving"
  | "over";

export interface SessionState {
  product: Product;
  phase: Phase;
  /** As in the upgrade's headers; every message must name them again. */
  sessionId: string;
  organizationId: string;
  /** Highest seq accepted from the client. */
  clientSeq: number;
  /** When this phase has lasted too long; of `open` see `silentAfterMs`. */
  deadlineAtMs: number;
  probe: boolean;
  /** Whether a listener is told of this call, and whether its end was told. */
  answered: boolean;
  told: boolean;
  /** What the listener will be told if the end comes by our own wish. */
  farewell: ChannelClosed | null;
  /** Parameters of `opened`, until our side has decided. */
  opening: Readonly<Record<string, unknown>> | null;
  paused: boolean;
  /** Media time lost while paused, not yet told. */
  gapMs: number;
  repeatedOpens: number;
  pings: Burst;
  unknownTypes: Burst;
  /** Code of the last `error` message. */
  phoneError: string;
  /** Since when the phone has not read what we sent; null: it reads. */
  slowSinceMs: number | null;
}

/** How often something happened since when. */
export interface Burst {
  sinceMs: number;
  count: number;
}

export type Input =
  /** `sentSeq`: highest seq sent by us. `mediaMs`: media time by our own count. */
  | { type: "text"; text: string; atMs: number; sentSeq: number; mediaMs: number }
  | { type: "oversize"; detail: string; atMs: number }
  | { type: "answered" | "fault"; atMs: number }
  /** Our side has nothing more to send after the client's `close`. */
  | { type: "flushed"; atMs: number }
  | { type: "refused"; code: string; atMs: number }
  | { type: "end"; ending: Ending; atMs: number }
  /** `heardAtMs`: when anything was received last. `backlogBytes`: sent by us, not read by the phone. */
  | { type: "tick"; atMs: number; heardAtMs: number; backlogBytes: number }
  | { type: "socket_closed"; code: number; atMs: number };

/** Done in order. */
export type Effect =
  | { do: "send"; type: string; parameters: Readonly<Record<string, unknown>> }
  /** May wait for the rate. */
  | { do: "send_later"; type: string; parameters: Readonly<Record<string, unknown>> }
  | { do: "drop_unsent" }
  | { do: "hold_off"; ms: number }
  | { do: "close_socket"; code: number; reason: string }
  /** Our side has to decide; `answered` or `refused` follows. */
  | { do: "answer"; open: OpenParameters; media: MediaChoice }
  | { do: "probed" }
  | { do: "clock"; toMs: number }
  | { do: "digit"; digit: string }
  | { do: "playback_started" | "playback_completed" }
  | { do: "held" }
  | { do: "resumed"; gapMs: number }
  | { do: "language"; tag: string }
  /** The client waits for `closed`: our side has so long for what it still has to send; `flushed` follows. */
  | { do: "last_words"; withinMs: number }
  /** Lines that still wait leave now, whatever the rate: `closed` is next. */
  | { do: "rest_of_lines" }
  /** `once`: told only the first time, counted after that. */
  | { do: "note"; code: string; detail: string; once?: true }
  | { do: "violation"; code: ViolationCode; detail: string }
  | { do: "ended"; how: ChannelClosed }
  /** Nothing more will come of this session: let go of everything. */
  | { do: "forget" };

export interface Step {
  state: SessionState;
  effects: Effect[];
}

/** Deadlines (audiohook § 11; reliability § 2.1). */
const OPEN_WITHIN_MS = 5_000;
export const SILENT_AFTER_MS = 15_000;
export const CLOSE_WITHIN_MS = 10_000;
export const LEAVE_WITHIN_MS = 2_000;
/** Our side is given less time than `closed` has: what it sends at the last moment must still leave. */
export const LAST_WORDS_MARGIN_MS = 300;
/** A phone that does not read. */
export const BACKLOG_LIMIT_BYTES = 256 * 1024;
export const SLOW_FOR_MS = 5_000;

export const MAX_TEXT_CHARS = 65_535;
export const MAX_BINARY_BYTES = 64 * 1024;

export function firstState(
  options: { product: Product; sessionId: string; organizationId: string; atMs: number },
): SessionState {
  return {
    product: options.product,
    phase: "waiting",
    sessionId: options.sessionId,
    organizationId: options.organizationId,
    clientSeq: 0,
    deadlineAtMs: options.atMs + OPEN_WITHIN_MS,
    probe: false,
    answered: false,
    told: false,
    farewell: null,
    opening: null,
    paused: false,
    gapMs: 0,
    repeatedOpens: 0,
    pings: { sinceMs: options.atMs, count: 0 },
    unknownTypes: { sinceMs: options.atMs, count: 0 },
    phoneError: "",
    slowSinceMs: null,
  };
}

/** When a `tick` is due next. */
export function dueAtMs(state: SessionState, heardAtMs: number): number {
  if (state.phase === "over" || state.phase === "answering") return Infinity;
  const ownMs = state.phase === "open" ? heardAtMs + SILENT_AFTER_MS : state.deadlineAtMs;
  return state.slowSinceMs === null ? ownMs : Math.min(ownMs, state.slowSinceMs + SLOW_FOR_MS);
}

export function openedParameters(
  media: readonly MediaOffer[],
  options: { open: OpenParameters; product: Product },
): Readonly<Record<string, unknown>> {
  const parameters = { startPaused: false, media };
  if (!options.open.supportedLanguages) return parameters;
  return { ...parameters, supportedLanguages: options.product.supportedLanguages };
}
