// API tokens in SQLite. Synchronous: runs in the store's own thread.
import type { DatabaseSync } from "node:sqlite";
import { readTokens, usedToken } from "./admin_rows.ts";
import type { TokenRow } from "./store.ts";
import { transaction } from "./transaction.ts";

export function tokensTable(db: DatabaseSync) {
  const all = db.prepare("SELECT json FROM tokens ORDER BY id");
  const byHash = db.prepare("SELECT json FROM tokens WHERE hash = ?");
  const byId = db.prepare("SELECT json FROM tokens WHERE id = ?");
  const put = db.prepare(`
    INSERT INTO tokens (id, hash, json) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, json = excluded.json`);
  const remove = db.prepare("DELETE FROM tokens WHERE id = ?");

  return {
    tokens: (): TokenRow[] => readTokens(all.all()),

    putToken: (row: TokenRow): void => {
      put.run(row.token.id, row.hash, JSON.stringify(row));
    },

    tokenOf: (hash: string): TokenRow | undefined => readTokens(byHash.all(hash))[0],

    touchToken: (id: string, usedAtMs: number): boolean =>
      transaction(db, () => {
        const [row] = readTokens(byId.all(id));
        if (!row) return false;
        put.run(id, row.hash, JSON.stringify(usedToken(row, usedAtMs)));
        return true;
      }),

    deleteToken: (id: string): void => {
      remove.run(id);
    },
  };
}
