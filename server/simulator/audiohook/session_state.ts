// What the simulated Genesys knows of one session, and the few moves that every reaction is made of:
// stamping a message, noting a violation, saying goodbye. Pure: a step works on a copy of the state.
import { duration, durationOfBytes } from "./duration.ts";
import { type Allowance, fullAllowance, MESSAGE_RATE, PAUSE_RATE } from "./rate.ts";
import type { Disconnect, Entity, Media } from "./server_message.ts";
import { ruleOf, type Violation, type ViolationCode } from "./violations.ts";

/** Deadlines and rhythm of Genesys' client (audiohook § 11). */
export const OPENED_WITHIN_MS = 5_000;
export const FIRST_PING_MS = 1_000;
const PING_EVERY_MS = 5_000;
const CLOSED_WITHIN_MS = 10_000;
/** What is wise for a server that still has lines to send. */
export const CLOSED_WELL_WITHIN_MS = 4_000;

export const NIL_ID = "00000000-0000-0000-0000-000000000000";

export const OFFER: Media = { type: "audio", format: "PCMU", channels: ["external"], rate: 8000 };

/** What `open` says (audiohook § 5.1). */
export interface SessionConfig {
  sessionId: string;
  organizationId: string;
  /** The nil id makes the session a connection probe. */
  conversationId: string;
  participantId: string;
  ani: string;
  aniName: string;
  dnis: string;
  language?: string;
  inputVariables?: Readonly<Record<string, string>>;
  customConfig?: unknown;
  /** What is offered; one channel of the caller unless told otherwise. */
  offers?: readonly Media[];
  /** Asks for the list of languages. */
  asksLanguages?: boolean;
  /** A call between people that the server writes down: it takes no audio back (audiohook § 1). */
  listensOnly?: boolean;
}

export const offersOf = ({ offers }: SessionConfig): readonly Media[] => offers ?? [OFFER];

export type Phase =
  | "idle" // nothing sent yet
  | "opening" // open sent
  | "open"
  | "closing" // close sent
  | "closed" // closed received, the socket is being closed
  | "gone"; // no socket

export type CloseReason = "end" | "error" | "disconnect" | "reconnect";

export interface SessionState {
  readonly config: SessionConfig;
  phase: Phase;
  seq: number;
  serverSeq: number;
  /** The highest clientseq the server has written. */
  clientSeq: number;
  /** After a gap in seq Genesys can take in nothing more. */
  stuck: boolean;
  media: Media | null;
  /** Media time, in bytes of one channel. */
  positionBytes: number;
  pausedByServer: boolean;
  pausedByCaller: boolean;
  /** Audio that was not sent during the present pause, in bytes of one channel. */
  withheldBytes: number;
  /** Audio at the start that the server does not want. */
  skipBytes: number;
  ping: { seq: number; atMs: number } | null;
  pingsAnswered: number;
  rttMs: number | null;
  openedDueAtMs: number | null;
  pingDueAtMs: number | null;
  closedDueAtMs: number | null;
  disconnect: Disconnect | null;
  closeReason: CloseReason | null;
  closeAtMs: number;
  closedAtMs: number | null;
  text: Allowance;
  binary: Allowance;
  pauses: Allowance;
  resumes: Allowance;
  lastRateErrorAtMs: number;
}

export type SessionEffect =
  | { type: "send_text"; text: string }
  | { type: "send_audio"; audio: Uint8Array }
  | { type: "opened"; media: Media | null; languages: readonly string[] | null }
  | { type: "play"; audio: Uint8Array }
  | { type: "barge_in" }
  | { type: "entity"; entity: Entity }
  | { type: "updated" }
  | { type: "disconnect"; disconnect: Disconnect }
  | { type: "violation"; violation: Violation }
  | { type: "closing"; reason: CloseReason }
  | { type: "close_socket" }
  | { type: "gone" };

/** One step under way. */
export interface Turn {
  state: SessionState;
  effects: SessionEffect[];
  atMs: number;
}

export function createSession(config: SessionConfig): SessionState {
  return {
    config,
    phase: "idle",
    seq: 0,
    serverSeq: 0,
    clientSeq: 0,
    stuck: false,
    media: null,
    positionBytes: 0,
    pausedByServer: false,
    pausedByCaller: false,
    withheldBytes: 0,
    skipBytes: 0,
    ping: null,
    pingsAnswered: 0,
    rttMs: null,
    openedDueAtMs: null,
    pingDueAtMs: null,
    closedDueAtMs: null,
    disconnect: null,
    closeReason: null,
    closeAtMs: 0,
    closedAtMs: null,
    text: fullAllowance(MESSAGE_RATE),
    binary: fullAllowance(MESSAGE_RATE),
    pauses: fullAllowance(PAUSE_RATE),
    resumes: fullAllowance(PAUSE_RATE),
    lastRateErrorAtMs: -Infinity,
  };
}

export function isProbe({ conversationId }: SessionConfig): boolean {
  return conversationId === NIL_ID;
}

/** When the session wants to be woken, on the clock of the inputs; null when it waits for nothing. */
export function dueAtMs(state: SessionState): number | null {
  const due = [state.openedDueAtMs, state.pingDueAtMs, state.closedDueAtMs]
    .filter((atMs) => atMs !== null);
  return due.length ? Math.min(...due) : null;
}

export function send(
  { state, effects }: Turn,
  type: string,
  parameters: Record<string, unknown> = {},
): void {
  state.seq++;
  const text = JSON.stringify({
    version: "2",
    id: state.config.sessionId,
    type,
    seq: state.seq,
    serverseq: state.serverSeq,
    position: durationOfBytes(state.positionBytes),
    parameters,
  });
  effects.push({ type: "send_text", text });
}

/** Notes what the server did wrong and answers it as Genesys' engine does. */
export function violate(turn: Turn, code: ViolationCode, detail: string): void {
  const { state, effects, atMs } = turn;
  effects.push({ type: "violation", violation: { code, detail, atMs } });
  const { error, fatal, sentence } = ruleOf(code);
  const speaks = state.phase !== "closed" && state.phase !== "gone";
  if (error === 429) {
    // Said once a second: an error for each message would make the flood two-sided.
    if (speaks && atMs - state.lastRateErrorAtMs >= 1000) {
      state.lastRateErrorAtMs = atMs;
      send(turn, "error", { code: error, message: sentence, retryAfter: duration(1000) });
    }
  } else if (error && speaks) {
    send(turn, "error", { code: error, message: sentence });
  }
  if (fatal) sayGoodbye(turn, "error");
}

/** `close`, once; afterwards only `closed` is awaited. */
export function sayGoodbye(turn: Turn, reason: CloseReason): void {
  const { state, effects, atMs } = turn;
  if (state.phase !== "opening" && state.phase !== "open") return;
  send(turn, "close", { reason });
  state.phase = "closing";
  state.closeReason = reason;
  state.openedDueAtMs = null;
  state.pingDueAtMs = null;
  state.closedDueAtMs = atMs + CLOSED_WITHIN_MS;
  state.closeAtMs = atMs;
  effects.push({ type: "closing", reason });
}

export function ping(turn: Turn): void {
  const { state, atMs } = turn;
  send(turn, "ping", state.rttMs === null ? {} : { rtt: duration(state.rttMs) });
  state.ping = { seq: state.seq, atMs };
  state.pingDueAtMs = atMs + PING_EVERY_MS;
}
