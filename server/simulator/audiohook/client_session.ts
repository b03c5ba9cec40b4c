// Genesys' side of one AudioHook session as a pure step: what the server sent, what the call wishes and the
// time go in, messages and notes come out. It knows no socket, no sound and no conversation.
import { BYTES_PER_MS } from "../../audio/ulaw.ts";
import { goOn, takeAudio, takeText } from "./server_reaction.ts";
import { duration, durationOfBytes } from "./duration.ts";
import {
  type CloseReason,
  offersOf,
  OPENED_WITHIN_MS,
  ping,
  sayGoodbye,
  send,
  type SessionEffect,
  type SessionState,
  type Turn,
  violate,
} from "./session_state.ts";

export type SessionInput =
  | { type: "connected" }
  | { type: "text"; text: string }
  | { type: "binary"; audio: Uint8Array }
  | { type: "tick" }
  | { type: "socket_closed"; code: number }
  // what the call wishes
  | { type: "caller_audio"; audio: Uint8Array }
  | { type: "digit"; digit: string }
  | { type: "playback"; what: "started" | "completed" }
  | { type: "hold" }
  | { type: "unhold" }
  | { type: "language"; tag: string }
  /** So much sound, in bytes of one channel, is lost on our side. */
  | { type: "skip"; bytes: number }
  | { type: "hang_up"; reason?: CloseReason };

/** @param atMs monotonic time of the input */
export function step(
  before: SessionState,
  input: SessionInput,
  atMs: number,
): { state: SessionState; effects: SessionEffect[] } {
  const turn: Turn = { state: { ...before }, effects: [], atMs };
  act(turn, input);
  return { state: turn.state, effects: turn.effects };
}

function act(turn: Turn, input: SessionInput): void {
  const { state, effects } = turn;
  switch (input.type) {
    case "connected":
      return sendOpen(turn);
    case "text":
      return takeText(turn, input.text);
    case "binary":
      return takeAudio(turn, input.audio);
    case "tick":
      return checkDeadlines(turn);
    case "socket_closed":
      if (state.phase === "gone") return;
      if (state.phase !== "closed" && !state.stuck) {
        violate(turn, "SOCKET_CLOSED", `code ${input.code} while ${state.phase}`);
      }
      leave(turn);
      effects.push({ type: "gone" });
      return;
    case "hang_up":
      return sayGoodbye(turn, input.reason ?? "end");
    default:
      if (state.phase === "open") wish(turn, input);
  }
}

type Wish = Extract<
  SessionInput,
  { type: "caller_audio" | "digit" | "playback" | "hold" | "unhold" | "language" | "skip" }
>;

function wish(turn: Turn, input: Wish): void {
  const { state } = turn;
  switch (input.type) {
    case "caller_audio":
      return sendAudio(turn, input.audio);
    case "digit":
      return send(turn, "dtmf", { digit: input.digit });
    case "playback":
      return send(turn, `playback_${input.what}`);
    case "hold":
      if (state.pausedByCaller) return;
      state.pausedByCaller = true;
      return send(turn, "paused");
    case "unhold":
      if (!state.pausedByCaller) return;
      state.pausedByCaller = false;
      if (!state.pausedByServer) goOn(turn);
      return;
    case "language":
      return send(turn, "update", { language: input.tag });
    case "skip":
      return skip(turn, input.bytes);
  }
}

function sendOpen(turn: Turn): void {
  const { state, atMs } = turn;
  if (state.phase !== "idle") throw new Error(`Cannot open a session that is ${state.phase}`);
  const { config } = state;
  send(turn, "open", {
    organizationId: config.organizationId,
    conversationId: config.conversationId,
    participant: {
      id: config.participantId,
      ani: config.ani,
      aniName: config.aniName,
      dnis: config.dnis,
    },
    media: offersOf(config),
    ...(config.language === undefined ? {} : { language: config.language }),
    ...(config.customConfig === undefined ? {} : { customConfig: config.customConfig }),
    ...(config.inputVariables === undefined ? {} : { inputVariables: config.inputVariables }),
    ...(config.asksLanguages === undefined ? {} : { supportedLanguages: config.asksLanguages }),
  });
  state.phase = "opening";
  state.openedDueAtMs = atMs + OPENED_WITHIN_MS;
}

function sendAudio({ state, effects }: Turn, audio: Uint8Array): void {
  if (!state.media) return;
  const channels = state.media.channels.length;
  const bytes = audio.length / channels;
  if (state.pausedByServer || state.pausedByCaller) {
    state.withheldBytes += bytes;
    return;
  }
  const skipped = Math.min(state.skipBytes, bytes);
  state.skipBytes -= skipped;
  if (skipped === bytes) return;
  state.positionBytes += bytes - skipped;
  effects.push({ type: "send_audio", audio: audio.subarray(skipped * channels) });
}

/** Sound that was lost before it was sent: the position moves past it (§ 8.3). */
function skip(turn: Turn, bytes: number): void {
  const { state } = turn;
  if (state.pausedByServer || state.pausedByCaller) {
    state.withheldBytes += bytes;
    return;
  }
  const start = durationOfBytes(state.positionBytes);
  state.positionBytes += bytes;
  send(turn, "discarded", { start, discarded: duration(bytes / BYTES_PER_MS) });
}

function checkDeadlines(turn: Turn): void {
  const { state, atMs } = turn;
  const due = (deadlineMs: number | null) => deadlineMs !== null && deadlineMs <= atMs;
  if (due(state.openedDueAtMs)) {
    state.openedDueAtMs = null;
    violate(turn, "OPENED_LATE", `none within ${OPENED_WITHIN_MS} ms`);
  }
  if (due(state.pingDueAtMs)) {
    if (state.ping) violate(turn, "PONG_LATE", `no pong to seq ${state.ping.seq}`);
    else ping(turn);
  }
  if (due(state.closedDueAtMs)) {
    // After a gap in seq Genesys could not have taken it in: that is the gap's doing.
    if (state.stuck) send(turn, "error", { code: 408, message: "No closed within 10 s" });
    else violate(turn, "CLOSED_LATE", "none");
    leave(turn);
    state.phase = "closed";
    turn.effects.push({ type: "close_socket" });
  }
}

function leave({ state }: Turn): void {
  state.phase = "gone";
  state.openedDueAtMs = null;
  state.pingDueAtMs = null;
  state.closedDueAtMs = null;
}
