// Small facts by name in PostgreSQL.
import type { Store } from "../store.ts";
import { keptText } from "./kept_text.ts";
import type { PostgresLink } from "./postgres_link.ts";

export function postgresSettings(link: PostgresLink): Pick<Store, "setting" | "putSetting"> {
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
  };
}
