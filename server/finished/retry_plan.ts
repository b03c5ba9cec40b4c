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
const TRIES_KEPT = 10;

/** The delivery as it stands after a try. `tookMs`: how long it lasted; `random`: 0 ≤ x < 1. */
export function afterTry(
  row: DeliveryRow,
  outcome: DeliveryOutcome,
  { nowMs, tookMs, random }: { nowMs: number; tookMs: number; random: number },
): DeliveryRow {
  if (outcome.kind === "not_tried") return { ...row, nextAtMs: nowMs + NOT_TRIED_WAIT_MS };
  const attempts = row.attempts + 1;
  const tried = {
    atMs: nowMs - tookMs,
    tookMs,
    outcome: outcome.kind === "taken" ? outcome.kind : outcome.detail,
  };
  const next = { ...row, attempts, tries: [tried, ...row.tries].slice(0, TRIES_KEPT) };
  if (outcome.kind === "taken") return { ...next, state: "delivered" };
  const over = outcome.kind === "unwanted" || nowMs - row.createdAtMs >= GIVE_UP_AFTER_MS;
  if (over) return { ...next, state: "given_up" };
  const waitMs = WAITS_MS[Math.min(attempts, WAITS_MS.length) - 1] ?? HOUR;
  const spread = 1 + JITTER * (2 * random - 1);
  return { ...next, nextAtMs: nowMs + Math.round(waitMs * spread) };
}
