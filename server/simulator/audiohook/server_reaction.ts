// How the simulated Genesys takes a message or audio of the server (audiohook §§ 3–9, 12). Pure.
import { BYTES_PER_MS } from "../../audio/ulaw.ts";
import { duration, durationOfBytes } from "./duration.ts";
import { MESSAGE_RATE, PAUSE_RATE, take } from "./rate.ts";
import { readServerMessage, type ServerMessage } from "./server_message.ts";
import {
  CLOSED_WELL_WITHIN_MS,
  FIRST_PING_MS,
  isProbe,
  offersOf,
  ping,
  sayGoodbye,
  send,
  type Turn,
  violate,
} from "./session_state.ts";
import type { ViolationCode } from "./violations.ts";

const UNREADABLE: ReadonlySet<ViolationCode> = new Set(["MALFORMED", "TEXT_TOO_LONG"]);
/** All that may come before `opened`; a `closed` has a fault of its own. */
const BEFORE_OPENED: ReadonlySet<string> = new Set(["opened", "disconnect", "closed"]);
const MAX_BINARY_BYTES = 64_000;
/** Genesys discards whole frames. */
const FRAME_MS = 200;

export function takeText(turn: Turn, text: string): void {
  const { state } = turn;
  if (state.phase === "gone" || state.stuck) return;
  countRate(turn, "text");
  const reading = readServerMessage(text, {
    sessionId: state.config.sessionId,
    offers: offersOf(state.config),
    asksLanguages: state.config.asksLanguages ?? false,
  });
  if (state.phase === "closed") {
    violate(turn, "AFTER_CLOSED", reading.message?.type ?? "a text message");
    return;
  }
  for (const { code, detail } of reading.faults) violate(turn, code, detail);
  if (reading.seq === undefined && reading.faults.some(({ code }) => UNREADABLE.has(code))) {
    // It had a number that nobody can know; the next message has the one after it.
    state.serverSeq++;
    return;
  }
  if (reading.seq !== state.serverSeq + 1) {
    violate(turn, "SEQ_GAP", `received ${reading.seq ?? "none"} after ${state.serverSeq}`);
    state.stuck = true;
    return;
  }
  state.serverSeq = reading.seq;
  checkClientSeq(turn, reading.clientseq);
  if (reading.message) react(turn, reading.message);
}

function checkClientSeq(turn: Turn, clientseq: number | undefined): void {
  const { state } = turn;
  if (clientseq === undefined) return;
  if (clientseq > state.seq) {
    violate(turn, "CLIENTSEQ_AHEAD", `received ${clientseq}, sent ${state.seq}`);
  } else if (clientseq < state.clientSeq) {
    violate(turn, "CLIENTSEQ_BACK", `received ${clientseq} after ${state.clientSeq}`);
  } else {
    state.clientSeq = clientseq;
  }
}

function react(turn: Turn, message: ServerMessage): void {
  const { state, effects } = turn;
  if (state.phase === "opening" && !BEFORE_OPENED.has(message.type)) {
    return violate(turn, "BEFORE_OPENED", message.type);
  }
  switch (message.type) {
    case "opened":
      return open(turn, message);
    case "pong":
      return takePong(turn, message.clientseq);
    case "closed":
      if (state.phase !== "closing") return violate(turn, "CLOSED_UNASKED", `while ${state.phase}`);
      if (state.config.listensOnly && turn.atMs - state.closeAtMs > CLOSED_WELL_WITHIN_MS) {
        violate(turn, "CLOSED_SLOW", `after ${Math.round(turn.atMs - state.closeAtMs)} ms`);
      }
      state.phase = "closed";
      state.closedAtMs = turn.atMs;
      state.closedDueAtMs = null;
      effects.push({ type: "close_socket" });
      return;
    case "disconnect":
      if (state.disconnect) return violate(turn, "DISCONNECT_TWICE", message.disconnect.reason);
      state.disconnect = message.disconnect;
      effects.push({ type: "disconnect", disconnect: message.disconnect });
      return sayGoodbye(turn, "disconnect");
    case "event":
      for (const entity of message.entities) {
        effects.push(
          entity.type === "barge_in" ? { type: "barge_in" } : { type: "entity", entity },
        );
      }
      return;
    case "pause":
    case "resume":
      countRate(turn, message.type);
      if (state.phase === "open") (message.type === "pause" ? pause : resume)(turn);
      return;
    case "updated":
      effects.push({ type: "updated" });
      return;
    case "reconnect":
      // Genesys' client only keeps a note of it.
      return;
  }
}

function open(turn: Turn, opened: Extract<ServerMessage, { type: "opened" }>): void {
  const { state, effects, atMs } = turn;
  if (state.phase === "open") return violate(turn, "OPENED_TWICE", "opened");
  // It crossed our close on the wire.
  if (state.phase !== "opening") return;
  state.phase = "open";
  state.media = opened.media;
  state.openedDueAtMs = null;
  state.pingDueAtMs = atMs + FIRST_PING_MS;
  effects.push({ type: "opened", media: opened.media, languages: opened.languages });
  if (isProbe(state.config)) return sayGoodbye(turn, "end");
  const discardMs = Math.floor(opened.discardToMs / FRAME_MS) * FRAME_MS;
  if (discardMs > 0) {
    state.skipBytes = discardMs * BYTES_PER_MS;
    state.positionBytes = state.skipBytes;
    send(turn, "discarded", { start: duration(0), discarded: duration(discardMs) });
  }
  if (opened.startPaused) pause(turn);
}

function takePong(turn: Turn, clientseq: number): void {
  const { state, atMs } = turn;
  if (!state.ping) return violate(turn, "PONG_UNASKED", `clientseq ${clientseq}`);
  if (clientseq !== state.ping.seq) {
    return violate(turn, "PONG_CLIENTSEQ", `received ${clientseq}, the ping was ${state.ping.seq}`);
  }
  state.rttMs = atMs - state.ping.atMs;
  state.ping = null;
  state.pingsAnswered++;
  // The second ping follows at once, to tell the first round trip.
  if (state.pingsAnswered === 1 && state.phase === "open") ping(turn);
}

function pause(turn: Turn): void {
  const { state } = turn;
  state.pausedByServer = true;
  send(turn, "paused");
}

function resume(turn: Turn): void {
  const { state } = turn;
  state.pausedByServer = false;
  if (state.pausedByCaller) return send(turn, "paused");
  goOn(turn);
}

/** Audio flows again: tells where the gap began and how long it was, and moves the position past it. */
export function goOn(turn: Turn): void {
  const { state } = turn;
  const start = durationOfBytes(state.positionBytes);
  const discarded = durationOfBytes(state.withheldBytes);
  state.positionBytes += state.withheldBytes;
  state.withheldBytes = 0;
  send(turn, "resumed", { start, discarded });
}

export function takeAudio(turn: Turn, audio: Uint8Array): void {
  const { state, effects } = turn;
  if (state.phase === "gone" || state.stuck) return;
  countRate(turn, "binary");
  const bytes = `${audio.length} bytes`;
  if (state.phase === "closed") return violate(turn, "AUDIO_AFTER_CLOSED", bytes);
  if (audio.length === 0) return violate(turn, "AUDIO_EMPTY", bytes);
  if (audio.length > MAX_BINARY_BYTES) return violate(turn, "AUDIO_TOO_LARGE", bytes);
  if (isProbe(state.config)) return violate(turn, "AUDIO_IN_PROBE", bytes);
  if (state.config.listensOnly) return violate(turn, "AUDIO_UNWANTED", bytes);
  if (state.phase === "opening") return violate(turn, "AUDIO_BEFORE_OPENED", bytes);
  if (state.disconnect) return violate(turn, "AUDIO_AFTER_DISCONNECT", bytes);
  if (state.phase === "open" && !state.media) return violate(turn, "AUDIO_REFUSED", bytes);
  // What is in flight while the client says goodbye is nobody's fault, and nobody hears it.
  if (state.phase === "open") effects.push({ type: "play", audio });
}

function countRate(turn: Turn, what: "text" | "binary" | "pause" | "resume"): void {
  const { state, atMs } = turn;
  switch (what) {
    case "text":
    case "binary": {
      const { allowance, within } = take(state[what], MESSAGE_RATE, atMs);
      state[what] = allowance;
      if (within) return;
      return violate(turn, what === "text" ? "TEXT_RATE" : "BINARY_RATE", "one too many");
    }
    case "pause":
    case "resume": {
      const name = what === "pause" ? "pauses" : "resumes";
      const { allowance, within } = take(state[name], PAUSE_RATE, atMs);
      state[name] = allowance;
      if (within) return;
      return violate(turn, what === "pause" ? "PAUSE_RATE" : "RESUME_RATE", "one too many");
    }
  }
}
