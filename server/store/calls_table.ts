// Calls and their events in SQLite. Synchronous: runs in the store's own thread.
import type { DatabaseSync } from "node:sqlite";
import type { CallSummary } from "../contract/call.ts";
import type { CallEvent } from "../contract/event.ts";
import { readCalls, readEvents } from "./rows.ts";
import type { CallRecord } from "./store.ts";
import { transaction } from "./transaction.ts";

export function callsTable(db: DatabaseSync) {
  // A batch may come a second time, when the answer to the first was lost: it then changes nothing.
  const addEvent = db.prepare(`
    INSERT INTO events (call_id, seq, json) VALUES (?, ?, ?)
    ON CONFLICT (call_id, seq) DO NOTHING`);
  const putCall = db.prepare(`
    INSERT INTO calls (call_id, started_at_ms, ended_at_ms, seq, json) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (call_id) DO UPDATE SET
      started_at_ms = excluded.started_at_ms, ended_at_ms = excluded.ended_at_ms,
      seq = excluded.seq, json = excluded.json
    WHERE excluded.seq >= calls.seq`);
  // Calls of the same millisecond as the page's last one belong to the page, even beyond the limit:
  // `before` could not name the place between them.
  const page = db.prepare(`
    SELECT json FROM calls
    WHERE started_at_ms < :before AND started_at_ms >= (
      SELECT min(started_at_ms) FROM (
        SELECT started_at_ms FROM calls WHERE started_at_ms < :before
        ORDER BY started_at_ms DESC LIMIT :limit))
    ORDER BY started_at_ms DESC, call_id`);
  const one = db.prepare("SELECT json FROM calls WHERE call_id = ?");
  const events = db.prepare("SELECT json FROM events WHERE call_id = ? ORDER BY seq");
  const unfinished = db.prepare("SELECT json FROM calls WHERE ended_at_ms IS NULL");
  const last = db.prepare("SELECT coalesce(max(seq), 0) AS seq FROM calls");

  return {
    append: (added: readonly CallEvent[], calls: readonly CallSummary[]): void =>
      transaction(db, () => {
        for (const event of added) addEvent.run(event.callId, event.seq, JSON.stringify(event));
        for (const call of calls) {
          const { callId, startedAtMs, endedAtMs, seq } = call;
          putCall.run(callId, startedAtMs, endedAtMs, seq, JSON.stringify(call));
        }
      }),

    calls: (asked: { limit: number; before?: number }): CallSummary[] =>
      readCalls(page.all({ before: asked.before ?? Infinity, limit: asked.limit })),

    call: (callId: string): CallRecord | undefined => {
      const call = readCalls(one.all(callId))[0];
      return call && { call, events: readEvents(events.all(callId)) };
    },

    unfinished: (): CallSummary[] => readCalls(unfinished.all()),

    lastSeq: (): number => Number(last.get()?.["seq"]),
  };
}
