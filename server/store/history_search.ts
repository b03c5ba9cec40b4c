// Finds calls by their facts and by words that were said. Reads only, so it may have a connection of its
// own: a long search then makes no call's events wait.
import type { DatabaseSync } from "node:sqlite";
import type { CallMarks, CallPlace, FoundCall, Snippet } from "../contract/history_filters.ts";
import { LINES_OF } from "./history_index.ts";
import { lineIn, linesToShow, type ShownLine, snippetsIn } from "./history_lines.ts";
import { addFilters, Where } from "./history_where.ts";
import { readCalls, readEvents, type Row } from "./rows.ts";
import type { CallSearch, FoundCalls } from "./store.ts";
import { isWordless, queryOf, type Term } from "./words.ts";

export function historySearch(db: DatabaseSync) {
  const waiting = db.prepare("SELECT count(*) AS n FROM to_index");
  const lines = db.prepare(`
    SELECT seq, heard_share, words FROM lines WHERE ${LINES_OF} ORDER BY line_key`);
  const event = db.prepare("SELECT json FROM events WHERE call_id = ? AND seq = ?");

  function snippetsOf(callId: string, callKey: number, terms: readonly Term[]): Snippet[] {
    if (terms.length === 0) return [];
    return linesToShow(callLines(callKey), terms).flatMap(({ seq, heardShare }) => {
      const said = readEvents(event.all(callId, seq))[0];
      return said ? snippetsIn(said, heardShare, terms) : [];
    });
  }

  function* callLines(callKey: number): Iterable<ShownLine> {
    for (const row of lines.iterate({ key: callKey })) yield lineIn(row);
  }

  function foundCall(row: Row, terms: readonly Term[]): FoundCall[] {
    const call = readCalls([row])[0];
    if (!call) return [];
    const callKey = row["call_key"] === null ? null : Number(row["call_key"]);
    const marks: CallMarks | null = callKey === null ? null : {
      toolFailures: Number(row["tool_failures"]),
      steppedIn: Number(row["stepped_in"]) > 0,
    };
    return [{
      ...call,
      marks,
      snippets: callKey === null ? [] : snippetsOf(call.callId, callKey, terms),
    }];
  }

  return {
    searchCalls: ({ filters, limit, after, snippets = true }: CallSearch): FoundCalls => {
      const query = queryOf(filters.text ?? "");
      const unindexed = Number(waiting.get()?.["n"]);
      if (isWordless(filters.text ?? "", query)) return { calls: [], next: null, unindexed };
      const where = new Where();
      addFilters(where, filters, "instr");
      for (const term of query.all) where.add(CALLS_WITH, matchOf(term));
      for (const term of query.none) where.add(`NOT ${CALLS_WITH}`, matchOf(term));
      if (after) {
        where.add(
          "(c.started_at_ms < ? OR (c.started_at_ms = ? AND c.call_id > ?))",
          ...[after.startedAtMs, after.startedAtMs, after.callId],
        );
      }
      const rows = db.prepare(`
        SELECT c.call_id, c.started_at_ms, c.json, h.call_key, h.tool_failures, h.stepped_in
        FROM calls c ${where.known ? "JOIN" : "LEFT JOIN"} history h USING (call_id)
        ${where.sql()}
        ORDER BY c.started_at_ms DESC, c.call_id LIMIT ?`).all(...where.values, limit + 1);
      const page = rows.slice(0, limit);
      return {
        calls: page.flatMap((row) => foundCall(row, snippets ? query.all : [])),
        next: rows.length > limit ? placeOf(page.at(-1)) : null,
        unindexed,
      };
    },
  };
}

const CALLS_WITH = "h.call_key IN (SELECT rowid >> 24 FROM line_words WHERE line_words MATCH ?)";

/** As FTS5 wants it. A word holds letters and digits only, so nothing in it can be an operator. */
function matchOf({ words, prefix }: Term): string {
  return `"${words.join(" ")}"${prefix ? " *" : ""}`;
}

function placeOf(row: Row | undefined): CallPlace | null {
  if (!row) return null;
  return { startedAtMs: Number(row["started_at_ms"]), callId: String(row["call_id"]) };
}
