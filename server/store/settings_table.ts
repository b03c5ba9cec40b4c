// Small facts and numbers by name in SQLite. Synchronous: runs in the store's own thread.
import type { DatabaseSync } from "node:sqlite";

export function settingsTable(db: DatabaseSync) {
  const one = db.prepare("SELECT value FROM settings WHERE name = ?");
  const put = db.prepare(`
    INSERT INTO settings (name, value) VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value`);
  const make = db.prepare(`
    INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING`);
  const replace = db.prepare(
    "UPDATE settings SET value = :value WHERE name = :name AND value = :was",
  );
  const add = db.prepare(`
    INSERT INTO counters (name, value) VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value
    RETURNING value`);

  return {
    setting: (name: string): string | undefined => {
      const value = one.get(name)?.["value"];
      return value === undefined ? undefined : String(value);
    },

    putSetting: (name: string, value: string): void => {
      put.run(name, value);
    },

    replaceSetting: (name: string, was: string | undefined, value: string): boolean => {
      const { changes } = was === undefined
        ? make.run(name, value)
        : replace.run({ name, was, value });
      return Number(changes) === 1;
    },

    addToCounter: (name: string, amount: number): number =>
      Number(add.get(name, amount)?.["value"]),
  };
}
