// When a delivery is tried again, and when it is given up. Pure.
import type { DeliveryRow } from "../store/store.ts";

/** What came of one try. */
export type DeliveryOutcome =
  | { kind: "taken" }
  /** The receiver wants no more of it. `detail` is for the log: a status or a code. */
  | { kind: "unwanted"; detail: string }
  | { kind: "failed"; detail: string }
  /** It could not even be tried; that does not count. */
  | { kind: "not_tried" };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Waits after the first failed tries; the last one is repeated. */
const WAITS_MS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, 6 * HOUR];
/** Long enough for a receiver that fails on a Friday night. */
const GIVE_UP_AFTER_MS = 72 * HOUR;
const NOT_TRIED_WAIT_MS = 30 * SECOND;
/** Spreads the tries of many calls that failed together. */
const JITTER = 0.2;

/** The delivery as it stands after a try; null: it is done. `random`: 0 ≤ x < 1. */
export function afterTry(
  row: DeliveryRow,
  outcome: DeliveryOutcome,
  { nowMs, random }: { nowMs: number; random: number },
): DeliveryRow | null {
  if (outcome.kind === "taken") return null;
  if (outcome.kind === "not_tried") return { ...row, nextAtMs: nowMs + NOT_TRIED_WAIT_MS };
  const attempts = row.attempts + 1;
  const over = outcome.kind === "unwanted" || nowMs - row.createdAtMs >= GIVE_UP_AFTER_MS;
  if (over) return { ...row, attempts, state: "given_up" };
  const waitMs = WAITS_MS[Math.min(attempts, WAITS_MS.length) - 1] ?? HOUR;
  const spread = 1 + JITTER * (2 * random - 1);
  return { ...row, attempts, nextAtMs: nowMs + Math.round(waitMs * spread) };
}
