// What an ear does when its session failed: another session, files, or nothing any more. Pure.
import { nextAttempt } from "../retry.ts";
import type { UpstreamFailure } from "../upstream.ts";

/** So long a new session is tried for before files are sent in its place. */
const BUDGET_MS = 10_000;
/** Where files are refused only a session can help, however long that takes. */
const PATIENT_MS = 5000;
/** The session was refused, rather than lost: to ask again at once is no use. */
const REFUSED: ReadonlySet<UpstreamFailure["code"]> = new Set(
  ["E_UP_AUTH", "E_UP_MODEL", "E_UP_CONFIG", "E_UP_FORMAT", "E_UP_QUOTA", "E_UP_LIMIT"],
);

export type Next = { type: "session"; waitMs: number } | { type: "files" } | { type: "nothing" };

/** `attempt`: how many have failed so far, `elapsedMs` since the first did. */
export function afterFailure(
  { failure, attempt, elapsedMs, filesRefused, finishing, random }: {
    failure: UpstreamFailure;
    attempt: number;
    elapsedMs: number;
    filesRefused: boolean;
    /** The call is over and the last words are waited for. */
    finishing: boolean;
    random: () => number;
  },
): Next {
  if (filesRefused) {
    if (!failure.retry || finishing) return { type: "nothing" };
    const waitMs = Math.max(PATIENT_MS, failure.retryAfterMs ?? 0);
    return { type: "session", waitMs };
  }
  if (finishing || REFUSED.has(failure.code)) return { type: "files" };
  const waitMs = nextAttempt({ attempt, failure, elapsedMs, budgetMs: BUDGET_MS, random });
  return waitMs === null ? { type: "files" } : { type: "session", waitMs };
}
