// Calls and their events in PostgreSQL.
import type { CallSummary } from "../../contract/call.ts";
import type { CallEvent } from "../../contract/event.ts";
import { keptText } from "./kept_text.ts";
import { readCalls, readEvents } from "../rows.ts";
import type { Store } from "../store.ts";
import { adopt, settled } from "./postgres_adoption.ts";
import { noteHistory } from "./postgres_history.ts";
import type { PostgresLink, TransactionSql } from "./postgres_link.ts";

type CallsPart = Pick<
  Store,
  "append" | "calls" | "call" | "unfinished" | "lastSeq" | "indexCalls"
>;

/** `me`: the instance that uses it; null: not known yet. */
export function postgresCalls(link: PostgresLink, me: () => string | null): CallsPart {
  return {
    append: (events, calls) =>
      link.transaction(async (sql) => {
        // Always first the calls and then their events, so that two writers never wait for each other.
        const batch = await settled(sql, { events, calls }, me());
        const [changed, fresh] = await Promise.all([
          putCalls(sql, batch.calls),
          addEvents(sql, batch.events),
        ]);
        await noteHistory(sql, changed, fresh);
      }),

    // Calls of the same millisecond as the page's last one belong to the page, even beyond the limit: `before`
    // could not name the place between them.
    calls: ({ limit, before = Infinity }) =>
      link.run(async (sql) =>
        readCalls(
          await sql`
          SELECT json FROM calls
          WHERE started_at_ms < ${before} AND started_at_ms >= (
            SELECT min(started_at_ms) FROM (
              SELECT started_at_ms FROM calls WHERE started_at_ms < ${before}
              ORDER BY started_at_ms DESC LIMIT ${limit}) AS newest)
          ORDER BY started_at_ms DESC, call_id`,
        )
      ),

    call: (callId) =>
      link.run(async (sql) => {
        const call = readCalls(await sql`SELECT json FROM calls WHERE call_id = ${callId}`)[0];
        if (!call) return undefined;
        const events = await sql`
          SELECT json FROM events WHERE call_id = ${callId} ORDER BY seq`;
        return { call, events: readEvents(events) };
      }),

    unfinished: (by) =>
      link.run(async (sql) =>
        by
          ? await adopt(sql, by)
          : readCalls(await sql`SELECT json FROM calls WHERE ended_at_ms IS NULL`)
      ),

    lastSeq: () =>
      link.run(async (sql) => {
        const [row] = await sql`
          SELECT greatest(
            coalesce((SELECT max(seq) FROM calls), 0),
            coalesce((SELECT value::bigint FROM settings WHERE name = 'last_seq'), 0)) AS seq`;
        return Number(row?.["seq"]);
      }),

    // Every call is in the index from its first event on.
    indexCalls: () => Promise.resolve(false),
  };
}

/**
 * Those that were not there before. A batch may come a second time, when the answer to the first was lost: it then
 * changes nothing. Events of deleted calls are left out: an afterword must not bring one back.
 */
async function addEvents(
  sql: TransactionSql,
  events: readonly CallEvent[],
): Promise<CallEvent[]> {
  if (events.length === 0) return [];
  const added = await sql`
    INSERT INTO events (call_id, seq, json)
    SELECT * FROM unnest(
      ${events.map(({ callId }) => callId)}::text[],
      ${events.map(({ seq }) => seq)}::bigint[],
      ${events.map((event) => JSON.stringify(event))}::text[]) AS given (call_id, seq, json)
    WHERE NOT EXISTS (SELECT FROM gone WHERE gone.call_id = given.call_id)
    ON CONFLICT (call_id, seq) DO NOTHING
    RETURNING call_id, seq`;
  const fresh = new Set(added.map((row) => `${row["call_id"]} ${row["seq"]}`));
  return events.filter(({ callId, seq }) => fresh.delete(`${callId} ${seq}`));
}

async function putCalls(
  sql: TransactionSql,
  given: readonly CallSummary[],
): Promise<CallSummary[]> {
  // One statement cannot change a row twice; and new ones always come in the same order.
  const byId = new Map(given.map((call) => [call.callId, call]));
  const calls = [...byId.values()].sort((a, b) => a.callId < b.callId ? -1 : 1);
  if (calls.length === 0) return [];
  const put = await sql`
    INSERT INTO calls (call_id, started_at_ms, ended_at_ms, seq, instance, json)
    SELECT * FROM unnest(
      ${calls.map(({ callId }) => callId)}::text[],
      ${calls.map(({ startedAtMs }) => startedAtMs)}::float8[],
      ${calls.map(({ endedAtMs }) => endedAtMs)}::float8[],
      ${calls.map(({ seq }) => seq)}::bigint[],
      ${calls.map(({ instance }) => keptText(instance))}::text[],
      ${calls.map((call) => JSON.stringify(call))}::text[])
      AS given (call_id, started_at_ms, ended_at_ms, seq, instance, json)
    WHERE NOT EXISTS (SELECT FROM gone WHERE gone.call_id = given.call_id)
    ORDER BY call_id COLLATE "C"
    ON CONFLICT (call_id) DO UPDATE SET
      started_at_ms = excluded.started_at_ms, ended_at_ms = excluded.ended_at_ms,
      seq = excluded.seq, json = excluded.json,
      instance = CASE WHEN calls.adopted_after IS NULL THEN excluded.instance ELSE calls.instance END
    WHERE excluded.seq >= calls.seq
    RETURNING call_id`;
  const changed = new Set(put.map((row) => String(row["call_id"])));
  return calls.filter(({ callId }) => changed.has(callId));
}
