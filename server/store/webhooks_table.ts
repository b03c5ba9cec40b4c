// Receivers of signed posts in SQLite. Synchronous: runs in the store's own thread.
import type { DatabaseSync } from "node:sqlite";
import { readWebhook } from "./admin_rows.ts";
import type { WebhookRow } from "./store.ts";

export function webhooksTable(db: DatabaseSync) {
  const all = db.prepare("SELECT json FROM webhooks ORDER BY id");
  const insert = db.prepare(
    "INSERT INTO webhooks (id, revision, json) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
  );
  const update = db.prepare(
    "UPDATE webhooks SET revision = ?, json = ? WHERE id = ? AND revision = ?",
  );
  const remove = db.prepare("DELETE FROM webhooks WHERE id = ?");

  return {
    /** @throws StoreError "damaged": a receiver must not be lost without a word. */
    webhooks: (): WebhookRow[] => all.all().map(readWebhook),

    putWebhook: (row: WebhookRow, ifRevision: number): boolean => {
      const { id, revision } = row.webhook;
      const json = JSON.stringify(row);
      const { changes } = ifRevision === 0
        ? insert.run(id, revision, json)
        : update.run(revision, json, id, ifRevision);
      return changes === 1;
    },

    deleteWebhook: (id: string): void => {
      remove.run(id);
    },
  };
}
