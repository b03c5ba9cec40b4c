// Finds calls by their facts and by words that were said: for the same question the same answer as history_search.ts gives
// from SQLite.
import type { FoundCall } from "../../contract/history_filters.ts";
import { lineIn, linesToShow, type ShownLine, snippetsIn } from "../history_lines.ts";
import { addFilters, Where } from "../history_where.ts";
import { readCalls, readEvents, type Row } from "../rows.ts";
import type { CallSearch, FoundCalls, Store } from "../store.ts";
import { isWordless, queryOf, type Term } from "../words.ts";
import type { PostgresLink, Statements } from "./postgres_link.ts";

export function postgresSearch(link: PostgresLink): Pick<Store, "searchCalls"> {
  return { searchCalls: (asked) => link.run((sql) => search(sql, asked)) };
}

async function search(
  sql: Statements,
  { filters, limit, after, snippets = true }: CallSearch,
): Promise<FoundCalls> {
  const query = queryOf(filters.text ?? "");
  if (isWordless(filters.text ?? "", query)) return { calls: [], next: null, unindexed: 0 };
  const where = new Where();
  addFilters(where, filters, "strpos");
  for (const term of query.all) where.add(CALLS_WITH, ...valuesOf(term));
  for (const term of query.none) where.add(`NOT ${CALLS_WITH}`, ...valuesOf(term));
  if (after) {
    where.add(
      "(c.started_at_ms < ? OR (c.started_at_ms = ? AND c.call_id > ?))",
      ...[after.startedAtMs, after.startedAtMs, after.callId],
    );
  }
  const statement = `
    SELECT c.call_id, c.started_at_ms, c.json, h.tool_failures, h.stepped_in
    FROM calls c JOIN history h USING (call_id)
    ${where.sql()}
    ORDER BY c.started_at_ms DESC, c.call_id LIMIT ?`;
  const rows: Row[] = await sql.unsafe(numbered(statement), [...where.values, limit + 1]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const shown = snippets ? await snippetsOf(sql, page, query.all) : new Map();
  return {
    calls: page.flatMap((row): FoundCall[] =>
      readCalls([row]).map((call) => ({
        ...call,
        marks: {
          toolFailures: Number(row["tool_failures"]),
          steppedIn: Number(row["stepped_in"]) > 0,
        },
        snippets: shown.get(call.callId) ?? [],
      }))
    ),
    next: rows.length > limit && last
      ? { startedAtMs: Number(last["started_at_ms"]), callId: String(last["call_id"]) }
      : null,
    unindexed: 0,
  };
}

// The index finds lines that hold all the words; where there are several, in a row is decided by the text itself.
const CALLS_WITH = `h.call_id IN (
  SELECT call_id FROM lines WHERE word_set @@ ?::tsquery AND (' ' || words || ' ') LIKE ?)`;

/** A word holds letters and digits only, so nothing in it can be an operator or stand for any character. */
function valuesOf({ words, prefix }: Term): [tsquery: string, like: string] {
  const last = words.length - 1;
  const lexemes = words.map((word, i) => `'${word}'${prefix && i === last ? ":*" : ""}`);
  return [lexemes.join(" & "), `% ${words.join(" ")}${prefix ? "" : " "}%`];
}

/** PostgreSQL's placeholders have numbers. */
function numbered(statement: string): string {
  let count = 0;
  return statement.replaceAll("?", () => `$${++count}`);
}

async function snippetsOf(
  sql: Statements,
  page: readonly Row[],
  terms: readonly Term[],
): Promise<Map<string, FoundCall["snippets"]>> {
  const found = new Map<string, FoundCall["snippets"]>();
  if (terms.length === 0 || page.length === 0) return found;
  const ids = page.map((row) => String(row["call_id"]));
  const any = terms.map((term) => `(${valuesOf(term)[0]})`).join(" | ");
  const lines: Row[] = await sql`
    SELECT call_id, seq, heard_share, words FROM lines
    WHERE call_id = ANY(${ids}::text[]) AND word_set @@ ${any}::tsquery ORDER BY id`;
  const chosen = [...Map.groupBy(lines, (row) => String(row["call_id"]))].flatMap(
    ([callId, rows]) => linesToShow(rows.map(lineIn), terms).map((line) => ({ callId, line })),
  );
  const said = await eventsOf(sql, chosen);
  for (const { callId, line } of chosen) {
    const event = said.get(`${callId} ${line.seq}`);
    const before = found.get(callId) ?? [];
    if (event) found.set(callId, [...before, ...snippetsIn(event, line.heardShare, terms)]);
  }
  return found;
}

async function eventsOf(
  sql: Statements,
  chosen: readonly { callId: string; line: ShownLine }[],
) {
  const rows = await sql`
    SELECT call_id, seq, json FROM events JOIN unnest(
      ${chosen.map(({ callId }) => callId)}::text[],
      ${chosen.map(({ line }) => line.seq)}::bigint[]) AS asked (call_id, seq)
      USING (call_id, seq)`;
  return new Map(
    rows.flatMap((row) =>
      readEvents([row]).map((event) => [`${row["call_id"]} ${row["seq"]}`, event] as const)
    ),
  );
}
