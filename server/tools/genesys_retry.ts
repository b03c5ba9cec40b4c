// Decides whether a request to Genesys is made again, and when. Pure.
import type { EgressAnswer } from "../egress/egress.ts";

/** A pause that Genesys asks for beyond this cannot end within any tool's deadline. */
const LONGEST_MS = 60_000;

/**
 * Milliseconds until the next attempt, or null: this answer is the last. `attempt` counts from 0. `repeatable`:
 * doing it twice is as good as once. Otherwise only what certainly did not happen is repeated: 429, or a
 * connection that never came to be.
 */
export function repeatAfterMs(
  answer: EgressAnswer,
  { attempt, maxRepeats, backoffMs, repeatable }: {
    attempt: number;
    maxRepeats: number;
    backoffMs: number;
    repeatable: boolean;
  },
): number | null {
  if (attempt >= maxRepeats) return null;
  const backoff = Math.min(LONGEST_MS, backoffMs * 2 ** attempt);
  if (!answer.ok) {
    const unreached = answer.code === "connect" || answer.code === "dns";
    return unreached && (repeatable || answer.sent !== true) ? backoff : null;
  }
  const refused = answer.status === 429;
  if (!refused && !(answer.status >= 500 && repeatable)) return null;
  const asked = Number(answer.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(asked) && asked >= 0 ? Math.max(backoff, asked * 1000) : backoff;
}
