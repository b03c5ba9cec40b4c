// What receivers of signed posts were sent and are to be sent, in SQLite. Synchronous: runs in the store's own thread.
import type { DatabaseSync } from "node:sqlite";
import { readDelivery } from "./admin_rows.ts";
import type { DeliveriesAsked, DeliveryKey, DeliveryRow } from "./store.ts";
import { DELIVERY_STATES } from "../contract/webhook_limits.ts";

export function deliveriesTable(db: DatabaseSync) {
  const put = db.prepare(`
    INSERT INTO deliveries
      (webhook_id, id, event, call_id, body, state, attempts, next_at_ms, created_at_ms, tries)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (webhook_id, id) DO UPDATE SET
      state = excluded.state, attempts = excluded.attempts, next_at_ms = excluded.next_at_ms,
      tries = excluded.tries`);
  const one = db.prepare("SELECT * FROM deliveries WHERE webhook_id = ? AND id = ?");
  const page = db.prepare(`
    SELECT * FROM deliveries
    WHERE webhook_id = ? AND state = ? AND (created_at_ms, id) < (?, ?)
    ORDER BY created_at_ms DESC, id DESC LIMIT ?`);
  const due = db.prepare(`
    SELECT * FROM deliveries WHERE webhook_id = ? AND state = 'waiting' AND next_at_ms <= ?
    ORDER BY next_at_ms, id LIMIT ?`);
  const waiting = db.prepare(`
    SELECT webhook_id, count(*) AS n, min(next_at_ms) AS next FROM deliveries
    WHERE state = 'waiting' GROUP BY webhook_id`);
  const forget = db.prepare(`
    DELETE FROM deliveries WHERE (webhook_id, id) IN (
      SELECT webhook_id, id FROM deliveries WHERE created_at_ms < ? LIMIT ?)`);
  const forgetOf = db.prepare(`
    DELETE FROM deliveries WHERE webhook_id = ?1 AND id IN (
      SELECT id FROM deliveries WHERE webhook_id = ?1 AND created_at_ms < ?2 LIMIT ?3)`);

  return {
    putDelivery: (delivery: DeliveryRow): void => {
      const { webhookId, id, event, callId, body, state, attempts, nextAtMs, createdAtMs } =
        delivery;
      const tries = JSON.stringify(delivery.tries);
      const values = [webhookId, id, event, callId, body, state, attempts, nextAtMs, createdAtMs];
      put.run(...values, tries);
    },

    delivery: ({ webhookId, id }: DeliveryKey): DeliveryRow | undefined => {
      const row = one.get(webhookId, id);
      return row && readDelivery(row);
    },

    // A page of each state, so that each is a walk along an index.
    deliveries: ({ webhookId, state, before, limit }: DeliveriesAsked): DeliveryRow[] => {
      const { createdAtMs, id } = before ?? { createdAtMs: Number.MAX_VALUE, id: "" };
      return (state ? [state] : DELIVERY_STATES)
        .flatMap((each) => page.all(webhookId, each, createdAtMs, id, limit).map(readDelivery))
        .sort(newestFirst)
        .slice(0, limit);
    },

    dueDeliveries: (
      asked: { atMs: number; limit: number; webhookIds: readonly string[] },
    ): DeliveryRow[] =>
      asked.webhookIds.flatMap((id) => due.all(id, asked.atMs, asked.limit).map(readDelivery)),

    waitingDeliveries: (): { webhookId: string; count: number; nextAtMs: number }[] =>
      waiting.all().map((row) => ({
        webhookId: String(row["webhook_id"]),
        count: Number(row["n"]),
        nextAtMs: Number(row["next"]),
      })),

    forgetDeliveries: (
      { beforeMs, limit, webhookId }: { beforeMs: number; limit: number; webhookId?: string },
    ): boolean => {
      const { changes } = webhookId === undefined
        ? forget.run(beforeMs, limit)
        : forgetOf.run(webhookId, beforeMs, limit);
      return Number(changes) >= limit;
    },
  };
}

function newestFirst(a: DeliveryRow, b: DeliveryRow): number {
  return b.createdAtMs - a.createdAtMs || (a.id < b.id ? 1 : -1);
}
