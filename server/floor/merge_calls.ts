// Joins what the store has with what is only in memory yet. Pure; knows neither.
import type { CallSummary } from "../contract/call.ts";
import type { CallEvent } from "../contract/event.ts";

/** Each event once, in order, up to `lastSeq`. */
export function mergeEvents(
  lastSeq: number,
  ...parts: readonly (readonly CallEvent[])[]
): CallEvent[] {
  const bySeq = new Map<number, CallEvent>();
  for (const event of parts.flat()) if (event.seq <= lastSeq) bySeq.set(event.seq, event);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** A page of calls, newest first; of two states of a call the one that knows of more events. */
export function mergePage(
  page: { limit: number; before?: number },
  stored: readonly CallSummary[],
  shown: readonly CallSummary[],
): CallSummary[] {
  const byId = new Map(stored.map((call) => [call.callId, call]));
  for (const call of shown) {
    if (call.seq >= (byId.get(call.callId)?.seq ?? -Infinity)) byId.set(call.callId, call);
  }
  const calls = [...byId.values()]
    .filter((call) => call.startedAtMs < (page.before ?? Infinity))
    .sort((a, b) => b.startedAtMs - a.startedAtMs || (a.callId < b.callId ? -1 : 1));
  const last = calls[page.limit - 1];
  // Calls of the last one's millisecond belong to its page: `before` could not tell them apart.
  return last ? calls.filter((call) => call.startedAtMs >= last.startedAtMs) : calls;
}
