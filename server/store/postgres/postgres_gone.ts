// Deleting calls in PostgreSQL: at once from every answer, then from the tables in pieces. A kill between two pieces leaves
// the rest for the next start, of whichever server.
import type { Deletion, Store } from "../store.ts";
import type { PostgresLink, TransactionSql } from "./postgres_link.ts";

/** For so long an event of a deleted call may still be on its way. */
const REMEMBERED_MS = 24 * 3_600_000;

export function postgresGone(
  link: PostgresLink,
): Pick<Store, "deleteCall" | "deleteOldCalls" | "sweep"> {
  return {
    deleteCall: (callId, atMs) =>
      link.transaction(async (sql): Promise<Deletion> => {
        const [row] = await sql`
          SELECT ended_at_ms, seq FROM calls WHERE call_id = ${callId} FOR UPDATE`;
        if (!row) return "unknown";
        if (row["ended_at_ms"] === null) return "live";
        await remove(sql, [callId], Number(row["seq"]), atMs);
        return "deleted";
      }),

    deleteOldCalls: ({ endedBeforeMs, limit, atMs }) =>
      link.transaction(async (sql) => {
        // What another server is deleting at this moment is left to it.
        const rows = await sql`
          SELECT call_id, seq FROM calls WHERE ended_at_ms < ${endedBeforeMs}
          ORDER BY ended_at_ms, call_id LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
        const ids = rows.map((row) => String(row["call_id"]));
        if (ids.length === 0) return ids;
        await remove(sql, ids, Math.max(...rows.map((row) => Number(row["seq"]))), atMs);
        return ids;
      }),

    sweep: ({ rows, atMs }) =>
      link.transaction(async (sql) => {
        await sql`
          DELETE FROM gone WHERE call_id = ANY(ARRAY(
            SELECT call_id FROM gone WHERE swept AND at_ms < ${atMs - REMEMBERED_MS}
            FOR UPDATE SKIP LOCKED))`;
        for (let left = rows; left > 0;) {
          const [row] = await sql`
            SELECT call_id FROM gone WHERE NOT swept LIMIT 1 FOR UPDATE SKIP LOCKED`;
          if (!row) return false;
          const callId = String(row["call_id"]);
          left -= await removeRows(sql, "lines", callId, left);
          if (left > 0) left -= await removeRows(sql, "events", callId, left);
          if (left > 0) {
            await sql`UPDATE gone SET swept = true WHERE call_id = ${callId}`;
            left--;
          }
        }
        return (await sql`SELECT FROM gone WHERE NOT swept LIMIT 1`).length > 0;
      }),
  };
}

async function remove(
  sql: TransactionSql,
  ids: readonly string[],
  seq: number,
  atMs: number,
): Promise<void> {
  // Numbers of events must go on after the highest there ever was, though its call is gone.
  await sql`
    INSERT INTO settings (name, value) VALUES ('last_seq', ${String(seq)})
    ON CONFLICT (name) DO UPDATE
    SET value = greatest(settings.value::bigint, excluded.value::bigint)::text`;
  await sql`
    INSERT INTO gone (call_id, at_ms) SELECT id, ${atMs} FROM unnest(${ids}::text[]) AS id
    ON CONFLICT (call_id) DO NOTHING`;
  for (const table of ["calls", "history", "deliveries"]) {
    await sql`DELETE FROM ${sql(table)} WHERE call_id = ANY(${ids}::text[])`;
  }
}

async function removeRows(
  sql: TransactionSql,
  table: "lines" | "events",
  callId: string,
  limit: number,
): Promise<number> {
  const { count } = await sql`
    DELETE FROM ${sql(table)} WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM ${sql(table)} WHERE call_id = ${callId} LIMIT ${limit}))`;
  return count;
}
