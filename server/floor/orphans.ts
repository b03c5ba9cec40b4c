// Calls whose process died before their end. Pure: says what their last event must have been.
// Knows nothing of stores; who asks has them numbered and recorded.
import type { CallEventBody } from "../contract/event.ts";
import type { CallRecord } from "../store/store.ts";

/** Code of an end that was given from outside. */
export const CRASHED = "E_CRASHED";

export interface LastEvent {
  body: CallEventBody;
  atMs: number;
  offsetMs: number;
}

/**
 * The end of a call that a dead process carried. Timed by the last that is known of the call, so that
 * the hours the server was down do not count as its duration.
 */
export function orphanEnd({ call, events }: CallRecord): LastEvent {
  const last = events.at(-1);
  // Its instance told its end and died before it was saved.
  if (call.endedAtMs !== null && call.endReason !== null) {
    const durationMs = call.endedAtMs - call.startedAtMs;
    const { usage, costUsd, endReason: reason } = call;
    return {
      body: { type: "call.ended", reason, code: call.endCode ?? "", durationMs, usage, costUsd },
      atMs: call.endedAtMs,
      offsetMs: durationMs,
    };
  }
  const atMs = last?.atMs ?? call.startedAtMs;
  const offsetMs = last?.offsetMs ?? 0;
  const { usage } = call;
  const body: CallEventBody = {
    type: "call.ended",
    reason: "crashed",
    code: CRASHED,
    durationMs: offsetMs,
    usage,
  };
  return { body, atMs, offsetMs };
}
