// When to dial the model again after a failure (openai-realtime § 15). Pure; whoever holds the call performs it.
import type { UpstreamFailure } from "./upstream.ts";

const WAITS_MS = [0, 250, 500, 1000, 2000];
const JITTER_MS = 100;
/** A limit does not lift within no time. */
const LIMIT_WAIT_MS = 250;

/**
 * Milliseconds to wait before the next attempt; null: give up. `attempt`: how many have failed so far
 * (1 after the first), `elapsedMs` since the first began, `budgetMs` for all of them, `random` in [0, 1).
 */
export function nextAttempt(
  { attempt, failure, elapsedMs, budgetMs, random }: {
    attempt: number;
    failure: UpstreamFailure;
    elapsedMs: number;
    budgetMs: number;
    random: () => number;
  },
): number | null {
  if (!failure.retry) return null;
  const step = WAITS_MS[Math.min(attempt, WAITS_MS.length) - 1] ?? 0;
  const asked = failure.retryAfterMs ?? (failure.code === "E_UP_LIMIT" ? LIMIT_WAIT_MS : 0);
  const waitMs = Math.max(step, asked) + Math.floor(random() * Math.max(JITTER_MS, step / 2));
  return elapsedMs + waitMs <= budgetMs ? waitMs : null;
}
