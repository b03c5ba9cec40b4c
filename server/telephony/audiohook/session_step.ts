// The AudioHook session as a pure function: what comes in, what is to be done (audiohook §§ 3–9).
// Time comes in as input; knows no socket, no timer, no sound. Messages by type are in session_text.ts.
import { disconnect, leave, sayClosed, tell, tellNow } from "./session_end.ts";
import {
  BACKLOG_LIMIT_BYTES,
  type Effect,
  type Input,
  type SessionState,
  SILENT_AFTER_MS,
  SLOW_FOR_MS,
  type Step,
} from "./session_state.ts";
import { readText } from "./session_text.ts";
import { outputVariables } from "./variables.ts";

export function step(state: SessionState, input: Input): Step {
  if (state.phase === "over") return { state, effects: [] };
  switch (input.type) {
    case "text":
      return readText(state, input);
    case "oversize":
      return oversize(state, input.detail, input.atMs);
    case "answered":
      if (state.phase !== "answering") return { state, effects: [] };
      return {
        state: { ...state, phase: "open", answered: true, opening: null },
        effects: [{ do: "send", type: "opened", parameters: state.opening ?? { media: [] } }],
      };
    case "refused":
      return disconnect({ ...state, told: true }, {
        parameters: { reason: "error", info: input.code },
        farewell: { by: "us", detail: input.code },
        atMs: input.atMs,
      });
    case "flushed":
      return state.phase === "flushing" ? sayClosed(state, input.atMs) : { state, effects: [] };
    case "fault":
      return fault(state, input.atMs);
    case "end":
      return end(state, input);
    case "tick":
      return tick(state, input);
    case "socket_closed":
      return socketClosed(state, input.code);
  }
}

function oversize(state: SessionState, detail: string, atMs: number): Step {
  if (state.phase === "leaving") return { state, effects: [] };
  const left = leave(state, { code: 1009, reason: "message too large", atMs });
  const told = tell(left, { by: "protocol", detail: "E_SIZE" });
  return { ...told, effects: [{ do: "violation", code: "E_SIZE", detail }, ...told.effects] };
}

function fault(state: SessionState, atMs: number): Step {
  const farewell = { by: "us", detail: "E_INTERNAL" } as const;
  if (state.phase === "flushing") return sayClosed({ ...state, farewell }, atMs);
  const parameters = { reason: "error", info: "E_INTERNAL" };
  return tellNow(disconnect(state, { parameters, farewell, atMs }));
}

function end(state: SessionState, input: Input & { type: "end" }): Step {
  const { outcome, code, outputs } = input.ending;
  const { values, dropped, cut } = outputVariables(outputs);
  const parameters = {
    reason: outcome,
    ...(code === "" ? {} : { info: code }),
    ...(Object.keys(values).length === 0 ? {} : { outputVariables: values }),
  };
  const ended = disconnect(state, {
    parameters,
    farewell: { by: "us", detail: code },
    atMs: input.atMs,
  });
  if (ended.effects.length > 0 && dropped + cut > 0) {
    ended.effects.push({
      do: "note",
      code: "outputs_cut",
      detail: `${dropped} dropped, ${cut} cut`,
    });
  }
  return ended;
}

function tick(state: SessionState, input: Input & { type: "tick" }): Step {
  const { atMs, heardAtMs, backlogBytes } = input;
  const late = atMs >= state.deadlineAtMs;
  switch (state.phase) {
    case "waiting": {
      if (!late) break;
      const left = leave(state, { code: 1008, reason: "no open message", atMs });
      const violation: Effect = { do: "violation", code: "E_OPEN_TIMEOUT", detail: "" };
      return { ...left, effects: [violation, ...left.effects] };
    }
    case "open":
      if (atMs - heardAtMs >= SILENT_AFTER_MS) return lost(state, "E_SILENT", atMs);
      return watchBacklog(state, { atMs, backlogBytes });
    case "disconnecting": {
      if (!late) break;
      const left = leave(state, { code: 1000, reason: "no close message", atMs });
      const note: Effect = { do: "note", code: "no_close", detail: "" };
      return tellNow({ ...left, effects: [note, ...left.effects] });
    }
    case "flushing": {
      if (!late) break;
      const closed = sayClosed(state, atMs);
      const note: Effect = { do: "note", code: "last_words_late", detail: "" };
      return { ...closed, effects: [note, ...closed.effects] };
    }
    case "closing":
      return late ? leave(state, { code: 1000, reason: "", atMs }) : { state, effects: [] };
    case "leaving":
      return late
        ? { state: { ...state, phase: "over" }, effects: [{ do: "forget" }] }
        : { state, effects: [] };
  }
  return { state, effects: [] };
}

/**
 * The phone is gone, though its socket is not. It is told all the same: should it wake, it can end in
 * order; should it not, Deno's idle timeout ends the connection, which our own close would prevent.
 */
function lost(state: SessionState, code: "E_SILENT" | "E_SLOW", atMs: number): Step {
  return tell(
    disconnect(state, {
      parameters: { reason: "error", info: code },
      farewell: { by: "phone_lost", detail: code },
      atMs,
    }),
    { by: "phone_lost", detail: code },
  );
}

/** A phone that does not read (G-31): its sound is thrown away, and at last the call is. */
function watchBacklog(state: SessionState, now: { atMs: number; backlogBytes: number }): Step {
  const { atMs, backlogBytes } = now;
  if (backlogBytes <= BACKLOG_LIMIT_BYTES) {
    if (state.slowSinceMs === null) return { state, effects: [] };
    return {
      state: { ...state, slowSinceMs: null },
      effects: [{ do: "note", code: "phone_reads_again", detail: "" }],
    };
  }
  if (state.slowSinceMs === null) {
    const detail = `${backlogBytes} bytes not taken`;
    return {
      state: { ...state, slowSinceMs: atMs },
      effects: [{ do: "drop_unsent" }, { do: "note", code: "slow_phone", detail }],
    };
  }
  if (atMs - state.slowSinceMs >= SLOW_FOR_MS) return lost(state, "E_SLOW", atMs);
  return { state, effects: [] };
}

function socketClosed(state: SessionState, code: number): Step {
  const over: Step = { state: { ...state, phase: "over" }, effects: [] };
  const how = state.farewell ??
    { by: "phone_lost" as const, detail: `socket closed, code ${code}` };
  const told = tell(over, how);
  return { ...told, effects: [...told.effects, { do: "forget" }] };
}
