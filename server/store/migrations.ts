// The shape of the database, as numbered steps that are never edited once released.
// Each step and its number are committed together, so a kill half-way leaves the step undone.
import type { DatabaseSync } from "node:sqlite";
import { transaction } from "./transaction.ts";

/** Step n (counted from 1) leads to `user_version` n. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE agents (
    id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    json TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE versions (
    agent_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (agent_id, version)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE calls (
    call_id TEXT PRIMARY KEY,
    started_at_ms REAL NOT NULL,
    ended_at_ms REAL,
    seq INTEGER NOT NULL,
    json TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX calls_by_start ON calls (started_at_ms);
  CREATE INDEX calls_by_seq ON calls (seq);
  CREATE INDEX calls_unfinished ON calls (call_id) WHERE ended_at_ms IS NULL;

  CREATE TABLE events (
    call_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (call_id, seq)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    created_at_ms REAL NOT NULL,
    used_at_ms REAL NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE deliveries (
    id TEXT PRIMARY KEY,
    call_id TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at_ms REAL NOT NULL,
    created_at_ms REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX deliveries_waiting ON deliveries (next_at_ms) WHERE state = 'waiting';
  `,
  // What calls are found by. Calls that are there already wait in to_index and are taken in piece by piece
  // (history_index.ts): a start must not wait for them.
  `
  CREATE TABLE history (
    call_key INTEGER PRIMARY KEY,
    call_id TEXT NOT NULL UNIQUE,
    duration_ms REAL,
    agent_id TEXT NOT NULL,
    agent_version INTEGER NOT NULL,
    route TEXT NOT NULL,
    protocol TEXT NOT NULL,
    kind TEXT NOT NULL,
    origin TEXT NOT NULL,
    end_reason TEXT,
    numbers TEXT NOT NULL,
    interruptions INTEGER NOT NULL,
    tool_failures INTEGER NOT NULL DEFAULT 0,
    stepped_in INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  -- line_key: the call's key, and 24 bits that count its lines.
  CREATE TABLE lines (
    line_key INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL,
    item_id TEXT NOT NULL,
    heard_share REAL,
    words TEXT NOT NULL
  ) STRICT;

  -- The words come folded (words.ts), so that any other store can find the same.
  CREATE VIRTUAL TABLE line_words USING fts5(
    words, content = 'lines', content_rowid = 'line_key', tokenize = 'ascii');
  -- Words of a deleted call leave the file, not only the answers.
  INSERT INTO line_words (line_words, rank) VALUES ('secure-delete', 1);
  CREATE TRIGGER lines_added AFTER INSERT ON lines BEGIN
    INSERT INTO line_words (rowid, words) VALUES (new.line_key, new.words);
  END;
  CREATE TRIGGER lines_removed AFTER DELETE ON lines BEGIN
    INSERT INTO line_words (line_words, rowid, words) VALUES ('delete', old.line_key, old.words);
  END;
  CREATE TRIGGER lines_changed AFTER UPDATE OF words ON lines BEGIN
    INSERT INTO line_words (line_words, rowid, words) VALUES ('delete', old.line_key, old.words);
    INSERT INTO line_words (rowid, words) VALUES (new.line_key, new.words);
  END;

  CREATE TABLE to_index (
    call_id TEXT PRIMARY KEY,
    started_at_ms REAL NOT NULL,
    after_seq INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  INSERT INTO to_index (call_id, started_at_ms) SELECT call_id, started_at_ms FROM calls;
  CREATE INDEX to_index_by_start ON to_index (started_at_ms);

  -- Deleted calls: first gone from every answer, then swept from the file in pieces. The name stays for a
  -- day, so that an event on its way cannot bring the call back.
  CREATE TABLE gone (
    call_id TEXT PRIMARY KEY,
    call_key INTEGER,
    at_ms REAL NOT NULL,
    swept INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX calls_by_end ON calls (ended_at_ms) WHERE ended_at_ms IS NOT NULL;
  `,
  // People, API tokens, and the audit of what they do. Sessions of before are the operator's.
  `
  ALTER TABLE sessions ADD COLUMN person_id TEXT;
  CREATE INDEX sessions_by_person ON sessions (person_id) WHERE person_id IS NOT NULL;

  CREATE TABLE people (
    id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    sign_in_key TEXT NOT NULL UNIQUE,
    subject TEXT UNIQUE,
    json TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    json TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms REAL NOT NULL,
    act TEXT NOT NULL,
    by_id TEXT NOT NULL,
    target TEXT NOT NULL,
    json TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_by_time ON audit (at_ms);
  CREATE INDEX audit_by_act ON audit (act, seq);
  CREATE INDEX audit_by_who ON audit (by_id, seq);
  CREATE INDEX audit_by_target ON audit (target, seq);
  `,
  // Several receivers, each with a log. What waited for the one of the settings waits on.
  `
  CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    json TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  ALTER TABLE deliveries RENAME TO old_deliveries;
  DROP INDEX deliveries_waiting;
  CREATE TABLE deliveries (
    webhook_id TEXT NOT NULL,
    id TEXT NOT NULL,
    event TEXT NOT NULL,
    call_id TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at_ms REAL NOT NULL,
    created_at_ms REAL NOT NULL,
    tries TEXT NOT NULL,
    PRIMARY KEY (webhook_id, id)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO deliveries
    SELECT 'environment', id, 'call.finished', call_id, '', state, attempts, next_at_ms, created_at_ms, '[]'
    FROM old_deliveries;
  DROP TABLE old_deliveries;
  CREATE INDEX deliveries_waiting ON deliveries (webhook_id, next_at_ms) WHERE state = 'waiting';
  CREATE INDEX deliveries_by_state ON deliveries (webhook_id, state, created_at_ms, id);
  CREATE INDEX deliveries_by_age ON deliveries (created_at_ms);
  CREATE INDEX deliveries_by_call ON deliveries (call_id);
  `,
  // Numbers that are added to.
  `
  CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
];

/** `user_version` of the database; 0: nothing of ours has been written yet. */
export function schemaVersion(db: DatabaseSync): number {
  return Number(db.prepare("PRAGMA user_version").get()?.["user_version"]);
}

/** Runs the steps that are missing, each in its own transaction. */
export function migrate(db: DatabaseSync, steps: readonly string[] = MIGRATIONS): void {
  for (let done = schemaVersion(db); done < steps.length; done++) {
    transaction(db, () => {
      db.exec(steps[done] ?? "");
      db.exec(`PRAGMA user_version = ${done + 1}`);
    });
  }
}
