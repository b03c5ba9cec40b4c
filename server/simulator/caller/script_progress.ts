// Walks through a caller's script: from what the caller perceives now to what the caller does now. Pure.
import type { ScriptStep } from "./caller_script.ts";

/** What the caller perceives; all times on one monotonic clock. */
export interface Perception {
  atMs: number;
  agent: {
    playing: boolean;
    /** When it began to play or fell silent. */
    changedMs: number;
    bursts: number;
    spokenMs: number;
  };
  /** When the caller has said all there is to say. */
  saidAtMs: number;
}

export type Deed =
  | { do: "say"; recording: string }
  | { do: "cough"; ms: number }
  | { do: "press"; digit: string }
  | { do: "hold" | "unhold" | "hang_up" | "drop" }
  | { do: "language"; tag: string }
  | { do: "give_up"; reason: string };

export interface Progress {
  /** Which step; beyond the last when the script is over. */
  index: number;
  enteredMs: number;
  /** Deeds of this step that are done. */
  done: number;
  burstsBefore: number;
  spokenBeforeMs: number;
}

export interface Advance {
  progress: Progress;
  /** At most one: what it changes is to be perceived before the next. */
  deed?: Deed;
  /** When to look again at the latest; undefined when only a change can bring the script forward. */
  wakeAtMs?: number;
}

type Verdict = { then: "next"; deed?: Deed } | { then: "stay"; deed?: Deed; wakeAtMs?: number };

export function beginScript(seen: Perception): Progress {
  return enter(0, seen);
}

export function advance(
  steps: readonly ScriptStep[],
  progress: Progress,
  seen: Perception,
): Advance {
  for (;;) {
    const step = steps[progress.index];
    if (!step) return { progress };
    const verdict = judge(step, progress, seen);
    if (verdict.then === "next") {
      progress = enter(progress.index + 1, seen);
      if (progress.index === steps.length && !isLast(step)) {
        return { progress, deed: { do: "hang_up" } };
      }
      if (verdict.deed) return { progress, deed: verdict.deed };
      continue;
    }
    if (verdict.deed?.do === "give_up") {
      return { progress: enter(steps.length, seen), deed: verdict.deed };
    }
    if (verdict.deed) {
      return { progress: { ...progress, done: progress.done + 1 }, deed: verdict.deed };
    }
    return verdict.wakeAtMs === undefined ? { progress } : { progress, wakeAtMs: verdict.wakeAtMs };
  }
}

function isLast(step: ScriptStep): boolean {
  return step.do === "hang_up" || step.do === "drop" || step.do === "expect_end";
}

function enter(index: number, { atMs, agent }: Perception): Progress {
  return {
    index,
    enteredMs: atMs,
    done: 0,
    // What is sounding now counts as heard in this step.
    burstsBefore: agent.bursts - (agent.playing ? 1 : 0),
    spokenBeforeMs: agent.spokenMs,
  };
}

function judge(step: ScriptStep, progress: Progress, seen: Perception): Verdict {
  const { agent, atMs } = seen;
  switch (step.do) {
    case "listen": {
      if (agent.playing) return { then: "stay" };
      if (agent.bursts > progress.burstsBefore) {
        return waitUntil(agent.changedMs + step.quietMs, seen);
      }
      return outOfPatience(step, progress, seen) ?? { then: "next" };
    }
    case "hear":
      return hear(step, step.ms, progress, seen) ?? { then: "next" };
    case "interrupt":
      if (progress.done > 0) return waitUntil(seen.saidAtMs, seen);
      return hear(step, step.afterMs, progress, seen) ??
        { then: "stay", deed: { do: "say", recording: step.recording } };
    case "say":
      if (progress.done > 0) return waitUntil(seen.saidAtMs, seen);
      return { then: "stay", deed: { do: "say", recording: step.recording } };
    case "cough":
      if (progress.done > 0) return waitUntil(seen.saidAtMs, seen);
      return { then: "stay", deed: { do: "cough", ms: step.ms } };
    case "expect_quiet": {
      if (agent.bursts === progress.burstsBefore) {
        return waitUntil(progress.enteredMs + step.ms, seen);
      }
      const afterMs = Math.round(atMs - progress.enteredMs);
      const reason = `step ${progress.index + 1}: the agent spoke after ${afterMs} ms, ` +
        `though ${step.ms} ms were to be quiet`;
      return { then: "stay", deed: { do: "give_up", reason } };
    }
    case "press": {
      const digit = step.digits[progress.done];
      if (digit === undefined) return { then: "next" };
      const due = waitUntil(progress.enteredMs + progress.done * step.gapMs, seen);
      return due.then === "stay" ? due : { then: "stay", deed: { do: "press", digit } };
    }
    case "pause":
      return waitUntil(progress.enteredMs + step.ms, seen);
    case "hold": {
      if (progress.done === 0) return { then: "stay", deed: { do: "hold" } };
      const due = waitUntil(progress.enteredMs + step.ms, seen);
      return due.then === "stay" ? due : { then: "next", deed: { do: "unhold" } };
    }
    case "language":
      return { then: "next", deed: { do: "language", tag: step.tag } };
    case "hang_up":
    case "drop":
      return progress.done > 0 ? { then: "next" } : { then: "stay", deed: { do: step.do } };
    case "expect_end": {
      const dueMs = progress.enteredMs + step.withinMs;
      if (atMs < dueMs) return { then: "stay", wakeAtMs: dueMs };
      return {
        then: "stay",
        deed: giveUp(progress, "the server did not end the call", step.withinMs),
      };
    }
  }
}

function waitUntil(dueMs: number, { atMs }: Perception): Verdict {
  return atMs >= dueMs ? { then: "next" } : { then: "stay", wakeAtMs: dueMs };
}

/** Waits until the agent has spoken for `ms` and still speaks; undefined when the script may go on. */
function hear(
  step: Extract<ScriptStep, { do: "hear" | "interrupt" }>,
  ms: number,
  progress: Progress,
  seen: Perception,
): Verdict | undefined {
  if (!seen.agent.playing) return outOfPatience(step, progress, seen);
  const leftMs = ms - (seen.agent.spokenMs - progress.spokenBeforeMs);
  return leftMs <= 0 ? undefined : { then: "stay", wakeAtMs: seen.atMs + Math.ceil(leftMs) };
}

/** Waits for the agent, then gives up; undefined when the time is over and the script may go on. */
function outOfPatience(
  step: Extract<ScriptStep, { do: "listen" | "hear" | "interrupt" }>,
  progress: Progress,
  { atMs }: Perception,
): Verdict | undefined {
  const dueMs = progress.enteredMs + step.timeoutMs;
  if (atMs < dueMs) return { then: "stay", wakeAtMs: dueMs };
  if (step.optional) return undefined;
  const what = {
    listen: "the agent said nothing",
    hear: "the agent never spoke for so long",
    interrupt: "the agent never spoke long enough to be interrupted",
  }[step.do];
  return { then: "stay", deed: giveUp(progress, what, step.timeoutMs) };
}

function giveUp({ index }: Progress, what: string, waitedMs: number): Deed {
  return { do: "give_up", reason: `step ${index + 1}: ${what} within ${waitedMs} ms` };
}
