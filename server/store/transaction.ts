// All or nothing: one write transaction around a piece of work. Knows no table.
import type { DatabaseSync } from "node:sqlite";

/** Commits what `work` wrote, or nothing of it where it throws. On disk once this returns. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    try {
      db.exec("ROLLBACK");
    } catch {
      // SQLite has already rolled back, as it does when the disk is full.
    }
    throw error;
  }
}
