// VoiceAI Connect's side of one call as a pure step: what the socket, the caller and the clock bring, and what becomes
// of it (audiocodes §§ 2–7). It holds the bot to the rules; each breach is an effect, and the call goes on.
import type { Activity } from "./activity.ts";
import { type BotMessage, readBotMessage } from "./bot_message.ts";
import { mediaFormat, wavHeader } from "./media_format.ts";
import { chunkPlay, startPlay, stopPlay } from "./play_stream.ts";
import {
  ACCEPTED_WITHIN_MS,
  breach,
  finish,
  leftOpenAtMs,
  RECONNECT_AFTER_MS,
  RESUME_RECOGNITION_MS,
  send,
  sendEvent,
  type SessionEffect,
  type SessionState,
  setListening,
  silence,
  TRANSFER_TAKES_MS,
  type Turn,
} from "./session_state.ts";

export type SessionInput =
  /** A socket is open: the first, or another after one was lost. */
  | { type: "connected" }
  | { type: "text"; text: string }
  | { type: "binary"; bytes: number }
  | { type: "socket_closed"; code: number }
  /** No socket could be had; why, in words. */
  | { type: "unreachable"; reason: string }
  /** In the format of the caller's window. */
  | { type: "caller_audio"; sound: Uint8Array }
  | { type: "digit"; digit: string }
  | { type: "hang_up" }
  | { type: "lose_socket" }
  | { type: "drop" }
  | { type: "tick" };

/** @param atMs of one clock that never goes back */
export function step(
  before: SessionState,
  input: SessionInput,
  atMs: number,
): { state: SessionState; effects: SessionEffect[] } {
  const turn: Turn = { state: { ...before }, effects: [], atMs };
  take(turn, input);
  regulate(turn);
  return { state: turn.state, effects: turn.effects };
}

function take(turn: Turn, input: SessionInput): void {
  const { state, effects, atMs } = turn;
  switch (input.type) {
    case "connected":
      return onConnected(turn);
    case "text":
      return onText(turn, input.text);
    case "binary":
      return breach(turn, "BINARY", `${input.bytes} bytes`);
    case "socket_closed":
      return onClosed(turn, `the socket was closed with ${input.code}`);
    case "unreachable":
      return onClosed(turn, input.reason);
    case "caller_audio":
      return onCallerAudio(turn, input.sound);
    case "digit":
      if (state.phase === "talking") sendEvent(turn, "DTMF", { value: input.digit });
      return;
    case "hang_up":
      if (state.phase === "over") return;
      return finish(turn, { by: "caller", code: "client-disconnected", reason: "Client Side" });
    case "drop":
      effects.push({ type: "break" });
      return finish(turn, { by: "dropped" });
    case "lose_socket":
      if (state.phase !== "talking") return;
      Object.assign(state, { phase: "detached", play: null, acks: [], userOpen: false });
      state.reconnectAtMs = atMs + RECONNECT_AFTER_MS;
      effects.push({ type: "note", line: "the socket is lost" }, { type: "break" });
      return;
    case "tick":
      return onTick(turn);
  }
}

/** Without barge-in the caller is not heard while the bot talks or is to answer. */
function regulate(turn: Turn): void {
  const { state, atMs } = turn;
  if (state.phase !== "talking") return;
  const botTalks = state.play !== null || atMs < state.soundUntilMs;
  setListening(turn, state.config.bargeIn || !(botTalks || atMs < state.answerDueAtMs));
}

function onConnected(turn: Turn): void {
  const { state, atMs } = turn;
  const { botName, caller, offered } = state.config;
  state.acceptedDueAtMs = atMs + ACCEPTED_WITHIN_MS;
  if (state.phase === "detached") {
    state.phase = "resuming";
    return send(turn, "session.resume");
  }
  state.phase = "initiating";
  send(turn, "session.initiate", {
    botName,
    caller,
    expectAudioMessages: true,
    supportedMediaFormats: offered,
  });
}

function onClosed(turn: Turn, how: string): void {
  const { state, effects } = turn;
  switch (state.phase) {
    case "idle":
    case "initiating":
      state.phase = "over";
      effects.push({ type: "refused", reason: how });
      return;
    case "talking":
      breach(turn, "CLOSED_WITHOUT_HANGUP", how);
      return finish(turn, { by: "server_lost" });
    case "detached":
    case "resuming":
      breach(turn, "RESUME_REFUSED", how);
      return finish(turn, { by: "server_lost" });
  }
}

function onCallerAudio(turn: Turn, sound: Uint8Array): void {
  const { state } = turn;
  if (state.phase !== "talking" || !state.userOpen || !state.userFormat || !sound.length) return;
  let bytes = sound;
  if (state.userFormat.wav && !state.userHeaded) {
    const header = wavHeader(state.userFormat);
    bytes = new Uint8Array(header.length + sound.length);
    bytes.set(header);
    bytes.set(sound, header.length);
  }
  state.userHeaded = true;
  // An odd place, another each time: it cuts samples of two bytes, and once the header.
  const cut = state.config.split ? (state.chunksSent * 14 + 21) % bytes.length | 1 : bytes.length;
  for (const piece of [bytes.subarray(0, cut), bytes.subarray(cut)]) {
    if (piece.length === 0) continue;
    state.chunksSent++;
    send(turn, "userStream.chunk", { audioChunk: piece.toBase64() });
  }
}

function onTick(turn: Turn): void {
  const { state, effects, atMs } = turn;
  if (state.phase === "over") return;
  for (const { what, dueAtMs } of state.acks) {
    if (dueAtMs <= atMs) breach(turn, "ACK_MISSING", `no userStream.${what} came`);
  }
  state.acks = state.acks.filter(({ dueAtMs }) => dueAtMs > atMs);
  if (state.play && !state.play.toldLeftOpen && leftOpenAtMs(state, state.play) <= atMs) {
    breach(turn, "LEFT_OPEN", `stream ${state.play.id} is open and silent`);
    state.play = { ...state.play, toldLeftOpen: true };
  }
  if (state.reconnectAtMs !== null && state.reconnectAtMs <= atMs) {
    state.reconnectAtMs = null;
    effects.push({ type: "connect" });
  }
  if (state.transfer && state.transfer.dueAtMs <= atMs) onTransferSettled(turn);
  if (state.acceptedDueAtMs !== null && state.acceptedDueAtMs <= atMs) {
    state.acceptedDueAtMs = null;
    onClosed(turn, `no session.accepted came within ${ACCEPTED_WITHIN_MS / 1000} s`);
  }
}

function onTransferSettled(turn: Turn): void {
  const { state, effects } = turn;
  const { transferOutcome } = state.config;
  const target = state.transfer!.target;
  state.transfer = null;
  const answered = transferOutcome === "answered";
  sendEvent(turn, "transferStatus", {
    value: answered ? { status: "answered" } : {
      status: "failed",
      reasonCode: transferOutcome,
      reason: `The target is ${transferOutcome}`,
    },
  });
  if (answered) {
    return finish(turn, { by: "server", code: "transferred", transferredTo: target });
  }
  effects.push({ type: "note", line: `the transfer failed: ${transferOutcome}` });
}

function onText(turn: Turn, text: string): void {
  const { message, faults } = readBotMessage(text);
  for (const { rule, detail } of faults) breach(turn, rule, detail);
  if (!message) return;
  const { phase, hungUpByBot } = turn.state;
  if (phase === "over") {
    // What crossed our goodbye is no fault, unless the bot had said goodbye itself.
    if (hungUpByBot && /^playStream\.(start|chunk)$|^activities$/.test(message.type)) {
      breach(turn, "AFTER_HANGUP", message.type);
    }
    return;
  }
  if (phase === "initiating" || phase === "resuming") return onAnswer(turn, message);
  if (phase === "talking") onMessage(turn, message);
}

/** To session.initiate or session.resume. */
function onAnswer(turn: Turn, message: BotMessage): void {
  const { state, effects } = turn;
  switch (message.type) {
    case "session.accepted":
      return onAccepted(turn, message.mediaFormat);
    case "session.error":
      if (state.phase === "resuming") {
        breach(turn, "RESUME_REFUSED", message.reason.slice(0, 200));
        return finish(turn, { by: "server_lost" });
      }
      state.phase = "over";
      effects.push({ type: "refused", reason: `it answered: ${message.reason.slice(0, 200)}` });
      return;
    default:
      breach(turn, "BEFORE_ACCEPTED", message.type);
  }
}

function onAccepted(turn: Turn, name: string): void {
  const { state, effects } = turn;
  const { offered, language, caller, callee, conversationId, variables, startedAt } = state.config;
  const format = offered.includes(name) ? mediaFormat(name) : undefined;
  if (!format) {
    breach(turn, "FORMAT_NOT_OFFERED", `session.accepted with ${name.slice(0, 40)}`);
    if (state.phase === "resuming") return finish(turn, { by: "server_lost" });
    state.phase = "over";
    effects.push({ type: "refused", reason: `it accepted ${name.slice(0, 40)}, not on offer` });
    return;
  }
  const isFirst = state.phase === "initiating";
  Object.assign(state, { phase: "talking", userFormat: format, acceptedDueAtMs: null });
  if (!isFirst) {
    effects.push({ type: "note", line: "the session goes on" });
    return;
  }
  sendEvent(turn, "start", {
    id: `${conversationId}-start`,
    timestamp: startedAt,
    language,
    parameters: {
      locale: language,
      caller,
      callee,
      callerHost: "sbc.example",
      calleeHost: "vaic.example",
      callerDisplayName: "",
      vaigConversationId: conversationId,
      ...variables,
    },
  });
  effects.push({ type: "answered" });
}

function onMessage(turn: Turn, message: BotMessage): void {
  const { state, effects, atMs } = turn;
  switch (message.type) {
    case "session.accepted":
      return breach(turn, "ACCEPTED_UNASKED", message.type);
    case "session.error":
      breach(turn, "ERROR_UNASKED", message.reason.slice(0, 200));
      return finish(turn, { by: "server_lost" });
    case "connection.validated":
      return breach(turn, "VALIDATED_UNASKED", message.type);
    case "userStream.started":
    case "userStream.stopped": {
      const what = message.type === "userStream.started" ? "started" : "stopped";
      const at = state.acks.findIndex((ack) => ack.what === what);
      if (at < 0) return breach(turn, "ACK_UNASKED", message.type);
      state.acks = state.acks.toSpliced(at, 1);
      return;
    }
    case "userStream.speech.started":
      state.callerSpeaks = true;
      // All of an answer may have been received and be playing still.
      if (state.config.bargeIn && !state.play) silence(turn);
      return;
    case "userStream.speech.stopped":
    case "userStream.speech.committed":
      state.callerSpeaks = false;
      return;
    case "userStream.speech.hypothesis":
      return;
    case "userStream.speech.recognition":
      effects.push({ type: "words", role: "caller", text: message.alternatives[0]!.text });
      if (!state.config.bargeIn) state.answerDueAtMs = atMs + RESUME_RECOGNITION_MS;
      return;
    case "playStream.start":
      return startPlay(turn, message);
    case "playStream.chunk":
      return chunkPlay(turn, message);
    case "playStream.stop":
      return stopPlay(turn, message);
    case "activities":
      for (const activity of message.activities) onActivity(turn, activity);
  }
}

function onActivity(turn: Turn, activity: Activity): void {
  const { state, effects, atMs } = turn;
  if (state.phase === "over") {
    if (state.hungUpByBot) breach(turn, "AFTER_HANGUP", activity.name);
    return;
  }
  switch (activity.name) {
    case "hangup":
      leaving(turn, "hangup");
      effects.push({ type: "note", line: `the bot hangs up: ${activity.reason}` });
      return finish(turn, { by: "server", code: "bot-disconnected", reason: activity.reason });
    case "transfer": {
      const { target, notifies } = activity;
      effects.push({ type: "note", line: `the bot transfers to ${target}` });
      if (notifies) {
        state.transfer = { target, dueAtMs: atMs + TRANSFER_TAKES_MS };
        return;
      }
      leaving(turn, "transfer");
      return finish(turn, { by: "server", code: "transferred", transferredTo: target });
    }
    case "abortPrompts":
      return silence(turn);
    case "message":
      effects.push({ type: "words", role: "agent", text: activity.text });
      return;
    case "other":
      effects.push({ type: "note", line: `the bot asks for ${activity.which}` });
  }
}

/** The bot leaves the call by its own will. */
function leaving(turn: Turn, what: string): void {
  turn.state.hungUpByBot = true;
  if (turn.state.play) breach(turn, "LEFT_OPEN", `${what} with stream ${turn.state.play.id} open`);
}
