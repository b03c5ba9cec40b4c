// How a call comes to its end: one door, exactly one reason, whatever happened before.
import { addUsage, type EndReason, type Usage } from "../contract/call.ts";
import { readSummary } from "../contract/read_summary.ts";
import type { ChannelClosed } from "../telephony/channel.ts";
import { outputVariables } from "./output_variables.ts";
import {
  type Circumstances,
  type Effect,
  emit,
  PATIENCE_MS,
  stay,
  type Step,
  type Talk,
} from "./talk.ts";

/** How long the phone system waits for the summary once the farewell was heard. */
const SUMMARY_WAIT_MS = 2000;
const SUMMARY_LIMIT_MS = 15_000;

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

/** The model cannot go on: the second upstream does, or the call takes its failure path. */
export function giveUp(talk: Talk, code: string, { canFallBack, nowMs }: Circumstances): Step {
  if (!canFallBack) {
    return fail(talk, code === "E_UP_QUOTA" ? "upstream_no_credit" : "upstream_lost", code);
  }
  const owed = talk.owed ?? { sinceMs: nowMs, patienceMs: PATIENCE_MS.lost, holds: 0 };
  return { talk: { ...talk, troubles: 0, owed }, effects: [{ do: "fallBack", code }] };
}

/** The last sample was heard: tell the phone system, once a summary that was asked for is there or late. */
export function onDrained(talk: Talk, { nowMs }: Circumstances): Step {
  if (!talk.draining) return stay(talk);
  if (talk.phase === "failing" && talk.ending) return tellPhone(talk, nowMs, talk.ending);
  if (talk.phase !== "farewell" || !talk.wish) return stay(talk);
  const drainedAtMs = talk.drainedAtMs ?? nowMs;
  if (talk.summary?.text === null && nowMs - drainedAtMs < SUMMARY_WAIT_MS) {
    return stay({ ...talk, drainedAtMs });
  }
  return tellPhone(talk, nowMs, { reason: talk.wish.reason, code: "" });
}

/** The model has summed the call up in writing. */
export function onSummary(
  talk: Talk,
  { text, ok, usage }: { text: string; ok: boolean; usage: Usage },
  around: Circumstances,
): Step {
  const counted: Talk = { ...talk, usage: addUsage(talk.usage, usage) };
  const cost = emit({
    type: "agent.done",
    responseId: "summary",
    status: ok ? "completed" : "failed",
    detail: "summary",
    usage,
  });
  if (talk.summary?.text !== null) return { talk: counted, effects: [cost] };
  const summed: Talk = {
    ...counted,
    summary: { ...talk.summary, text: readSummary(text, around.agent.summary.format) },
  };
  const said = summed.summary?.text ?? "";
  const effects: Effect[] = said === ""
    ? [cost]
    : [cost, emit({ type: "call.summary", text: said, source: "in_call" })];
  if (talk.drainedAtMs === null) return { talk: summed, effects };
  const next = onDrained(summed, around);
  return { talk: next.talk, effects: [...effects, ...next.effects] };
}

/** The farewell is made: nothing more will come but its sound, and beside it the summary. */
export function drain(talk: Talk, { agent, nowMs, connected }: Circumstances): Step {
  const summed = agent.summary.inCall && connected;
  return {
    talk: {
      ...talk,
      draining: true,
      summary: summed ? { askedAtMs: nowMs, text: null } : talk.summary,
    },
    effects: [
      ...(summed ? [{ do: "summarise", withinMs: SUMMARY_LIMIT_MS } as const] : []),
      { do: "drain" },
    ],
  };
}

function tellPhone(talk: Talk, nowMs: number, ending: { reason: EndReason; code: string }): Step {
  const outputs = outputsOf(talk, ending.reason, nowMs);
  const outcome = ending.code === "" ? "completed" : "error";
  return {
    talk: { ...talk, phase: "ending", draining: false, ending, outputs },
    effects: [{ do: "closeUpstream" }, {
      do: "end",
      ending: {
        outcome,
        handover: ending.reason === "agent_escalated",
        code: ending.code,
        outputs,
      },
    }],
  };
}

function outputsOf(talk: Talk, reason: EndReason, durationMs: number): Record<string, string> {
  const { wish, usage, summary, handover } = talk;
  return outputVariables({
    reason,
    wish,
    durationMs,
    usage,
    summary: summary?.text ?? "",
    handover,
  });
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
  const durationMs = talk.closed ? talk.closedAtMs : nowMs;
  return {
    talk: { ...talk, phase: "ended", active: null, turns: {}, drafts: {} },
    effects: [
      ...before,
      { do: "closeUpstream" },
      emit({
        type: "call.ended",
        reason,
        code,
        durationMs,
        usage: talk.usage,
        outputs: talk.outputs ?? outputsOf(talk, reason, durationMs),
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
