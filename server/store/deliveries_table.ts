// Finished calls on their way to the configured address, in SQLite. Synchronous: runs in the store's own thread.
import type { DatabaseSync } from "node:sqlite";
import type { Row } from "./rows.ts";
import type { DeliveryRow } from "./store.ts";

export function deliveriesTable(db: DatabaseSync) {
  const put = db.prepare(`
    INSERT INTO deliveries (id, call_id, state, attempts, next_at_ms, created_at_ms)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
      state = excluded.state, attempts = excluded.attempts, next_at_ms = excluded.next_at_ms`);
  const remove = db.prepare("DELETE FROM deliveries WHERE id = ?");
  const due = db.prepare(`
    SELECT * FROM deliveries WHERE state = 'waiting' AND next_at_ms <= ?
    ORDER BY next_at_ms, id LIMIT ?`);
  const waiting = db.prepare(`
    SELECT count(*) AS n, min(next_at_ms) AS next FROM deliveries WHERE state = 'waiting'`);
  const forget = db.prepare(
    "DELETE FROM deliveries WHERE state = 'given_up' AND created_at_ms < ?",
  );

  return {
    putDelivery: (delivery: DeliveryRow): void => {
      const { id, callId, state, attempts, nextAtMs, createdAtMs } = delivery;
      put.run(id, callId, state, attempts, nextAtMs, createdAtMs);
    },

    deleteDelivery: (id: string): void => {
      remove.run(id);
    },

    dueDeliveries: (asked: { atMs: number; limit: number }): DeliveryRow[] =>
      due.all(asked.atMs, asked.limit).map(readDelivery),

    waitingDeliveries: (): { count: number; nextAtMs: number | null } => {
      const row = waiting.get();
      const next = row?.["next"] ?? null;
      return { count: Number(row?.["n"]), nextAtMs: next === null ? null : Number(next) };
    },

    forgetDeliveries: (beforeMs: number): void => {
      forget.run(beforeMs);
    },
  };
}

function readDelivery(row: Row): DeliveryRow {
  return {
    id: String(row["id"]),
    callId: String(row["call_id"]),
    state: row["state"] === "given_up" ? "given_up" : "waiting",
    attempts: Number(row["attempts"]),
    nextAtMs: Number(row["next_at_ms"]),
    createdAtMs: Number(row["created_at_ms"]),
  };
}
