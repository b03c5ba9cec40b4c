// What past calls are found by, kept in the transaction of each batch of events: facts in columns, marks, and the words of
// finished lines. The same as history_index.ts keeps in SQLite, with few statements for a whole batch.
import type { CallSummary } from "../../contract/call.ts";
import type { CallEvent } from "../../contract/event.ts";
import { factsOf, heardShareOf, lineOf, marksOf } from "../history_facts.ts";
import { keptText } from "./kept_text.ts";
import type { TransactionSql } from "./postgres_link.ts";

interface Line {
  callId: string;
  seq: number;
  itemId: string;
  heardShare: number | null;
  words: string;
}

/** `changed`: states that were stored; `fresh`: events that were not there before. */
export async function noteHistory(
  sql: TransactionSql,
  changed: readonly CallSummary[],
  fresh: readonly CallEvent[],
): Promise<void> {
  await putFacts(sql, changed);
  await addMarks(sql, fresh);
  const cutOff = cutOffIn(fresh);
  const inTable = await noteHeard(sql, cutOff);
  await addLines(sql, fresh, cutOff, inTable);
}

async function putFacts(sql: TransactionSql, calls: readonly CallSummary[]): Promise<void> {
  if (calls.length === 0) return;
  const rows = calls.map((call) => {
    const facts = factsOf(call);
    return {
      call_id: facts.callId,
      duration_ms: facts.durationMs,
      agent_id: keptText(facts.agentId),
      agent_version: facts.agentVersion,
      route: keptText(facts.route),
      protocol: keptText(facts.protocol),
      kind: facts.kind,
      origin: facts.origin,
      end_reason: facts.endReason,
      numbers: facts.numbers,
      interruptions: facts.interruptions,
    };
  });
  await sql`
    INSERT INTO history ${sql(rows)}
    ON CONFLICT (call_id) DO UPDATE SET
      duration_ms = excluded.duration_ms, agent_id = excluded.agent_id,
      agent_version = excluded.agent_version, end_reason = excluded.end_reason,
      interruptions = excluded.interruptions`;
}

async function addMarks(sql: TransactionSql, events: readonly CallEvent[]): Promise<void> {
  const sums = new Map<string, { failures: number; stepped: number }>();
  for (const event of events) {
    const marks = marksOf(event);
    if (!marks) continue;
    const sum = sums.get(event.callId) ?? { failures: 0, stepped: 0 };
    sums.set(event.callId, {
      failures: sum.failures + marks.failures,
      stepped: sum.stepped | marks.stepped,
    });
  }
  if (sums.size === 0) return;
  const values = [...sums.values()];
  await sql`
    UPDATE history SET
      tool_failures = tool_failures + given.failures, stepped_in = stepped_in | given.stepped
    FROM unnest(
      ${[...sums.keys()]}::text[],
      ${values.map(({ failures }) => failures)}::int[],
      ${values.map(({ stepped }) => stepped)}::int[]) AS given (call_id, failures, stepped)
    WHERE history.call_id = given.call_id`;
}

interface CutOff {
  callId: string;
  itemId: string;
  heardShare: number;
}

/** Answers that were cut off, by call and item. */
function cutOffIn(events: readonly CallEvent[]): Map<string, CutOff> {
  const found = new Map<string, CutOff>();
  for (const event of events) {
    if (event.type !== "agent.heard") continue;
    const heardShare = heardShareOf(event);
    const { callId, itemId } = event;
    if (heardShare !== null) found.set(`${callId} ${itemId}`, { callId, itemId, heardShare });
  }
  return found;
}

/** Of lines that are in the table already. Returns which of them were. */
async function noteHeard(
  sql: TransactionSql,
  cutOff: ReadonlyMap<string, CutOff>,
): Promise<Set<string>> {
  if (cutOff.size === 0) return new Set();
  const given = [...cutOff.values()];
  const rows = await sql`
    UPDATE lines SET heard_share = given.heard_share
    FROM unnest(
      ${given.map(({ callId }) => callId)}::text[],
      ${given.map(({ itemId }) => keptText(itemId))}::text[],
      ${
    given.map(({ heardShare }) => heardShare)
  }::float8[]) AS given (call_id, item_id, heard_share)
    WHERE lines.call_id = given.call_id AND lines.item_id = given.item_id
    RETURNING lines.call_id, lines.item_id`;
  return new Set(rows.map((row) => `${row["call_id"]} ${row["item_id"]}`));
}

async function addLines(
  sql: TransactionSql,
  events: readonly CallEvent[],
  cutOff: ReadonlyMap<string, CutOff>,
  inTable: ReadonlySet<string>,
): Promise<void> {
  const said = events.flatMap((event) => {
    const line = lineOf(event);
    return line ? [{ type: event.type, callId: event.callId, ...line }] : [];
  });
  const filled = await fillEmpty(sql, said.filter(({ type }) => type === "agent.line"));
  const lines: Line[] = [];
  const saidHere = new Set<string>();
  for (const { type, callId, seq, itemId, words } of said) {
    const key = `${callId} ${itemId}`;
    if (type === "agent.line" && filled.delete(key)) continue;
    saidHere.add(key);
    lines.push({ callId, seq, itemId, words, heardShare: cutOff.get(key)?.heardShare ?? null });
  }
  for (const [key, { callId, itemId, heardShare }] of cutOff) {
    if (inTable.has(key) || saidHere.has(key)) continue;
    lines.push({ callId, seq: 0, itemId, heardShare, words: "" });
  }
  if (lines.length === 0) return;
  await sql`
    INSERT INTO lines (call_id, seq, item_id, heard_share, words)
    SELECT * FROM unnest(
      ${lines.map(({ callId }) => callId)}::text[],
      ${lines.map(({ seq }) => seq)}::bigint[],
      ${lines.map(({ itemId }) => keptText(itemId))}::text[],
      ${lines.map(({ heardShare }) => heardShare)}::float8[],
      ${lines.map(({ words }) => words)}::text[])`;
}

/** Lines of which was told how much was heard, in an earlier batch, before their words were. Returns which they are. */
async function fillEmpty(
  sql: TransactionSql,
  said: readonly Omit<Line, "heardShare">[],
): Promise<Set<string>> {
  if (said.length === 0) return new Set();
  const rows = await sql`
    UPDATE lines SET seq = given.seq, words = given.words
    FROM unnest(
      ${said.map(({ callId }) => callId)}::text[],
      ${said.map(({ itemId }) => keptText(itemId))}::text[],
      ${said.map(({ seq }) => seq)}::bigint[],
      ${said.map(({ words }) => words)}::text[]) AS given (call_id, item_id, seq, words)
    WHERE lines.call_id = given.call_id AND lines.item_id = given.item_id AND lines.words = ''
    RETURNING lines.call_id, lines.item_id`;
  return new Set(rows.map((row) => `${row["call_id"]} ${row["item_id"]}`));
}
