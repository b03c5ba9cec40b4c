// Signed-in browsers in SQLite. Synchronous: runs in the store's own thread.
import type { DatabaseSync } from "node:sqlite";
import type { SessionRow } from "./store.ts";

export function sessionsTable(db: DatabaseSync) {
  const all = db.prepare("SELECT * FROM sessions ORDER BY created_at_ms");
  const put = db.prepare(`
    INSERT INTO sessions (token_hash, created_at_ms, used_at_ms, person_id) VALUES (?, ?, ?, ?)
    ON CONFLICT (token_hash) DO UPDATE SET used_at_ms = excluded.used_at_ms`);
  const remove = db.prepare("DELETE FROM sessions WHERE token_hash = ?");

  return {
    sessions: (): SessionRow[] =>
      all.all().map((row) => ({
        tokenHash: String(row["token_hash"]),
        createdAtMs: Number(row["created_at_ms"]),
        usedAtMs: Number(row["used_at_ms"]),
        personId: row["person_id"] === null ? null : String(row["person_id"]),
      })),

    putSession: (session: SessionRow): void => {
      put.run(session.tokenHash, session.createdAtMs, session.usedAtMs, session.personId);
    },

    deleteSession: (tokenHash: string): void => {
      remove.run(tokenHash);
    },
  };
}
