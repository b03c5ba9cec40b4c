// People who sign in, in SQLite. Synchronous: runs in the store's own thread.
import type { DatabaseSync } from "node:sqlite";
import { readPerson } from "./admin_rows.ts";
import type { PersonRow } from "./store.ts";
import { transaction } from "./transaction.ts";

export function peopleTable(db: DatabaseSync) {
  const all = db.prepare("SELECT json FROM people ORDER BY id");
  const revision = db.prepare("SELECT revision FROM people WHERE id = ?");
  const put = db.prepare(`
    INSERT INTO people (id, revision, sign_in_key, subject, json) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET revision = excluded.revision,
      sign_in_key = excluded.sign_in_key, subject = excluded.subject, json = excluded.json`);
  const remove = db.prepare("DELETE FROM people WHERE id = ?");
  const removeSessions = db.prepare("DELETE FROM sessions WHERE person_id = ?");

  return {
    people: (): PersonRow[] => all.all().map(readPerson),

    putPerson: (row: PersonRow, ifRevision: number): boolean =>
      transaction(db, () => {
        const { id } = row.person;
        if (Number(revision.get(id)?.["revision"] ?? 0) !== ifRevision) return false;
        put.run(id, row.person.revision, row.signInKey, row.subject, JSON.stringify(row));
        return true;
      }),

    deletePerson: (id: string): void =>
      transaction(db, () => {
        remove.run(id);
        removeSessions.run(id);
      }),
  };
}
