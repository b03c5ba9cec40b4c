// The conditions of a search in SQL, by table `c` (calls) and `h` (history). Knows no database.
import type { HistoryFilters } from "../contract/history_filters.ts";

/** Conditions with their values, joined by AND. */
export class Where {
  readonly values: (string | number)[] = [];
  readonly #parts: string[] = [];
  /** Asks for something that only indexed calls have. */
  known = false;

  add(condition: string, ...values: (string | number)[]): void {
    this.#parts.push(condition);
    this.values.push(...values);
    if (/\bh\./.test(condition)) this.known = true;
  }

  sql(): string {
    return this.#parts.length === 0 ? "" : `WHERE ${this.#parts.join(" AND ")}`;
  }
}

/** `place`: the function that finds a text within another, from 1 on. */
export function addFilters(where: Where, filters: HistoryFilters, place: "instr" | "strpos"): void {
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
  if (number !== undefined) where.add(`${place}(h.numbers, ?) > 0`, number);
  if (interrupted !== undefined) where.add(`h.interruptions ${interrupted ? ">" : "="} 0`);
  if (toolFailed !== undefined) where.add(`h.tool_failures ${toolFailed ? ">" : "="} 0`);
  if (steppedIn !== undefined) where.add(`h.stepped_in ${steppedIn ? ">" : "="} 0`);
}
