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
