// The audit in SQLite: entries are added, and leave by age alone. Synchronous: runs in the store's own threads.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { AuditEntry, AuditPage, AuditQuery } from "../contract/audit.ts";
import { readAuditPage } from "./admin_rows.ts";
import { transaction } from "./transaction.ts";

export function auditTable(db: DatabaseSync) {
  const add = db.prepare(
    "INSERT INTO audit (at_ms, act, by_id, target, json) VALUES (?, ?, ?, ?, ?)",
  );
  const removeOld = db.prepare(`
    DELETE FROM audit WHERE seq IN (SELECT seq FROM audit WHERE at_ms < ? ORDER BY at_ms LIMIT ?)`);

  return {
    appendAudit: (entries: readonly Omit<AuditEntry, "seq">[]): void =>
      transaction(db, () => {
        for (const entry of entries) {
          add.run(entry.atMs, entry.act, entry.by.id, entry.target, JSON.stringify(entry));
        }
      }),

    deleteOldAudit: (asked: { beforeMs: number; limit: number }): number =>
      Number(removeOld.run(asked.beforeMs, asked.limit).changes),
  };
}

/** Only reads: for the thread of what may take long. */
export function auditReading(db: DatabaseSync) {
  const prepared = new Map<string, StatementSync>();
  // Of its own for each set of conditions, so that each uses its index.
  const statement = (sql: string) => {
    const found = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, found);
    return found;
  };

  return {
    audit: (asked: AuditQuery): AuditPage => {
      const wanted: readonly [string, string | number | undefined][] = [
        ["seq < ?", asked.before],
        ["act = ?", asked.act],
        ["by_id = ?", asked.by],
        ["target = ?", asked.target],
        ["at_ms >= ?", asked.fromMs],
        ["at_ms <= ?", asked.toMs],
      ];
      const given = wanted.flatMap(([sql, value]) => value === undefined ? [] : [{ sql, value }]);
      const where = ["seq > 0", ...given.map(({ sql }) => sql)].join(" AND ");
      const sql = `SELECT seq, json FROM audit WHERE ${where} ORDER BY seq DESC LIMIT ?`;
      const rows = statement(sql).all(...given.map(({ value }) => value), asked.limit);
      return readAuditPage(rows, asked.limit);
    },
  };
}
