// Small facts by name in SQLite. Synchronous: runs in the store's own thread.
import type { DatabaseSync } from "node:sqlite";

export function settingsTable(db: DatabaseSync) {
  const one = db.prepare("SELECT value FROM settings WHERE name = ?");
  const put = db.prepare(`
    INSERT INTO settings (name, value) VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value`);

  return {
    setting: (name: string): string | undefined => {
      const value = one.get(name)?.["value"];
      return value === undefined ? undefined : String(value);
    },

    putSetting: (name: string, value: string): void => {
      put.run(name, value);
    },
  };
}
