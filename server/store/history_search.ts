// Finds calls by their facts and by words that were said. Reads only, so it may have a connection of its
// own: a long search then makes no call's events wait.
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { heardCharacters } from "../contract/transcript.ts";
import { HISTORY_LIMITS } from "../contract/history_filters.ts";
import type {
  CallMarks,
  CallPlace,
  FoundCall,
  HistoryFilters,
  Snippet,
} from "../contract/history_filters.ts";
import type { CallEvent } from "../contract/event.ts";
import { LINES_OF, wordsIn } from "./history_index.ts";
import { readCalls, readEvents, type Row } from "./rows.ts";
import { snippetOf } from "./snippet.ts";
import type { CallSearch, FoundCalls } from "./store.ts";
import { holds, queryOf, type Term } from "./words.ts";

export function historySearch(db: DatabaseSync) {
  const waiting = db.prepare("SELECT count(*) AS n FROM to_index");
  const lines = db.prepare(`
    SELECT seq, heard_share, words FROM lines WHERE ${LINES_OF} ORDER BY line_key`);
  const event = db.prepare("SELECT json FROM events WHERE call_id = ? AND seq = ?");

  /** Each term is shown once before one is shown twice. */
  function linesToShow(callKey: number, terms: readonly Term[]): Row[] {
    const firsts: Row[] = [];
    const others: Row[] = [];
    let missing = [...terms];
    for (const row of lines.iterate({ key: callKey })) {
      const words = String(row["words"]).split(" ");
      const found = missing.filter((term) => holds(words, term));
      if (found.length > 0) firsts.push(row);
      else if (terms.some((term) => holds(words, term))) others.push(row);
      missing = missing.filter((term) => !found.includes(term));
      if (missing.length === 0 && firsts.length + others.length >= HISTORY_LIMITS.snippets) break;
    }
    return [...firsts, ...others].slice(0, HISTORY_LIMITS.snippets)
      .sort((a, b) => Number(a["seq"]) - Number(b["seq"]));
  }

  function snippetsOf(callId: string, callKey: number, terms: readonly Term[]): Snippet[] {
    if (terms.length === 0) return [];
    return linesToShow(callKey, terms).flatMap((row) => {
      const said = readEvents(event.all(callId, Number(row["seq"])))[0];
      const text = said && wordsIn(said);
      if (!said || typeof text !== "string") return [];
      const share = row["heard_share"];
      const heard = share === null ? text.length : heardCharacters(text, Number(share));
      const { parts, hitAt } = snippetOf(text, terms);
      return [{ who: whoSays(said), offsetMs: offsetOf(said), unheard: hitAt >= heard, parts }];
    });
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
      const wordless = (filters.text ?? "").trim() !== "" &&
        query.all.length + query.none.length === 0;
      const unindexed = Number(waiting.get()?.["n"]);
      if (wordless) return { calls: [], next: null, unindexed };
      const where = new Where();
      facts(where, filters);
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

/** Conditions with their values, joined by AND. */
class Where {
  readonly values: SQLInputValue[] = [];
  readonly #parts: string[] = [];
  /** Asks for something that only indexed calls have. */
  known = false;

  add(condition: string, ...values: SQLInputValue[]): void {
    this.#parts.push(condition);
    this.values.push(...values);
    if (/\bh\./.test(condition)) this.known = true;
  }

  sql(): string {
    return this.#parts.length === 0 ? "" : `WHERE ${this.#parts.join(" AND ")}`;
  }
}

function facts(where: Where, filters: HistoryFilters): void {
  const { ended, from, to, minDurationMs, number, interrupted, toolFailed, steppedIn } = filters;
  const equal = {
    "h.agent_id": filters.agent,
    "h.agent_version": filters.version,
    "h.route": filters.route,
    "h.protocol": filters.protocol,
    "h.kind": filters.kind,
    "h.origin": filters.origin,
    "h.end_reason": filters.endReason,
  };
  for (const [column, value] of Object.entries(equal)) {
    if (value !== undefined) where.add(`${column} = ?`, value);
  }
  if (ended !== undefined) where.add(`c.ended_at_ms IS ${ended ? "NOT " : ""}NULL`);
  if (from !== undefined) where.add("c.started_at_ms >= ?", from);
  if (to !== undefined) where.add("c.started_at_ms < ?", to);
  if (minDurationMs !== undefined) where.add("h.duration_ms >= ?", minDurationMs);
  if (number !== undefined) where.add("instr(h.numbers, ?) > 0", number);
  if (interrupted !== undefined) where.add(`h.interruptions ${interrupted ? ">" : "="} 0`);
  if (toolFailed !== undefined) where.add(`h.tool_failures ${toolFailed ? ">" : "="} 0`);
  if (steppedIn !== undefined) where.add(`h.stepped_in ${steppedIn ? ">" : "="} 0`);
}

function placeOf(row: Row | undefined): CallPlace | null {
  if (!row) return null;
  return { startedAtMs: Number(row["started_at_ms"]), callId: String(row["call_id"]) };
}

function whoSays(event: CallEvent): Snippet["who"] {
  if (event.type === "speech.line") return event.speaker;
  if (event.type === "speech.translated") return "translation";
  if (event.type === "call.summary") return "summary";
  return event.type === "caller.line" ? "caller" : "agent";
}

function offsetOf(event: CallEvent): number {
  return "startMs" in event ? event.startMs : event.offsetMs;
}
