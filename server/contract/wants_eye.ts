// When a live call wants a supervisor's eye: the marks that the console and the server's alerts share. Pure; no words.
import type { CallState, CallSummary } from "./call.ts";

/** Longer than these, a state is worth a look. Figures of a patient caller. */
export const WATCH_AFTER_MS = {
  connecting: 5000,
  thinking: 4000,
  listening: 20_000,
  held: 60_000,
  ending: 20_000,
} as const satisfies Partial<Record<CallState, number>>;
/** And longer than these, somebody should step in: callers hang up by now. */
export const ACT_AFTER_MS = { connecting: 15_000, thinking: 10_000 } as const;

/** So often within so long a caller cuts in who does not get what they want. */
export const CUT_INS = { times: 3, withinMs: 60_000 } as const;
/** A tool that failed once may have been asked wrongly. */
const TOOL_FAILURES = 2;

/** Callers who seem to want a person and have none. A guess by their words. */
export function waitsForPerson({ signs, takenOver, state }: CallSummary): boolean {
  return signs.personAsks > 0 && !takenOver && state !== "ending" && state !== "ended";
}

/** Too long without an answer: somebody should step in. */
function agentIsSilent({ state, stateSinceMs }: CallSummary, nowMs: number): boolean {
  if (state !== "connecting" && state !== "thinking") return false;
  return nowMs - stateSinceMs >= ACT_AFTER_MS[state];
}

export function toolKeepsFailing({ signs }: CallSummary): boolean {
  return signs.toolFailures >= TOOL_FAILURES;
}

/** What an alert "call_waits" is about: as the console says it, the worst first. */
export const EYE_REASONS = ["hand", "degraded", "silent", "tool", "person"] as const;
export type EyeReason = (typeof EYE_REASONS)[number];

/** Null: nobody needs to look, or somebody has the call already. */
export function wantsEye(call: CallSummary, nowMs: number): EyeReason | null {
  if (call.state === "ended" || call.endedAtMs !== null) return null;
  if (call.hand) return "hand";
  if (call.degraded) return "degraded";
  if (call.kind === "transcription" || call.takenOver) return null;
  if (agentIsSilent(call, nowMs)) return "silent";
  if (toolKeepsFailing(call)) return "tool";
  return waitsForPerson(call) ? "person" : null;
}
