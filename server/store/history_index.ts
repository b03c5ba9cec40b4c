// What past calls are found by, kept with each batch of events: facts in columns, marks, and the words of
// finished lines. Calls from before there was an index are taken in piece by piece.
// Synchronous: runs in the store's own thread, inside its caller's transaction.
import type { DatabaseSync } from "node:sqlite";
import type { CallSummary } from "../contract/call.ts";
import type { CallEvent } from "../contract/event.ts";
import { factsOf, heardShareOf, lineOf, marksOf, NOTED } from "./history_facts.ts";
import { readCalls, readEvents } from "./rows.ts";

/** Of one call, by key; the lines of key k are those from k << 24 up to before (k + 1) << 24. */
export const LINES_OF = "line_key >= (:key << 24) AND line_key < ((:key + 1) << 24)";

export function historyIndex(db: DatabaseSync) {
  const key = db.prepare("SELECT call_key FROM history WHERE call_id = ?");
  const waits = db.prepare("SELECT 1 FROM to_index WHERE call_id = ?");
  const put = db.prepare(`
    INSERT INTO history (call_id, duration_ms, agent_id, agent_version, route, protocol, kind, origin,
      end_reason, numbers, interruptions)
    VALUES (:callId, :durationMs, :agentId, :agentVersion, :route, :protocol, :kind, :origin,
      :endReason, :numbers, :interruptions)
    ON CONFLICT (call_id) DO UPDATE SET
      duration_ms = excluded.duration_ms, agent_id = excluded.agent_id,
      agent_version = excluded.agent_version, end_reason = excluded.end_reason,
      interruptions = excluded.interruptions`);
  const mark = db.prepare(`
    UPDATE history SET tool_failures = tool_failures + :failures, stepped_in = stepped_in | :stepped
    WHERE call_key = :key`);
  const addLine = db.prepare(`
    INSERT INTO lines (line_key, seq, item_id, heard_share, words)
    VALUES (coalesce((SELECT max(line_key) FROM lines WHERE ${LINES_OF}), :key << 24) + 1,
      :seq, :itemId, :heardShare, :words)`);
  const heard = db.prepare(`
    UPDATE lines SET heard_share = :heardShare WHERE ${LINES_OF} AND item_id = :itemId`);
  const fill = db.prepare(`
    UPDATE lines SET seq = :seq, words = :words
    WHERE ${LINES_OF} AND item_id = :itemId AND words = ''`);

  const waiting = db.prepare("SELECT count(*) AS n FROM to_index");
  const nextWaiting = db.prepare(`
    SELECT t.call_id, t.after_seq, c.json FROM to_index t LEFT JOIN calls c USING (call_id)
    ORDER BY t.started_at_ms DESC LIMIT 1`);
  const noted = NOTED.map((type) => `'${type}'`).join(", ");
  const events = db.prepare(`
    SELECT seq, json FROM events
    WHERE call_id = ? AND seq > ? AND json_extract(json, '$.type') IN (${noted})
    ORDER BY seq LIMIT ?`);
  const reached = db.prepare("UPDATE to_index SET after_seq = ? WHERE call_id = ?");
  const done = db.prepare("DELETE FROM to_index WHERE call_id = ?");

  function keyOf(callId: string): number | undefined {
    const found = key.get(callId)?.["call_key"];
    return found === undefined ? undefined : Number(found);
  }

  function noteCall(call: CallSummary): void {
    put.run({ ...factsOf(call) });
  }

  function noteEvent(callKey: number, event: CallEvent): void {
    const marks = marksOf(event);
    if (marks) mark.run({ key: callKey, ...marks });
    if (event.type === "agent.heard") return noteHeard(callKey, event);
    const said = lineOf(event);
    if (!said) return;
    const line = { key: callKey, ...said };
    // What was heard of it may have been told before its words were.
    if (event.type === "agent.line" && Number(fill.run(line).changes) > 0) return;
    addLine.run({ ...line, heardShare: null });
  }

  function noteHeard(callKey: number, event: Extract<CallEvent, { type: "agent.heard" }>): void {
    const heardShare = heardShareOf(event);
    if (heardShare === null) return;
    const known = { key: callKey, itemId: event.itemId, heardShare };
    if (Number(heard.run(known).changes) === 0) addLine.run({ ...known, seq: 0, words: "" });
  }

  function noteAll(callId: string, added: readonly CallEvent[]): void {
    const callKey = keyOf(callId);
    if (callKey !== undefined) { for (const event of added) noteEvent(callKey, event); }
  }

  return {
    /** `calls`: states that were stored; `added`: events that were not there before. */
    note(calls: readonly CallSummary[], added: readonly CallEvent[]): void {
      const now = new Set<string>();
      for (const call of calls) {
        if (waits.get(call.callId)) continue; // its turn comes, and takes these events in too
        noteCall(call);
        now.add(call.callId);
      }
      for (const event of added) {
        if (NOTED.includes(event.type) && (now.has(event.callId) || !waits.get(event.callId))) {
          noteAll(event.callId, [event]);
        }
      }
    },

    keyOf,

    forget(callId: string): void {
      done.run(callId);
    },

    waiting: (): number => Number(waiting.get()?.["n"]),

    /** Takes in about so many events of calls that wait, newest calls first. True: some wait still. */
    takeIn(limit: number): boolean {
      for (let left = limit; left > 0;) {
        const row = nextWaiting.get();
        if (!row) return false;
        const callId = String(row["call_id"]);
        const call = readCalls([row])[0];
        const rows = call ? events.all(callId, Number(row["after_seq"]), left) : [];
        if (call) {
          noteCall(call);
          noteAll(callId, readEvents(rows));
          reached.run(Number(rows.at(-1)?.["seq"] ?? 0), callId);
          if (rows.length === left) return true;
        }
        done.run(callId);
        left -= rows.length + 1;
      }
      return nextWaiting.get() !== undefined;
    },
  };
}

export type HistoryIndex = ReturnType<typeof historyIndex>;
