// How a call comes to its end: one door, exactly one reason, whatever happened before.
import type { EndReason } from "../contract/call.ts";
import type { ChannelClosed } from "../telephony/channel.ts";
import { outputVariables } from "./end_tools.ts";
import { type Circumstances, type Effect, emit, stay, type Step, type Talk } from "./talk.ts";

/** The failure path: drop what waits, close the model first so that cost stops, say a sentence, end with a code. */
export function fail(talk: Talk, reason: EndReason, code: string, quick = false): Step {
  if (talk.phase !== "connecting" && talk.phase !== "live" && talk.phase !== "farewell") {
    return stay(talk);
  }
  return {
    talk: {
      ...talk,
      phase: "failing",
      owed: null,
      active: null,
      draining: true,
      ending: { reason, code },
    },
    effects: [
      { do: "closeUpstream" },
      { do: "silence" },
      emit({ type: "call.ending", reason }),
      ...(quick ? [] : [{ do: "clip", clip: "failure" } as const]),
      { do: "drain" },
    ],
  };
}

/** The last sample was heard: tell the phone system. */
export function onDrained(talk: Talk, { nowMs }: Circumstances): Step {
  if (!talk.draining) return stay(talk);
  if (talk.phase === "failing" && talk.ending) {
    return tellPhone(talk, nowMs, talk.ending);
  }
  if (talk.phase === "farewell" && talk.wish) {
    return tellPhone(talk, nowMs, { reason: talk.wish.reason, code: "" });
  }
  return stay(talk);
}

function tellPhone(talk: Talk, nowMs: number, ending: { reason: EndReason; code: string }): Step {
  const outputs = outputVariables({
    reason: ending.reason,
    wish: talk.wish,
    durationMs: nowMs,
    usage: talk.usage,
  });
  const outcome = ending.code === "" ? "completed" : "error";
  return {
    talk: { ...talk, phase: "ending", draining: false, ending },
    effects: [{ do: "closeUpstream" }, {
      do: "end",
      ending: { outcome, code: ending.code, outputs },
    }],
  };
}

/** The phone is gone. Words of the caller that are still being transcribed are awaited for a moment. */
export function onClosed(talk: Talk, how: ChannelClosed, around: Circumstances): Step {
  if (talk.phase === "ended" || talk.phase === "closing") return stay(talk);
  const { nowMs, connected } = around;
  const closing: Talk = {
    ...talk,
    phase: "closing",
    closed: how,
    closedAtMs: nowMs,
    owed: null,
    draining: false,
  };
  const effects: Effect[] = [{ do: "silence" }];
  const modelGone = !connected || talk.phase === "ending" || talk.phase === "failing";
  if (modelGone || Object.keys(talk.turns).length === 0) return endFor(closing, nowMs, effects);
  return { talk: closing, effects: [...effects, { do: "cancel" }, { do: "endTurn" }] };
}

/** The last event of the call. */
export function endFor(talk: Talk, nowMs: number, before: Effect[] = []): Step {
  if (talk.phase === "ended") return stay(talk);
  const { reason, code } = talk.ending ?? reasonOf(talk.closed);
  return {
    talk: { ...talk, phase: "ended", active: null, turns: {}, drafts: {} },
    effects: [
      ...before,
      { do: "closeUpstream" },
      emit({
        type: "call.ended",
        reason,
        code,
        durationMs: talk.closed ? talk.closedAtMs : nowMs,
        usage: talk.usage,
      }),
      { do: "finish" },
    ],
  };
}

function reasonOf(closed: ChannelClosed | null): { reason: EndReason; code: string } {
  switch (closed?.by) {
    case "phone":
      return { reason: "caller_hung_up", code: "" };
    case "phone_error":
      return { reason: "phone_error", code: closed.detail };
    case "phone_lost":
      return { reason: "phone_lost", code: closed.detail };
    case "protocol":
      return { reason: "phone_protocol", code: closed.detail };
    default:
      return { reason: "internal", code: closed?.detail ?? "" };
  }
}
