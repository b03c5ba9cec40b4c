// What the simulated VoiceAI Connect knows of one call, and the few moves that every reaction is made of. Pure: a step
// works on a copy of the state.
import type { MediaFormat } from "./media_format.ts";
import type { RuleName } from "./rules.ts";

/** How long session.accepted and an acknowledgement are waited for; the reference names no figure (audiocodes § 15). */
export const ACCEPTED_WITHIN_MS = 10_000;
const ACK_WITHIN_MS = 5_000;
/** How far sound may run ahead, with a whisker for the clocks (audiocodes § 5). */
export const AHEAD_MS = 2_000;
export const AHEAD_TOLERANCE_MS = 100;
/** A stream that has been silent for so long was forgotten. */
const LEFT_OPEN_AFTER_MS = 5_000;
export const RECONNECT_AFTER_MS = 300;
export const TRANSFER_TAKES_MS = 500;
/** When the caller is listened to again though nothing was played (audiocodes § 9). */
export const RESUME_RECOGNITION_MS = 10_000;

/** What becomes of a transfer that the bot wants to hear about. */
export type TransferOutcome = "answered" | "no-answer" | "busy" | "declined" | "error";

export interface SessionConfig {
  conversationId: string;
  botName: string;
  caller: string;
  callee: string;
  language: string;
  /** Further parameters of the start activity, as SIP headers that the operator maps. */
  variables: Readonly<Record<string, string>>;
  /** UTC, ISO 8601. */
  startedAt: string;
  /** Names of formats, the favourite first. */
  offered: readonly string[];
  /** The operator's setting "Barge-in". */
  bargeIn: boolean;
  transferOutcome: TransferOutcome;
  /** Cuts samples, and the header of a wav stream, in two. */
  split: boolean;
}

export type Phase =
  | "idle" // no socket yet
  | "initiating" // session.initiate sent
  | "talking"
  | "detached" // the socket was lost
  | "resuming" // session.resume sent
  | "over";

export type EndedBy = "caller" | "server" | "server_lost" | "dropped";

export interface SessionState {
  readonly config: SessionConfig;
  phase: Phase;
  /** Of caller audio. */
  userFormat: MediaFormat | null;
  userOpen: boolean;
  /** The header of this window's wav stream was sent. */
  userHeaded: boolean;
  chunksSent: number;
  /** Outstanding acknowledgements, oldest first. */
  acks: readonly { what: "started" | "stopped"; dueAtMs: number }[];
  play: OpenPlay | null;
  usedIds: ReadonlySet<string>;
  /** When all that was received will have been heard. */
  soundUntilMs: number;
  /** The bot told that the caller speaks, since the last stream began. */
  callerSpeaks: boolean;
  /** With barge-in off: until then the caller is not listened to, for the bot is to answer. */
  answerDueAtMs: number;
  transfer: { target: string; dueAtMs: number } | null;
  acceptedDueAtMs: number | null;
  reconnectAtMs: number | null;
  hungUpByBot: boolean;
}

export interface OpenPlay {
  id: string;
  format: MediaFormat;
  openedAtMs: number;
  headed: boolean;
  toldTooFast: boolean;
  toldLeftOpen: boolean;
}

export type SessionEffect =
  | { type: "send"; message: Readonly<Record<string, unknown>> }
  | { type: "answered" }
  /** A window of caller audio begins, in a format. */
  | { type: "listen"; format: MediaFormat }
  /** A play stream begins, in a format. */
  | { type: "stream"; format: MediaFormat }
  | { type: "play"; sound: Uint8Array }
  /** What was received is not played. */
  | { type: "silence" }
  | { type: "words"; role: "caller" | "agent"; text: string }
  | { type: "breach"; rule: RuleName; detail: string }
  | { type: "note"; line: string }
  /** There is no call: why, in words. */
  | { type: "refused"; reason: string }
  | { type: "connect" }
  /** The socket breaks. */
  | { type: "break" }
  | { type: "over"; by: EndedBy; transferredTo: string | null };

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
    userFormat: null,
    userOpen: false,
    userHeaded: false,
    chunksSent: 0,
    acks: [],
    play: null,
    usedIds: new Set(),
    soundUntilMs: 0,
    callerSpeaks: false,
    answerDueAtMs: 0,
    transfer: null,
    acceptedDueAtMs: null,
    reconnectAtMs: null,
    hungUpByBot: false,
  };
}

/** When the session wants to be woken, on the clock of the inputs; null when it waits for nothing. */
export function dueAtMs(state: SessionState): number | null {
  if (state.phase === "over") return null;
  const { acceptedDueAtMs, reconnectAtMs, transfer, acks, play, config } = state;
  const due = [acceptedDueAtMs, reconnectAtMs, transfer?.dueAtMs ?? null, acks[0]?.dueAtMs ?? null];
  if (play && !play.toldLeftOpen) due.push(leftOpenAtMs(state, play));
  if (state.phase === "talking" && !config.bargeIn && !state.userOpen && !play) {
    due.push(Math.max(state.soundUntilMs, state.answerDueAtMs));
  }
  const set = due.filter((atMs) => atMs !== null);
  return set.length ? Math.min(...set) : null;
}

export function leftOpenAtMs({ soundUntilMs }: SessionState, { openedAtMs }: OpenPlay): number {
  return Math.max(soundUntilMs, openedAtMs) + LEFT_OPEN_AFTER_MS;
}

export function send({ state, effects }: Turn, type: string, fields: object = {}): void {
  const { conversationId } = state.config;
  effects.push({ type: "send", message: { type, conversationId, ...fields } });
}

export function sendEvent(turn: Turn, name: string, fields: object): void {
  send(turn, "activities", { activities: [{ type: "event", name, ...fields }] });
}

export function breach({ effects }: Turn, rule: RuleName, detail: string): void {
  effects.push({ type: "breach", rule, detail });
}

/** Opens or closes the caller's window, to be acknowledged. */
export function setListening(turn: Turn, open: boolean): void {
  const { state, effects, atMs } = turn;
  if (state.userOpen === open) return;
  state.userOpen = open;
  state.userHeaded = false;
  send(turn, open ? "userStream.start" : "userStream.stop");
  if (open && state.userFormat) effects.push({ type: "listen", format: state.userFormat });
  const what = open ? "started" : "stopped";
  state.acks = [...state.acks, { what, dueAtMs: atMs + ACK_WITHIN_MS }];
}

/** What is left of the agent's sound is thrown away. */
export function silence({ state, effects, atMs }: Turn): void {
  if (state.soundUntilMs <= atMs) return;
  state.soundUntilMs = atMs;
  effects.push({ type: "silence" });
}

/** The call is over, and the bot is told where there is a socket. */
export function finish(
  turn: Turn,
  end: { by: EndedBy; code?: string; reason?: string; transferredTo?: string },
): void {
  const { state, effects } = turn;
  const { by, code, reason = "", transferredTo = null } = end;
  if (code && (state.phase === "talking" || state.phase === "initiating")) {
    send(turn, "session.end", { reasonCode: code, reason });
  }
  state.phase = "over";
  effects.push({ type: "over", by, transferredTo });
}
