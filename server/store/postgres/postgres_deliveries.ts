// Receivers of signed posts, and what they were sent and are to be sent, in PostgreSQL.
import { readDelivery, readWebhook } from "../admin_rows.ts";
import type { Store } from "../store.ts";
import { keptText } from "./kept_text.ts";
import type { PostgresLink } from "./postgres_link.ts";

type DeliveriesPart = Pick<
  Store,
  | "webhooks"
  | "putWebhook"
  | "deleteWebhook"
  | "putDelivery"
  | "delivery"
  | "deliveries"
  | "dueDeliveries"
  | "waitingDeliveries"
  | "forgetDeliveries"
>;

export function postgresDeliveries(link: PostgresLink): DeliveriesPart {
  return {
    webhooks: () =>
      link.run(async (sql) => {
        const rows = await sql`SELECT json FROM webhooks ORDER BY id`;
        return rows.map(readWebhook);
      }),

    putWebhook: (row, ifRevision) =>
      link.run(async (sql) => {
        const { id, revision } = row.webhook;
        const json = JSON.stringify(row);
        const { count } = ifRevision === 0
          ? await sql`
            INSERT INTO webhooks (id, revision, json) VALUES (${id}, ${revision}, ${json})
            ON CONFLICT (id) DO NOTHING`
          : await sql`
            UPDATE webhooks SET revision = ${revision}, json = ${json}
            WHERE id = ${id} AND revision = ${ifRevision}`;
        return count === 1;
      }),

    deleteWebhook: (id) =>
      link.run(async (sql) => {
        await sql`DELETE FROM webhooks WHERE id = ${id}`;
      }),

    putDelivery: (delivery) =>
      link.run(async (sql) => {
        const row = {
          webhook_id: delivery.webhookId,
          id: keptText(delivery.id),
          event: delivery.event,
          call_id: keptText(delivery.callId),
          body: keptText(delivery.body),
          state: delivery.state,
          attempts: delivery.attempts,
          next_at_ms: delivery.nextAtMs,
          created_at_ms: delivery.createdAtMs,
          tries: JSON.stringify(delivery.tries),
        };
        await sql`
          INSERT INTO deliveries ${sql(row)}
          ON CONFLICT (webhook_id, id) DO UPDATE SET
            state = excluded.state, attempts = excluded.attempts,
            next_at_ms = excluded.next_at_ms, tries = excluded.tries`;
      }),

    delivery: ({ webhookId, id }) =>
      link.run(async (sql) => {
        const rows = await sql`
          SELECT * FROM deliveries WHERE webhook_id = ${webhookId} AND id = ${keptText(id)}`;
        return rows.map(readDelivery)[0];
      }),

    deliveries: ({ webhookId, state, before, limit }) =>
      link.run(async (sql) => {
        const rows = await sql`
          SELECT * FROM deliveries WHERE webhook_id = ${webhookId}
          ${state ? sql`AND state = ${state}` : sql``}
          ${
          before
            ? sql`AND (created_at_ms, id) < (${before.createdAtMs}, ${keptText(before.id)})`
            : sql``
        }
          ORDER BY created_at_ms DESC, id DESC LIMIT ${limit}`;
        return rows.map(readDelivery);
      }),

    dueDeliveries: ({ atMs, limit, webhookIds }) =>
      link.run(async (sql) => {
        const rows = await sql`
          SELECT due.* FROM unnest(${[...webhookIds]}::text[]) WITH ORDINALITY AS asked (id, place),
          LATERAL (
            SELECT * FROM deliveries
            WHERE webhook_id = asked.id AND state = 'waiting' AND next_at_ms <= ${atMs}
            ORDER BY next_at_ms, deliveries.id LIMIT ${limit}) AS due
          ORDER BY asked.place, due.next_at_ms, due.id`;
        return rows.map(readDelivery);
      }),

    waitingDeliveries: () =>
      link.run(async (sql) => {
        const rows = await sql`
          SELECT webhook_id, count(*) AS n, min(next_at_ms) AS next FROM deliveries
          WHERE state = 'waiting' GROUP BY webhook_id ORDER BY webhook_id`;
        return rows.map((row) => ({
          webhookId: String(row["webhook_id"]),
          count: Number(row["n"]),
          nextAtMs: Number(row["next"]),
        }));
      }),

    forgetDeliveries: ({ beforeMs, limit, webhookId }) =>
      link.run(async (sql) => {
        const { count } = await sql`
          DELETE FROM deliveries WHERE ctid = ANY(ARRAY(
            SELECT ctid FROM deliveries WHERE created_at_ms < ${beforeMs}
            ${webhookId === undefined ? sql`` : sql`AND webhook_id = ${webhookId}`}
            LIMIT ${limit} FOR UPDATE SKIP LOCKED))`;
        return count >= limit;
      }),
  };
}
