// API tokens in SQLite. Synchronous: runs in the store's own thread.
import type { DatabaseSync } from "node:sqlite";
import { readTokens } from "./admin_rows.ts";
import type { TokenRow } from "./store.ts";

export function tokensTable(db: DatabaseSync) {
  const all = db.prepare("SELECT json FROM tokens ORDER BY id");
  const put = db.prepare(`
    INSERT INTO tokens (id, hash, json) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, json = excluded.json`);
  const remove = db.prepare("DELETE FROM tokens WHERE id = ?");

  return {
    tokens: (): TokenRow[] => readTokens(all.all()),

    putToken: (row: TokenRow): void => {
      put.run(row.token.id, row.hash, JSON.stringify(row));
    },

    deleteToken: (id: string): void => {
      remove.run(id);
    },
  };
}
