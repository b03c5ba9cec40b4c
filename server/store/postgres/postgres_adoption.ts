// Calls whose instance is taken to be dead: who gives them their end, and how they go back to one that lived after all.
// Belongs in the transaction of what is written to them.
import { AFTERWORDS, type CallSummary } from "../../contract/call.ts";
import type { CallEvent } from "../../contract/event.ts";
import { readCalls } from "../rows.ts";
import type { Adoption } from "../store.ts";
import type { Statements, TransactionSql } from "./postgres_link.ts";

/** The code of an end that another instance than a call's own has given it (floor/orphans.ts). */
const CRASHED = "E_CRASHED";

/** One statement: of two instances that ask at once each call goes to one. */
export async function adopt(
  sql: Statements,
  { instance, spare }: Adoption,
): Promise<CallSummary[]> {
  // Who has no lease adopts nothing: it would be dead itself to the others. A row that is being written at this moment is
  // left out: its owner lives, or another has just adopted it. What was adopted before is given again until it has its
  // end: the answer may have been lost.
  const rows = await sql`
    WITH alive AS (SELECT id FROM instances WHERE until_at > clock_timestamp()), dead AS (
      SELECT call_id FROM calls
      WHERE ended_at_ms IS NULL
        AND EXISTS (SELECT FROM alive WHERE id = ${instance})
        AND (
          (instance = ${instance} AND adopted_after IS NOT NULL)
          OR (instance <> ALL(${[...spare]}::text[])
            AND instance <> ALL(ARRAY(SELECT id FROM alive))))
      ORDER BY call_id FOR UPDATE SKIP LOCKED)
    UPDATE calls
    SET instance = ${instance}, adopted_after = coalesce(adopted_after, seq), returned = false
    FROM dead WHERE calls.call_id = dead.call_id
    RETURNING calls.json`;
  return readCalls(rows);
}

interface Batch {
  events: readonly CallEvent[];
  calls: readonly CallSummary[];
}

/**
 * Locks the calls of a batch, always in the same order, and says what of the batch holds: the end that `adopt` led to is
 * taken out once the call's own instance writes again, and does not come in later. `me`: who writes, as far as it is known.
 */
export async function settled(
  sql: TransactionSql,
  batch: Batch,
  me: string | null,
): Promise<Batch> {
  const ids = [...new Set([...batch.events, ...batch.calls].map(({ callId }) => callId))].sort();
  if (ids.length === 0) return batch;
  const rows = await sql`
    SELECT call_id, ended_at_ms, adopted_after, returned FROM calls
    WHERE call_id = ANY(${ids}::text[]) ORDER BY call_id FOR UPDATE`;
  const own = ownIn(batch, me);
  const late = new Set<string>();
  for (const row of rows) {
    const callId = String(row["call_id"]);
    if (own.has(callId)) {
      if (row["adopted_after"] !== null) await giveBack(sql, callId, Number(row["adopted_after"]));
    } else if (row["returned"] === true) {
      // While it lives, and of what follows from an end that did not hold.
      const given = batch.calls.find((call) => call.callId === callId);
      if (row["ended_at_ms"] === null || given?.endCode === CRASHED) late.add(callId);
    }
  }
  if (late.size === 0) return batch;
  const holds = ({ callId }: { callId: string }) => !late.has(callId);
  return { events: batch.events.filter(holds), calls: batch.calls.filter(holds) };
}

/** Calls of which the batch tells what only the instance that carries them can know. */
function ownIn({ events, calls }: Batch, me: string | null): Set<string> {
  const own = me === null ? events.filter(isOwn) : calls.filter(({ instance }) => instance === me);
  return new Set(own.map(({ callId }) => callId));
}

function isOwn(event: CallEvent): boolean {
  if (event.type === "call.summary") return event.source === "in_call";
  if (event.type === "call.ended") return event.code !== CRASHED;
  return !AFTERWORDS.has(event.type);
}

/** Its owner's state and events follow in the same transaction. */
async function giveBack(sql: TransactionSql, callId: string, after: number): Promise<void> {
  await sql`
    UPDATE calls SET seq = 0, adopted_after = NULL, returned = true WHERE call_id = ${callId}`;
  for (const table of ["events", "lines"]) {
    await sql`DELETE FROM ${sql(table)} WHERE call_id = ${callId} AND seq > ${after}`;
  }
}
