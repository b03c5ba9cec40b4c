// The session of AudioCodes' Bot API as a pure function: what comes in, what is to be done (audiocodes §§ 3–8, 12).
// Time comes in as input; knows no socket, no timer, no sound. Messages by type are in session_messages.ts, ways to
// the end in session_end.ts.
import { end, fault, forget, leave, oversize, part, refuse, tell, violate } from "./session_end.ts";
import { readSessionMessage } from "./session_messages.ts";
import {
  accepted,
  type Effect,
  END_WITHIN_MS,
  type Input,
  isResumable,
  type SessionState,
  type Step,
} from "./session_state.ts";
import { wished } from "./activities.ts";

export function step(state: SessionState, input: Input): Step {
  const { atMs } = input;
  if (state.phase === "over") return { state, effects: [] };
  switch (input.type) {
    case "message":
      return readSessionMessage(state, input.message, atMs);
    case "broken":
      return violate(state, { code: input.code, detail: input.detail, atMs });
    case "oversize":
      return oversize(state, input.detail, atMs);
    case "answered":
      return answered(state);
    case "refused":
      return refuse(state, input.code, atMs);
    case "fault":
      return fault(state, atMs);
    case "end":
      return end(state, input.ending, atMs);
    case "transfer_asked":
      return { state: { ...state, transfer: "asked" }, effects: [] };
    case "transfer_given_up":
      if (state.transfer !== "asked") return { state, effects: [] };
      return { state: { ...state, transfer: "none" }, effects: [] };
    case "tick":
      return tick(state, atMs);
    case "socket_lost":
      return socketLost(state, input);
    case "socket_back":
      return socketBack(state, atMs);
  }
}

function answered(state: SessionState): Step {
  if (state.phase !== "answering") return { state, effects: [] };
  const effects: Effect[] = [{ do: "tell_early" }];
  if (!state.attached) effects.push({ do: "held" });
  return { state: { ...state, phase: "open", answered: true }, effects };
}

function tick(state: SessionState, atMs: number): Step {
  if (atMs < state.deadlineAtMs) return { state, effects: [] };
  switch (state.phase) {
    case "starting": {
      const note: Effect = { do: "note", code: "no_start", detail: "" };
      return {
        state: { ...state, phase: "answering" },
        effects: [{ do: "answer", start: null }, note],
      };
    }
    case "open":
      if (state.attached) break;
      return forget(tell(state, { by: "phone_lost", detail: "not resumed" }));
    case "ending": {
      const told = tell(state, state.farewell ?? { by: "us", detail: "" });
      if (!state.attached) return forget(told);
      const left = leave(told.state, { code: 1000, reason: "no session.end", atMs });
      const note: Effect = { do: "note", code: "no_session_end", detail: "" };
      return { state: left.state, effects: [note, ...told.effects, ...left.effects] };
    }
    case "parting":
      return part(state, state.farewell ?? { by: "phone", detail: "transferred" }, atMs);
    case "leaving":
      return forget({ state, effects: [] });
  }
  return { state, effects: [] };
}

/** The call lives on for a while: VoiceAI Connect dials again and resumes it (§ 3.3). */
function socketLost(state: SessionState, lost: { code: number; atMs: number }): Step {
  const { code, atMs } = lost;
  if (!state.attached) return { state, effects: [] };
  if (state.phase === "leaving") return forget({ state, effects: [] });
  const gone: Effect[] = [{ do: "streams_gone" }];
  const detached: SessionState = { ...state, attached: false, detachedAtMs: atMs, streams: [] };
  // Our side is about to end the call itself.
  if (state.phase === "parting") return { state: detached, effects: gone };
  if (state.phase === "ending") {
    const { state: next, effects } = tell(detached, state.farewell ?? { by: "us", detail: "" });
    return forget({ state: next, effects: [...gone, ...effects] });
  }
  const detail = `socket closed, code ${code}`;
  if (state.resumeMs === 0 && state.answered) {
    const { state: next, effects } = tell(detached, { by: "phone_lost", detail });
    return forget({ state: next, effects: [...gone, ...effects] });
  }
  const waiting = { ...detached, deadlineAtMs: atMs + state.resumeMs };
  const note: Effect = { do: "note", code: "socket_lost", detail };
  if (state.phase === "starting") {
    // A conversation that can go on needs somebody to go on with.
    const answer: Effect = { do: "answer", start: null };
    return { state: { ...waiting, phase: "answering" }, effects: [...gone, answer, note] };
  }
  const held: Effect[] = state.answered ? [{ do: "held" }] : [];
  return { state: waiting, effects: [...gone, note, ...held] };
}

function socketBack(state: SessionState, atMs: number): Step {
  if (!isResumable(state)) return { state, effects: [] };
  const effects: Effect[] = [];
  if (state.attached) {
    effects.push({ do: "streams_gone" });
    if (state.answered && !state.told) effects.push({ do: "held" });
  }
  const gapMs = state.attached ? 0 : Math.round(atMs - state.detachedAtMs);
  const next: SessionState = { ...state, attached: true, streams: [] };
  effects.push({ do: "send", message: accepted(state) });
  if (state.phase === "ending") {
    if (state.goodbye) effects.push({ do: "send", message: wished(state.goodbye) });
    return { state: { ...next, deadlineAtMs: atMs + END_WITHIN_MS }, effects };
  }
  effects.push({ do: "note", code: "socket_back", detail: `after ${gapMs} ms` });
  if (state.answered) effects.push({ do: "resumed", gapMs });
  effects.push({ do: "play_on" });
  return { state: next, effects };
}
