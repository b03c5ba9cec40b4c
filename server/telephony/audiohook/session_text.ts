// The text messages of the client, by type (audiohook § 5). Pure, a part of session_step.ts.
import type { ChannelClosed } from "../channel.ts";
import { chooseMedia, offersInShort } from "./media.ts";
import { durationMs } from "./duration.ts";
import {
  isSeq,
  type Message,
  quotedType,
  readDigit,
  readGap,
  readMessage,
  readOpen,
  readUpdate,
} from "./message.ts";
import {
  type Burst,
  type Effect,
  type Input,
  openedParameters,
  type SessionState,
  type Step,
} from "./session_state.ts";
import { answerClose, violate } from "./session_end.ts";

type TextInput = Input & { type: "text" };

const NIL = "00000000-0000-0000-0000-000000000000";
/** What only a call with somebody on our side can tell. */
const SPOKEN_TO: ReadonlySet<string> = new Set(["dtmf", "playback_started", "playback_completed"]);
const PINGS_PER_SECOND = 20;
const UNKNOWN_PER_MINUTE = 50;
/** Of an `error` 429 without, and at most with `retryAfter`: a wrong figure must not silence a call. */
const RETRY_AFTER_MS = 1_000;
const MAX_RETRY_AFTER_MS = 30_000;
/** Of a call that is only listened to: a few lost packets do not end what somebody is saying. */
const SHORT_GAP_MS = 300;

export function readText(state: SessionState, input: TextInput): Step {
  if (state.phase === "closing" || state.phase === "leaving") return nothing(state);
  const reading = readMessage(input.text);
  const ending = isEnding(state);
  if (!reading.ok) return ending ? nothing(state) : violate(state, { ...reading, ...input });
  const message = reading.value;
  if (message.id.toLowerCase() !== state.sessionId.toLowerCase()) {
    const detail = "id is not the session's of the upgrade";
    return ending ? nothing(state) : violate(state, { code: "E_ID", detail, atMs: input.atMs });
  }
  // A close is answered in every state, even one that miscounts.
  if (message.type === "close" && state.phase !== "flushing") {
    return close(counted(state, message), message, input.atMs);
  }
  if (ending) {
    return message.type === "ping" ? ping(counted(state, message), input.atMs) : nothing(state);
  }

  if (message.seq !== state.clientSeq + 1) {
    const detail = `expected ${state.clientSeq + 1}, received ${inShort(message.seq)}`;
    return violate(state, { code: "E_SEQ", detail, atMs: input.atMs });
  }
  if (!isSeq(message.serverseq) || message.serverseq > input.sentSeq) {
    const detail = `sent ${input.sentSeq}, received ${inShort(message.serverseq)}`;
    return violate(state, { code: "E_SERVERSEQ", detail, atMs: input.atMs });
  }
  return byType({ ...state, clientSeq: message.seq }, message, input);
}

function byType(state: SessionState, message: Message, input: TextInput): Step {
  const { atMs } = input;
  if (!state.product.speaks && SPOKEN_TO.has(message.type)) {
    return { state, effects: [{ ...note("not_of_this_call", message.type), once: true }] };
  }
  switch (message.type) {
    case "ping":
      return ping(state, atMs);
    case "open":
      return open(state, message, atMs);
    case "error":
      return phoneError(state, message);
    case "paused":
      if (!isOpen(state) || state.paused) return nothing(state);
      return { state: { ...state, paused: true, gapMs: 0 }, effects: [{ do: "held" }] };
    case "resumed":
    case "discarded":
      return isOpen(state) ? gap(state, message, input) : tooEarly(state, message);
    case "update": {
      const update = readUpdate(message.parameters);
      if (!update.ok) return violate(state, { ...update, atMs });
      if (!isOpen(state)) return tooEarly(state, message);
      const effects: Effect[] = [{ do: "send_later", type: "updated", parameters: {} }];
      const tag = update.value.language ?? "";
      // Between people a language that is not named is one to be found out (audiohook § 10.2).
      const isTold = tag !== "" || !state.product.speaks;
      return { state, effects: isTold ? [...effects, { do: "language", tag }] : effects };
    }
    case "dtmf": {
      const dtmf = readDigit(message.parameters);
      if (!dtmf.ok) return violate(state, { ...dtmf, atMs });
      if (!isOpen(state)) return tooEarly(state, message);
      return { state, effects: [{ do: "digit", digit: dtmf.value.digit }] };
    }
    case "playback_started":
    case "playback_completed":
      if (!isOpen(state)) return tooEarly(state, message);
      return { state, effects: [{ do: message.type }] };
    default:
      return unknown(state, message, atMs);
  }
}

function open(state: SessionState, message: Message, atMs: number): Step {
  if (state.phase !== "waiting") {
    const repeatedOpens = state.repeatedOpens + 1;
    if (repeatedOpens > 1) {
      return violate(state, { code: "E_OPEN", detail: "open came a third time", atMs });
    }
    return { state: { ...state, repeatedOpens }, effects: [note("dup_open", "")] };
  }
  const reading = readOpen(message.parameters);
  if (!reading.ok) return violate(state, { ...reading, atMs });
  const parameters = reading.value;
  if (parameters.organizationId.toLowerCase() !== state.organizationId.toLowerCase()) {
    const detail = "organizationId is not the upgrade's";
    return violate(state, { code: "E_ORG", detail, atMs });
  }
  if (parameters.conversationId === NIL) {
    const opened = openedParameters([], { open: parameters, product: state.product });
    return {
      state: { ...state, phase: "open", probe: true },
      effects: [{ do: "send", type: "opened", parameters: opened }, { do: "probed" }],
    };
  }
  const media = chooseMedia(parameters.media, state.product.sides);
  if (!media) {
    const detail = `offered: ${offersInShort(parameters.media)}`;
    return violate(state, { code: "E_MEDIA", detail, atMs });
  }
  const opening = openedParameters([media.offer], { open: parameters, product: state.product });
  return {
    state: { ...state, phase: "answering", opening },
    effects: [{ do: "answer", open: parameters, media }],
  };
}

function ping(state: SessionState, atMs: number): Step {
  const pings = again(state.pings, { atMs, windowMs: 1_000 });
  const next = { ...state, pings };
  if (pings.count <= PINGS_PER_SECOND) {
    return { state: next, effects: [{ do: "send", type: "pong", parameters: {} }] };
  }
  if (isEnding(state)) return nothing(next);
  const detail = `more than ${PINGS_PER_SECOND} pings in a second`;
  return violate(next, { code: "E_FLOOD", detail, atMs });
}

function close(state: SessionState, message: Message, atMs: number): Step {
  const reason = typeof message.parameters.reason === "string" ? message.parameters.reason : "";
  const how: ChannelClosed = reason === "error"
    ? { by: "phone_error", detail: state.phoneError || reason }
    : state.farewell ?? { by: "phone", detail: reason.slice(0, 32).toWellFormed() };
  return answerClose(state, { how, atMs });
}

function phoneError(state: SessionState, message: Message): Step {
  const { code, message: text, retryAfter } = message.parameters;
  const name = typeof code === "number" ? String(code) : "unknown";
  const words = typeof text === "string" ? text.slice(0, 120).toWellFormed() : "";
  const next = { ...state, phoneError: name };
  if (name !== "429") return { state: next, effects: [note("phone_error", `${name} ${words}`)] };
  const ms = Math.min(durationMs(retryAfter) ?? RETRY_AFTER_MS, MAX_RETRY_AFTER_MS);
  return {
    state: next,
    effects: [{ do: "hold_off", ms }, note("rate_limited", `${Math.round(ms)} ms`)],
  };
}

/** `resumed` and `discarded`: media time goes on at start + discarded (audiohook § 8.3). */
function gap(state: SessionState, message: Message, input: TextInput): Step {
  const reading = readGap(message.parameters);
  if (!reading.ok) return violate(state, { ...reading, atMs: input.atMs });
  const startMs = durationMs(reading.value.start);
  const discardedMs = durationMs(reading.value.discarded);
  if (startMs === undefined || discardedMs === undefined) {
    const detail = `${message.type}: start or discarded is no duration`;
    return violate(state, { code: "E_PARAM", detail, atMs: input.atMs });
  }
  const toMs = startMs + discardedMs;
  const gapMs = Math.max(0, toMs - input.mediaMs);
  const clock: Effect = { do: "clock", toMs };
  if (state.paused && message.type === "discarded") {
    return { state: { ...state, gapMs: state.gapMs + gapMs }, effects: [clock] };
  }
  if (state.paused) {
    const resumed: Effect = { do: "resumed", gapMs: state.gapMs + gapMs };
    return { state: { ...state, paused: false, gapMs: 0 }, effects: [clock, resumed] };
  }
  if (gapMs === 0) return nothing(state);
  if (!state.product.speaks && gapMs < SHORT_GAP_MS) {
    return { state, effects: [clock, { ...note("audio_discarded", "a little"), once: true }] };
  }
  // The client dropped audio of its own accord: for our side the same as a short pause.
  const lost = note("audio_discarded", `${Math.round(gapMs)} ms`);
  return { state, effects: [clock, { do: "held" }, { do: "resumed", gapMs }, lost] };
}

function unknown(state: SessionState, message: Message, atMs: number): Step {
  const unknownTypes = again(state.unknownTypes, { atMs, windowMs: 60_000 });
  const next = { ...state, unknownTypes };
  if (unknownTypes.count > UNKNOWN_PER_MINUTE) {
    const detail = `more than ${UNKNOWN_PER_MINUTE} unknown messages in a minute`;
    return violate(next, { code: "E_FLOOD", detail, atMs });
  }
  return {
    state: next,
    effects: [{ ...note("unknown_type", quotedType(message.type)), once: true }],
  };
}

function isOpen(state: SessionState): boolean {
  return state.phase === "open";
}

/** The end is agreed on or asked for: what still comes is answered only where the client waits for it. */
function isEnding(state: SessionState): boolean {
  return state.phase === "disconnecting" || state.phase === "flushing";
}

function tooEarly(state: SessionState, message: Message): Step {
  return { state, effects: [{ ...note("before_open", message.type), once: true }] };
}

function nothing(state: SessionState): Step {
  return { state, effects: [] };
}

function note(code: string, detail: string): Effect & { do: "note" } {
  return { do: "note", code, detail };
}

/** Takes the client's count as it comes, so that a pong names the ping it answers. */
function counted(state: SessionState, message: Message): SessionState {
  if (!isSeq(message.seq) || message.seq <= state.clientSeq) return state;
  return { ...state, clientSeq: message.seq };
}

function again(burst: Burst, now: { atMs: number; windowMs: number }): Burst {
  if (now.atMs - burst.sinceMs >= now.windowMs) return { sinceMs: now.atMs, count: 1 };
  return { ...burst, count: burst.count + 1 };
}

function inShort(value: unknown): string {
  return typeof value === "number" ? String(value) : typeof value;
}
