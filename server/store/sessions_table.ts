// Signed-in browsers in SQLite. Synchronous: runs in the store's own thread.
import type { DatabaseSync } from "node:sqlite";
import { readSession } from "./admin_rows.ts";
import type { SessionRow } from "./store.ts";

export function sessionsTable(db: DatabaseSync) {
  const all = db.prepare("SELECT * FROM sessions ORDER BY created_at_ms");
  const one = db.prepare("SELECT * FROM sessions WHERE token_hash = ?");
  const put = db.prepare(`
    INSERT INTO sessions (token_hash, created_at_ms, used_at_ms, person_id) VALUES (?, ?, ?, ?)
    ON CONFLICT (token_hash) DO UPDATE SET used_at_ms = excluded.used_at_ms`);
  const touch = db.prepare(
    "UPDATE sessions SET used_at_ms = max(used_at_ms, ?) WHERE token_hash = ?",
  );
  const remove = db.prepare("DELETE FROM sessions WHERE token_hash = ?");

  return {
    sessions: (): SessionRow[] => all.all().map(readSession),

    session: (tokenHash: string): SessionRow | undefined => {
      const row = one.get(tokenHash);
      return row && readSession(row);
    },

    putSession: (session: SessionRow): void => {
      put.run(session.tokenHash, session.createdAtMs, session.usedAtMs, session.personId);
    },

    touchSession: (tokenHash: string, usedAtMs: number): boolean =>
      Number(touch.run(usedAtMs, tokenHash).changes) === 1,

    deleteSession: (tokenHash: string): void => {
      remove.run(tokenHash);
    },
  };
}
