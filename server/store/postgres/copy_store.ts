// Copies everything that a SQLite store holds into an empty PostgreSQL database: all of it or nothing.
import { DatabaseSync } from "node:sqlite";
import { lockDatabase } from "../database_file.ts";
import { MIGRATIONS, schemaVersion } from "../migrations.ts";
import { readCalls, readEvents, type Row } from "../rows.ts";
import { sqliteFault } from "../sqlite_fault.ts";
import { StoreError } from "../store_error.ts";
import { keptText } from "./kept_text.ts";
import { noteHistory } from "./postgres_history.ts";
import { PostgresLink, type TransactionSql } from "./postgres_link.ts";
import { holdSchema, migratePostgres } from "./postgres_migrations.ts";

/** Tables that are the same on both sides, with their columns. Words and facts of calls are made anew. */
const TABLES = {
  agents: ["id", "revision", "json"],
  versions: ["agent_id", "version", "json"],
  settings: ["name", "value"],
  counters: ["name", "value"],
  people: ["id", "revision", "sign_in_key", "subject", "json"],
  sessions: ["token_hash", "created_at_ms", "used_at_ms", "person_id"],
  tokens: ["id", "hash", "json"],
  audit: ["seq", "at_ms", "act", "by_id", "target", "json"],
  webhooks: ["id", "revision", "json"],
  deliveries: [
    "webhook_id",
    "id",
    "event",
    "call_id",
    "body",
    "state",
    "attempts",
    "next_at_ms",
    "created_at_ms",
    "tries",
  ],
} as const;

const ROWS = 500;
/** Of millions of events. */
const COPY_MS = 6 * 3_600_000;

export interface CopiedStore {
  calls: number;
  events: number;
  /** Of all other tables. */
  rows: number;
}

/**
 * `path`: a SQLite database that no server has open. `say`: how far it is, now and then.
 * @throws StoreError "busy" where a server uses either, "foreign" where the target is not empty, and others
 */
export async function copyToPostgres(
  path: string,
  url: string,
  options: { schema?: string; say?: (line: string) => void } = {},
): Promise<CopiedStore> {
  const { schema, say = () => {} } = options;
  const lock = lockDatabase(path, 0);
  const link = new PostgresLink(url, { answerMs: COPY_MS, ...(schema && { schema }) });
  let source: DatabaseSync | null = null;
  try {
    source = openSource(path);
    await migratePostgres(link);
    const from = source;
    return await link.transaction((sql) => copyAll(from, sql, say));
  } finally {
    source?.close();
    lock.release();
    await link.close();
  }
}

function openSource(path: string): DatabaseSync {
  try {
    const db = new DatabaseSync(path, { readOnly: true });
    if (schemaVersion(db) === MIGRATIONS.length) return db;
    db.close();
  } catch (error) {
    throw sqliteFault(error, path);
  }
  throw new StoreError(
    "foreign",
    `Cannot copy "${path}": it is not of this version of the server; start this version with it once, stop it, ` +
      "and copy then",
  );
}

async function copyAll(
  db: DatabaseSync,
  sql: TransactionSql,
  say: (line: string) => void,
): Promise<CopiedStore> {
  await sql.unsafe("SET LOCAL statement_timeout = 0");
  await holdSchema(sql);
  await refuseUsed(sql);
  await refuseFilled(sql);
  let rows = 0;
  for (const [table, columns] of Object.entries(TABLES)) {
    const all = db.prepare(`SELECT ${columns.join(", ")} FROM ${table}`).iterate();
    for (const piece of pieces(all, ROWS)) {
      await sql`INSERT INTO ${sql(table)} ${sql(piece.map(kept), ...columns)}`;
      rows += piece.length;
    }
  }
  // New entries of the audit go on after those that were copied.
  await sql`
    SELECT setval(pg_get_serial_sequence('audit', 'seq'), greatest((SELECT max(seq) FROM audit), 1))`;
  const { calls, events } = await copyCalls(db, sql, say);
  return { calls, events, rows };
}

async function copyCalls(db: DatabaseSync, sql: TransactionSql, say: (line: string) => void) {
  const eventsOf = db.prepare("SELECT seq, json FROM events WHERE call_id = ? ORDER BY seq");
  let calls = 0;
  let events = 0;
  for (const row of db.prepare("SELECT * FROM calls ORDER BY started_at_ms").iterate()) {
    const callId = String(row["call_id"]);
    await sql`
      INSERT INTO calls ${
      sql(kept(row), "call_id", "started_at_ms", "ended_at_ms", "seq", "json")
    }`;
    const facts = readCalls([row]);
    await noteHistory(sql, facts, []);
    for (const piece of pieces(eventsOf.iterate(callId), ROWS)) {
      await sql`
        INSERT INTO events (call_id, seq, json)
        SELECT ${callId}, * FROM unnest(
          ${piece.map((event) => Number(event["seq"]))}::bigint[],
          ${piece.map((event) => String(event["json"]))}::text[])`;
      if (facts.length > 0) await noteHistory(sql, [], readEvents(piece));
      events += piece.length;
    }
    calls++;
    if (calls % 1000 === 0) say(`${calls} calls copied …`);
  }
  return { calls, events };
}

async function refuseUsed(sql: TransactionSql): Promise<void> {
  const alive = await sql`SELECT FROM instances WHERE until_at > clock_timestamp() LIMIT 1`;
  if (alive.length === 0) return;
  throw new StoreError(
    "busy",
    "Cannot copy: a server uses the PostgreSQL database; stop it, or name another database in DATABASE_URL",
  );
}

async function refuseFilled(sql: TransactionSql): Promise<void> {
  for (const table of [...Object.keys(TABLES), "calls"]) {
    if ((await sql`SELECT FROM ${sql(table)} LIMIT 1`).length === 0) continue;
    throw new StoreError(
      "foreign",
      `Cannot copy: the PostgreSQL database is not empty (table "${table}"); name an empty database in ` +
        "DATABASE_URL, and start no server with it before the copy",
    );
  }
}

function kept(row: Row): Record<string, string | number | null> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "string" ? keptText(value) : value as number | null,
    ]),
  );
}

function* pieces(rows: Iterable<Row>, size: number): Iterable<Row[]> {
  let piece: Row[] = [];
  for (const row of rows) {
    piece.push(row);
    if (piece.length < size) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}
