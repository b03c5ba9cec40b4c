// The ways in which a session comes to its end (audiocodes §§ 3.4, 7.2, 11). Pure, a part of session_step.ts.
import type { ChannelClosed, Ending } from "../channel.ts";
import { type Wish, wished } from "./activities.ts";
import { farewell, hangup } from "./farewell.ts";
import type { ViolationCode } from "./message.ts";
import {
  type Effect,
  END_WITHIN_MS,
  LEAVE_WITHIN_MS,
  PART_WITHIN_MS,
  type SessionState,
  type Step,
} from "./session_state.ts";

/** Our side wishes the end. Without an activity VoiceAI Connect would dial again. */
export function end(state: SessionState, ending: Ending, atMs: number): Step {
  const how: ChannelClosed = { by: "us", detail: ending.code };
  if (state.phase === "parting") return part(state, how, atMs);
  // After a transfer that succeeded VoiceAI Connect ends the session; a hangup might end the caller's new call.
  const goodbye = state.transfer === "done" ? null : farewell(ending, state.transferTarget);
  return sayGoodbye(state, { goodbye, how, atMs });
}

/** A fault of ours: the listener may be broken, it is told at once. */
export function fault(state: SessionState, atMs: number): Step {
  const how: ChannelClosed = { by: "us", detail: "E_INTERNAL" };
  if (state.phase === "parting") return part(state, how, atMs);
  const ending: Ending = { outcome: "error", code: "E_INTERNAL", outputs: {} };
  return tellNow(
    sayGoodbye(state, { goodbye: farewell(ending, state.transferTarget), how, atMs }),
  );
}

/** Our side does not take the call: there is nobody to tell. */
export function refuse(state: SessionState, code: string, atMs: number): Step {
  const how: ChannelClosed = { by: "us", detail: code };
  return sayGoodbye({ ...state, told: true }, { goodbye: hangup(code), how, atMs });
}

/** The other side broke the protocol: our side is told at once, the caller is let go. */
export function violate(
  state: SessionState,
  fault: { code: ViolationCode; detail: string; atMs: number },
): Step {
  const { code, detail, atMs } = fault;
  const step = sayGoodbye(state, {
    goodbye: hangup(code),
    how: { by: "protocol", detail: code },
    before: { type: "session.error", reason: detail },
    atMs,
  });
  if (step.effects.length === 0) return step;
  const told = tellNow(step);
  return { ...told, effects: [{ do: "violation", code, detail }, ...told.effects] };
}

export function oversize(state: SessionState, detail: string, atMs: number): Step {
  if (state.phase === "leaving") return { state, effects: [] };
  const told = tell(state, { by: "protocol", detail: "E_SIZE" });
  const left = leave(told.state, { code: 1009, reason: "message too large", atMs });
  const violation: Effect = { do: "violation", code: "E_SIZE", detail };
  const goodbye: Effect[] = speaks(state)
    ? [{ do: "send", message: wished(hangup("E_SIZE")) }]
    : [];
  return { state: left.state, effects: [violation, ...goodbye, ...told.effects, ...left.effects] };
}

/** `session.end`: nothing is sent after it. */
export function phoneEnded(
  state: SessionState,
  { reasonCode, reason, atMs }: { reasonCode: string; reason: string; atMs: number },
): Step {
  if (state.phase === "leaving" || state.phase === "parting") return { state, effects: [] };
  if (reasonCode === "transferred" && state.transfer !== "none" && state.phase === "open") {
    return {
      state: {
        ...state,
        phase: "parting",
        transfer: "done",
        farewell: { by: "phone", detail: reasonCode },
        deadlineAtMs: atMs + PART_WITHIN_MS,
      },
      effects: [
        { do: "drop_playing" },
        { do: "transfer_status", status: { state: "answered", reason: "" } },
      ],
    };
  }
  const how: ChannelClosed = state.farewell ??
    { by: reasonCode === "error" ? "phone_error" : "phone", detail: reasonCode || reason };
  return part(state, how, atMs);
}

/** The phone system has hung up; its `session.end` is due. */
export function phoneHungUp(state: SessionState, reason: string, atMs: number): Step {
  if (!speaks(state)) return { state, effects: [] };
  const how: ChannelClosed = { by: "phone", detail: reason || "hangup" };
  return tell(
    { ...state, phase: "ending", farewell: how, deadlineAtMs: atMs + END_WITHIN_MS },
    how,
    [{ do: "drop_playing" }],
  );
}

interface Goodbye {
  goodbye: Wish | null;
  how: ChannelClosed;
  before?: { type: "session.error"; reason: string };
  atMs: number;
}

/**
 * Once; where there is no socket, as soon as there is one again. Then our side does not wait to be told: that socket
 * may never come, and a server that is being stopped writes the call's end while it can.
 */
function sayGoodbye(state: SessionState, { goodbye, how, before, atMs }: Goodbye): Step {
  if (!speaks(state)) return { state, effects: [] };
  const ending: SessionState = { ...state, phase: "ending", goodbye, farewell: how };
  if (!state.attached) return tell(ending, how, [{ do: "drop_playing" }]);
  const effects: Effect[] = [{ do: "finish_playing" }];
  if (before) effects.push({ do: "send", message: before });
  if (goodbye) effects.push({ do: "send", message: wished(goodbye) });
  return { state: { ...ending, deadlineAtMs: atMs + END_WITHIN_MS }, effects };
}

/** Both sides agree that it is over. */
export function part(state: SessionState, how: ChannelClosed, atMs: number): Step {
  const told = tell(state, how, [{ do: "drop_playing" }]);
  if (!state.attached) return forget(told);
  const left = leave(told.state, { code: 1000, reason: "", atMs });
  return { state: left.state, effects: [...told.effects, ...left.effects] };
}

/** Closes the socket from our side. */
export function leave(
  state: SessionState,
  { code, reason, atMs }: { code: number; reason: string; atMs: number },
): Step {
  return {
    state: { ...state, phase: "leaving", deadlineAtMs: atMs + LEAVE_WITHIN_MS },
    effects: [{ do: "drop_playing" }, { do: "close_socket", code, reason }],
  };
}

export function forget({ state, effects }: Step): Step {
  return { state: { ...state, phase: "over" }, effects: [...effects, { do: "forget" }] };
}

/** Whether nobody has said goodbye yet. */
export function speaks({ phase }: SessionState): boolean {
  return phase === "starting" || phase === "answering" || phase === "open";
}

function tellNow({ state, effects }: Step): Step {
  return state.farewell ? tell(state, state.farewell, effects) : { state, effects };
}

/** Adds the end to the effects, if our side has not heard of it. */
export function tell(state: SessionState, how: ChannelClosed, effects: Effect[] = []): Step {
  if (state.told) return { state, effects };
  return {
    state: { ...state, told: true },
    effects: state.answered ? [...effects, { do: "ended", how }] : effects,
  };
}
