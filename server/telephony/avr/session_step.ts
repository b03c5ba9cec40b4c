// A call of Agent Voice Response as a pure function: what happened, what is to be done (avr §§ 1, 2, 4).
// Time comes in as input; knows no socket, no stream, no timer, no sound.
import type { ChannelClosed } from "../channel.ts";
import {
  type Effect,
  type Input,
  LEAVE_WITHIN_MS,
  LEFT_FOR_MS,
  MAX_UNREADABLE,
  type SessionState,
  type Step,
  TRANSFER_WITHIN_MS,
  type ViolationCode,
} from "./session_state.ts";

export function step(state: SessionState, input: Input): Step {
  if (state.phase === "over") return stay(state);
  switch (input.type) {
    case "init":
      if (state.phase !== "waiting") {
        return stay(state, { do: "note", code: "repeated_init", detail: "", once: true });
      }
      return stay({ ...state, phase: "answering", deadlineAtMs: Infinity }, { do: "answer" });
    case "accepted":
      if (state.phase !== "answering") return stay(state);
      return stay({
        ...state,
        phase: "open",
        answered: true,
        transferable: input.transferable,
      });
    case "refused":
      return refused(state, input);
    case "readable":
      return stay({ ...state, unreadable: 0 });
    case "unreadable":
      return unreadable(state, input);
    case "oversize":
      return violate(state, { ...input, code: "E_SIZE", closeCode: 1009 });
    case "end":
      return end(state, input);
    case "asked":
      return stay({ ...state, asked: state.asked + 1 });
    case "asked_done":
      return askedDone(state, input);
    case "transferred":
      return transferred(state, input.failure, input.atMs);
    case "lost": {
      if (!isTalking(state)) return stay(state);
      const farewell = state.farewell ?? { by: "phone_lost" as const, detail: input.code };
      return tellNow(hangUp({ ...state, farewell }, { atMs: input.atMs, error: input.code }));
    }
    case "fault": {
      if (state.phase === "leaving") return stay(state);
      const farewell: ChannelClosed = { by: "us", detail: "E_INTERNAL" };
      if (state.phase === "left") return over({ ...state, farewell });
      return tellNow(hangUp({ ...state, farewell }, { atMs: input.atMs, error: "E_INTERNAL" }));
    }
    case "gone":
      return gone(state, input);
    case "tick":
      return tick(state, input.atMs);
  }
}

function refused(state: SessionState, { code, atMs }: Input & { type: "refused" }): Step {
  if (state.phase !== "answering") return stay(state);
  return hangUp({ ...state, told: true }, { atMs, error: code });
}

function unreadable(state: SessionState, input: Input & { type: "unreadable" }): Step {
  if (state.phase !== "waiting" && state.phase !== "open") return stay(state);
  const { detail, atMs } = input;
  const next = { ...state, unreadable: state.unreadable + 1 };
  if (next.unreadable > MAX_UNREADABLE) {
    return violate(next, { code: "E_UNREADABLE", detail, closeCode: 1007, atMs });
  }
  return stay(next, { do: "note", code: "unreadable", detail, once: true });
}

function end(state: SessionState, { ending, atMs }: Input & { type: "end" }): Step {
  const ended: SessionState = { ...state, farewell: { by: "us", detail: ending.code } };
  if (state.phase === "left") return over(ended);
  if (state.phase !== "open" && state.phase !== "waiting") return stay(state);
  if (ending.handover && state.transferable && !state.sentAway) {
    const deadlineAtMs = atMs + TRANSFER_WITHIN_MS;
    return stay({ ...ended, phase: "transferring", deadlineAtMs }, { do: "transfer" });
  }
  return hangUp(ended, { atMs, error: ending.outcome === "error" ? ending.code : "" });
}

function askedDone(state: SessionState, { ok, atMs }: Input & { type: "asked_done" }): Step {
  const next = { ...state, asked: state.asked - 1, sentAway: state.sentAway || ok };
  if (state.phase !== "left") return stay(next);
  if (next.sentAway) return stay({ ...next, deadlineAtMs: atMs + LEFT_FOR_MS });
  return next.asked > 0 ? stay(next) : over(next);
}

function transferred(state: SessionState, failure: string, atMs: number): Step {
  if (state.phase !== "transferring") return stay(state);
  const { state: next, effects } = hangUp(state, { atMs, error: "" });
  if (failure === "") return { state: next, effects };
  return {
    state: next,
    effects: [{ do: "note", code: "transfer_failed", detail: failure }, ...effects],
  };
}

/** A caller who was put through leaves like one who hung up; whose doing it was, only our side can tell. */
function gone(state: SessionState, { how, atMs }: Input & { type: "gone" }): Step {
  if (state.phase === "left") return stay(state);
  const next = { ...state, farewell: state.farewell ?? how };
  if (state.phase === "open" && (state.asked > 0 || state.sentAway)) {
    return stay({ ...next, phase: "left", deadlineAtMs: atMs + LEFT_FOR_MS });
  }
  return over(next);
}

function tick(state: SessionState, atMs: number): Step {
  if (atMs < state.deadlineAtMs) return stay(state);
  switch (state.phase) {
    case "waiting":
      return violate(state, { code: "E_NO_INIT", detail: "", closeCode: 1008, atMs });
    case "transferring":
      return transferred(state, "avr-ami has not answered", atMs);
    case "left":
    case "leaving":
      return over(state);
    default:
      return stay(state);
  }
}

function violate(
  state: SessionState,
  fault: { code: ViolationCode; detail: string; closeCode: number; atMs: number },
): Step {
  if (!isTalking(state) && state.phase !== "waiting") return stay(state);
  const { code, detail, closeCode, atMs } = fault;
  const farewell = state.farewell ?? { by: "protocol" as const, detail: code };
  const { state: next, effects } = tellNow(
    hangUp({ ...state, farewell }, { atMs, error: code, closeCode }),
  );
  return { state: next, effects: [{ do: "violation", code, detail }, ...effects] };
}

/** `error`: what the core is told, "" for nothing. */
function hangUp(
  state: SessionState,
  why: { atMs: number; error: string; closeCode?: number },
): Step {
  const { atMs, error, closeCode = error === "" ? 1000 : 1011 } = why;
  const effects: Effect[] = [{ do: "hang_up", code: closeCode, reason: error }];
  if (error !== "") effects.unshift({ do: "say_error", message: `The call ends: ${error}` });
  const left: Step = {
    state: { ...state, phase: "leaving", deadlineAtMs: atMs + LEAVE_WITHIN_MS },
    effects,
  };
  return state.tellsItsEnd ? left : tellNow(left);
}

function over(state: SessionState): Step {
  const told = tellNow(stay({ ...state, phase: "over", deadlineAtMs: Infinity }));
  return { ...told, effects: [...told.effects, { do: "forget" }] };
}

/** Our side does not wait for the core to agree that it is over. */
function tellNow({ state, effects }: Step): Step {
  const { farewell: how, answered, told } = state;
  if (told || !how) return { state, effects };
  return {
    state: { ...state, told: true },
    effects: answered ? [...effects, { do: "ended", how }] : effects,
  };
}

function isTalking({ phase }: SessionState): boolean {
  return phase === "answering" || phase === "open" || phase === "transferring";
}

function stay(state: SessionState, ...effects: Effect[]): Step {
  return { state, effects };
}
