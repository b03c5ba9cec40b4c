// Calls and their events in SQLite. Synchronous: runs in the store's own thread.
import type { DatabaseSync } from "node:sqlite";
import type { CallSummary } from "../contract/call.ts";
import type { CallEvent } from "../contract/event.ts";
import { goneTable } from "./gone_table.ts";
import { historyIndex } from "./history_index.ts";
import { readCalls, readEvents } from "./rows.ts";
import type { CallRecord } from "./store.ts";
import { transaction } from "./transaction.ts";

export function callsTable(db: DatabaseSync) {
  const index = historyIndex(db);
  const { isGone, ...deleting } = goneTable(db, index);
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
  const last = db.prepare(`
    SELECT max(
      coalesce((SELECT max(seq) FROM calls), 0),
      coalesce((SELECT CAST(value AS INTEGER) FROM settings WHERE name = 'last_seq'), 0)) AS seq`);

  return {
    append: (added: readonly CallEvent[], calls: readonly CallSummary[]): void =>
      transaction(db, () => {
        const fresh = added.filter((event) => {
          const { callId, seq } = event;
          if (isGone(callId)) return false; // an afterword must not bring a deleted call back
          return Number(addEvent.run(callId, seq, JSON.stringify(event)).changes) > 0;
        });
        const changed = calls.filter((call) => {
          const { callId, startedAtMs, endedAtMs, seq } = call;
          if (isGone(callId)) return false;
          const text = JSON.stringify(call);
          return Number(putCall.run(callId, startedAtMs, endedAtMs, seq, text).changes) > 0;
        });
        index.note(changed, fresh);
      }),

    calls: (asked: { limit: number; before?: number }): CallSummary[] =>
      readCalls(page.all({ before: asked.before ?? Infinity, limit: asked.limit })),

    call: (callId: string): CallRecord | undefined => {
      const call = readCalls(one.all(callId))[0];
      return call && { call, events: readEvents(events.all(callId)) };
    },

    unfinished: (): CallSummary[] => readCalls(unfinished.all()),

    lastSeq: (): number => Number(last.get()?.["seq"]),

    ...deleting,

    indexCalls: (events: number): boolean => transaction(db, () => index.takeIn(events)),
  };
}
