// The order of the live cards: by need of attention, but never under a supervisor's hand. Pure.

export interface Placed {
  callId: string;
  level: number;
  startedAtMs: number;
}

export interface CardOrder {
  ids: readonly string[];
  /** Calls that would stand higher if the order were made anew. */
  moved: number;
  sortedAtMs: number;
  /** When each call last wanted attention, so that one that just calmed down does not jump away. */
  raised: ReadonlyMap<string, { level: number; untilMs: number }>;
}

export const EMPTY_ORDER: CardOrder = { ids: [], moved: 0, sortedAtMs: 0, raised: new Map() };
export const RESORT_EVERY_MS = 5000;
export const CALM_AFTER_MS = 20_000;

/**
 * Ended calls leave and new ones join at the end at once. Everything else is re-sorted only where
 * nobody points at or stands in the list (`held`), and not more often than every five seconds.
 */
export function arrange(
  order: CardOrder,
  calls: readonly Placed[],
  now: { nowMs: number; held: boolean; force?: boolean },
): CardOrder {
  const raised = raise(order.raised, calls, now.nowMs);
  const level = (call: Placed) => raised.get(call.callId)?.level ?? 0;
  const wanted = [...calls]
    .sort((a, b) => level(b) - level(a) || a.startedAtMs - b.startedAtMs || cmp(a, b))
    .map((call) => call.callId);
  const present = new Set(wanted);
  const kept = order.ids.filter((id) => present.has(id));
  const joined = wanted.filter((id) => !kept.includes(id));
  const unsorted = [...kept, ...joined];
  const due = now.nowMs - order.sortedAtMs >= RESORT_EVERY_MS && !now.held;
  const same = unsorted.every((id, index) => id === wanted[index]);
  if (same || due || now.force) return { ids: wanted, moved: 0, sortedAtMs: now.nowMs, raised };
  const moved = wanted.filter((id, index) => index < unsorted.indexOf(id)).length;
  return { ids: unsorted, moved, sortedAtMs: order.sortedAtMs, raised };
}

function raise(
  before: CardOrder["raised"],
  calls: readonly Placed[],
  nowMs: number,
): CardOrder["raised"] {
  const after = new Map<string, { level: number; untilMs: number }>();
  for (const { callId, level } of calls) {
    const old = before.get(callId);
    const stillRaised = old !== undefined && old.untilMs > nowMs && old.level > level;
    if (stillRaised) after.set(callId, old);
    else if (level > 0) after.set(callId, { level, untilMs: nowMs + CALM_AFTER_MS });
  }
  return after;
}

function cmp(a: Placed, b: Placed): number {
  return a.callId < b.callId ? -1 : 1;
}
