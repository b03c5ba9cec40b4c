// The audit in PostgreSQL: entries are added, and leave by age alone.
import { readAuditPage } from "../admin_rows.ts";
import type { Store } from "../store.ts";
import { keptText } from "./kept_text.ts";
import type { PostgresLink } from "./postgres_link.ts";

type AuditPart = Pick<Store, "appendAudit" | "audit" | "deleteOldAudit">;

/** `reading`: for what may take long. */
export function postgresAudit(link: PostgresLink, reading: PostgresLink): AuditPart {
  return {
    appendAudit: (entries) =>
      link.run(async (sql) => {
        if (entries.length === 0) return;
        await sql`
          INSERT INTO audit (at_ms, act, by_id, target, json)
          SELECT * FROM unnest(
            ${entries.map(({ atMs }) => atMs)}::float8[],
            ${entries.map(({ act }) => act)}::text[],
            ${entries.map(({ by }) => keptText(by.id))}::text[],
            ${entries.map(({ target }) => keptText(target))}::text[],
            ${entries.map((entry) => JSON.stringify(entry))}::text[])`;
      }),

    audit: ({ before, limit, act, by, target, fromMs, toMs }) =>
      reading.run(async (sql) => {
        const rows = await sql`
          SELECT seq, json FROM audit WHERE seq > 0
          ${before === undefined ? sql`` : sql`AND seq < ${before}`}
          ${act === undefined ? sql`` : sql`AND act = ${act}`}
          ${by === undefined ? sql`` : sql`AND by_id = ${keptText(by)}`}
          ${target === undefined ? sql`` : sql`AND target = ${keptText(target)}`}
          ${fromMs === undefined ? sql`` : sql`AND at_ms >= ${fromMs}`}
          ${toMs === undefined ? sql`` : sql`AND at_ms <= ${toMs}`}
          ORDER BY seq DESC LIMIT ${limit}`;
        return readAuditPage(rows, limit);
      }),

    deleteOldAudit: ({ beforeMs, limit }) =>
      link.run(async (sql) => {
        const { count } = await sql`
          DELETE FROM audit WHERE seq = ANY(ARRAY(
            SELECT seq FROM audit WHERE at_ms < ${beforeMs} ORDER BY at_ms LIMIT ${limit}
            FOR UPDATE SKIP LOCKED))`;
        return count;
      }),
  };
}
