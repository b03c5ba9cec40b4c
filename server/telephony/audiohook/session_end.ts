// The ways in which a session comes to its end (audiohook §§ 4, 9.8). Pure, a part of session_step.ts.
import type { ChannelClosed } from "../channel.ts";
import type { ViolationCode } from "./message.ts";
import {
  CLOSE_WITHIN_MS,
  type Effect,
  LAST_WORDS_MARGIN_MS,
  LEAVE_WITHIN_MS,
  type SessionState,
  type Step,
} from "./session_state.ts";

/** The client broke the protocol: our side is told at once, the client is asked to close. */
export function violate(
  state: SessionState,
  fault: { code: ViolationCode; detail: string; atMs: number },
): Step {
  const { state: next, effects } = tellNow(disconnect(state, {
    parameters: fault.code === "E_ORG"
      ? { reason: "unauthorized" }
      : { reason: "error", info: fault.code },
    farewell: { by: "protocol", detail: fault.code },
    atMs: fault.atMs,
  }));
  const violation: Effect = { do: "violation", code: fault.code, detail: fault.detail };
  return { state: next, effects: [violation, ...effects] };
}

export interface Farewell {
  parameters: Readonly<Record<string, unknown>>;
  farewell: ChannelClosed;
  atMs: number;
}

/** `disconnect` goes out once, and after it nothing but pong and closed. */
export function disconnect(state: SessionState, options: Farewell): Step {
  if (state.phase !== "waiting" && state.phase !== "answering" && state.phase !== "open") {
    return { state, effects: [] };
  }
  const { parameters, farewell, atMs } = options;
  return {
    state: {
      ...state,
      phase: "disconnecting",
      farewell,
      slowSinceMs: null,
      deadlineAtMs: atMs + CLOSE_WITHIN_MS,
    },
    effects: [{ do: "drop_unsent" }, { do: "send", type: "disconnect", parameters }],
  };
}

/**
 * Answers the client's `close`: at once, or after our side's last words where the product has them and our side
 * does not think the call over already.
 */
export function answerClose(
  state: SessionState,
  close: { how: ChannelClosed; atMs: number },
): Step {
  const { how, atMs } = close;
  const next = { ...state, farewell: how, slowSinceMs: null };
  const { lastWordsMs } = state.product;
  if (lastWordsMs === 0 || !state.answered || state.told) return sayClosed(next, atMs);
  return {
    state: { ...next, phase: "flushing", deadlineAtMs: atMs + lastWordsMs },
    effects: [{ do: "last_words", withinMs: lastWordsMs - LAST_WORDS_MARGIN_MS }],
  };
}

/** `closed`, the last of all messages. Our side hears of the end after it has left. */
export function sayClosed(state: SessionState, atMs: number): Step {
  const closing: SessionState = {
    ...state,
    phase: "closing",
    slowSinceMs: null,
    deadlineAtMs: atMs + CLOSE_WITHIN_MS,
  };
  const hasLines = state.answered && state.product.lastWordsMs > 0;
  const rest: Effect[] = hasLines ? [{ do: "rest_of_lines" }] : [];
  return tellNow({
    state: closing,
    effects: [...rest, { do: "send", type: "closed", parameters: {} }, { do: "drop_unsent" }],
  });
}

/** Our side need not wait for the client to agree that it is over. */
export function tellNow(step: Step): Step {
  const how = step.state.farewell;
  return how ? tell(step, how) : step;
}

/** Adds the end to the effects, if our side has not heard of it. */
export function tell(step: Step, how: ChannelClosed): Step {
  if (step.state.told) return step;
  const state = { ...step.state, told: true };
  return {
    state,
    effects: state.answered ? [...step.effects, { do: "ended", how }] : step.effects,
  };
}

/** Closes the socket from our side: only where the client will not. */
export function leave(
  state: SessionState,
  close: { code: number; reason: string; atMs: number },
): Step {
  const { code, reason, atMs } = close;
  return {
    state: {
      ...state,
      phase: "leaving",
      slowSinceMs: null,
      deadlineAtMs: atMs + LEAVE_WITHIN_MS,
    },
    effects: [{ do: "drop_unsent" }, { do: "close_socket", code, reason }],
  };
}
