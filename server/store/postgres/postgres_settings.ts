// Small facts and numbers by name in PostgreSQL.
import type { Store } from "../store.ts";
import { keptText } from "./kept_text.ts";
import type { PostgresLink } from "./postgres_link.ts";

type SettingsPart = Pick<Store, "setting" | "putSetting" | "replaceSetting" | "addToCounter">;

export function postgresSettings(link: PostgresLink): SettingsPart {
  return {
    setting: (name) =>
      link.run(async (sql) => {
        const [row] = await sql`SELECT value FROM settings WHERE name = ${name}`;
        return row ? String(row["value"]) : undefined;
      }),

    putSetting: (name, value) =>
      link.run(async (sql) => {
        await sql`
          INSERT INTO settings (name, value) VALUES (${name}, ${keptText(value)})
          ON CONFLICT (name) DO UPDATE SET value = excluded.value`;
      }),

    replaceSetting: (name, was, value) =>
      link.run(async (sql) => {
        const { count } = was === undefined
          ? await sql`
            INSERT INTO settings (name, value) VALUES (${name}, ${keptText(value)})
            ON CONFLICT (name) DO NOTHING`
          : await sql`
            UPDATE settings SET value = ${keptText(value)}
            WHERE name = ${name} AND value = ${keptText(was)}`;
        return count === 1;
      }),

    addToCounter: (name, amount) =>
      link.run(async (sql) => {
        const [row] = await sql`
          INSERT INTO counters (name, value) VALUES (${name}, ${amount})
          ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value
          RETURNING value`;
        return Number(row?.["value"]);
      }),
  };
}
