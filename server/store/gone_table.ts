// Deleting calls: at once from every answer, then from the file in pieces so small that nothing waits for them.
// Synchronous: runs in the store's own thread. A kill between two pieces leaves the rest for the next start.
import type { DatabaseSync } from "node:sqlite";
import { type HistoryIndex, LINES_OF } from "./history_index.ts";
import type { Deletion } from "./store.ts";
import { transaction } from "./transaction.ts";

/** For so long an event of a deleted call may still be on its way. */
const REMEMBERED_MS = 24 * 3_600_000;

export function goneTable(db: DatabaseSync, index: HistoryIndex) {
  const one = db.prepare("SELECT ended_at_ms, seq FROM calls WHERE call_id = ?");
  const old = db.prepare(`
    SELECT call_id FROM calls WHERE ended_at_ms < ? ORDER BY ended_at_ms LIMIT ?`);
  const bury = db.prepare(`
    INSERT INTO gone (call_id, call_key, at_ms) VALUES (?, ?, ?) ON CONFLICT (call_id) DO NOTHING`);
  const removals = ["calls", "history", "deliveries"].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE call_id = ?`)
  );
  // Numbers of events must go on after the highest there ever was, though its call is gone.
  const keepSeq = db.prepare(`
    INSERT INTO settings (name, value) VALUES ('last_seq', ?)
    ON CONFLICT (name) DO UPDATE SET value = max(CAST(value AS INTEGER), excluded.value + 0)`);
  const unswept = db.prepare("SELECT call_id, call_key FROM gone WHERE swept = 0 LIMIT 1");
  const sweepLines = db.prepare(`
    DELETE FROM lines WHERE line_key IN (
      SELECT line_key FROM lines WHERE ${LINES_OF} LIMIT :limit)`);
  const sweepEvents = db.prepare(`
    DELETE FROM events WHERE call_id = :callId AND seq IN (
      SELECT seq FROM events WHERE call_id = :callId LIMIT :limit)`);
  const swept = db.prepare("UPDATE gone SET swept = 1 WHERE call_id = ?");
  const forget = db.prepare("DELETE FROM gone WHERE swept = 1 AND at_ms < ?");
  const isGone = db.prepare("SELECT 1 FROM gone WHERE call_id = ?");

  function remove(callId: string, seq: number, atMs: number): void {
    keepSeq.run(String(seq));
    bury.run(callId, index.keyOf(callId) ?? null, atMs);
    index.forget(callId);
    for (const removal of removals) removal.run(callId);
  }

  return {
    isGone: (callId: string): boolean => isGone.get(callId) !== undefined,

    deleteCall: (callId: string, atMs: number): Deletion =>
      transaction(db, () => {
        const row = one.get(callId);
        if (!row) return "unknown";
        if (row["ended_at_ms"] === null) return "live";
        remove(callId, Number(row["seq"]), atMs);
        return "deleted";
      }),

    deleteOldCalls: (asked: { endedBeforeMs: number; limit: number; atMs: number }): string[] =>
      transaction(db, () => {
        const ids = old.all(asked.endedBeforeMs, asked.limit).map((row) => String(row["call_id"]));
        for (const id of ids) remove(id, Number(one.get(id)?.["seq"]), asked.atMs);
        return ids;
      }),

    sweep: (asked: { rows: number; atMs: number }): boolean =>
      transaction(db, () => {
        forget.run(asked.atMs - REMEMBERED_MS);
        for (let left = asked.rows; left > 0;) {
          const row = unswept.get();
          if (!row) return false;
          const callId = String(row["call_id"]);
          if (row["call_key"] !== null) {
            const key = Number(row["call_key"]);
            left -= Number(sweepLines.run({ key, limit: left }).changes);
          }
          if (left > 0) left -= Number(sweepEvents.run({ callId, limit: left }).changes);
          if (left > 0) {
            swept.run(callId);
            left--;
          }
        }
        return unswept.get() !== undefined;
      }),
  };
}
