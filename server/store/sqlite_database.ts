// Opens the SQLite database, checks that it is sound and ours, and offers every operation of the port.
// Synchronous, so it belongs in the store's own thread; knows nothing of threads or calls.
import { DatabaseSync } from "node:sqlite";
import { agentsTable } from "./agents_table.ts";
import { auditReading, auditTable } from "./audit_table.ts";
import { callsTable } from "./calls_table.ts";
import { deliveriesTable } from "./deliveries_table.ts";
import {
  createDatabaseFile,
  type DatabaseLock,
  lockDatabase,
  markInitialised,
  refuseVanished,
} from "./database_file.ts";
import { historySearch } from "./history_search.ts";
import { migrate, MIGRATIONS, schemaVersion } from "./migrations.ts";
import { peopleTable } from "./people_table.ts";
import type { Row } from "./rows.ts";
import { sessionsTable } from "./sessions_table.ts";
import { settingsTable } from "./settings_table.ts";
import { sqliteFault } from "./sqlite_fault.ts";
import type { Store } from "./store.ts";
import { StoreError } from "./store_error.ts";
import { tokensTable } from "./tokens_table.ts";
import { transaction } from "./transaction.ts";
import { webhooksTable } from "./webhooks_table.ts";

/** The operations of the port without their promises. They throw StoreError. */
export type Operations = {
  [K in Exclude<keyof Store, "close" | "shared">]: (
    ...args: Parameters<Store[K]>
  ) => Awaited<ReturnType<Store[K]>>;
};

export interface Database {
  operations: Operations;
  /** One statement. For tests of faults only. */
  sql(text: string): Row[];
  close(): void;
}

/**
 * `path`: a file, made where it is missing, or ":memory:".
 * @throws StoreError "unwritable", "damaged", "foreign", "vanished", "newer" or "busy"
 */
export function openDatabase(path: string): Database {
  const onDisk = path !== ":memory:";
  let lock: DatabaseLock | null = null;
  if (onDisk) {
    refuseVanished(path);
    createDatabaseFile(path);
    lock = lockDatabase(path);
  }
  let db: DatabaseSync | null = null;
  const close = () => {
    db?.close();
    lock?.release();
  };
  try {
    db = connect(path);
    check(db, path);
    // WAL and FULL: one fsync per commit, and a commit that returned survives a power loss.
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    // What was deleted is overwritten, not only forgotten.
    db.exec("PRAGMA secure_delete = ON");
    migrate(db);
    transaction(db, () => {}); // a file that can only be read is refused now, not at the first call
    if (onDisk) markInitialised(path);
    const operations = {
      ...agentsTable(db),
      ...callsTable(db),
      ...sessionsTable(db),
      ...peopleTable(db),
      ...tokensTable(db),
      ...auditTable(db),
      ...auditReading(db),
      ...settingsTable(db),
      ...deliveriesTable(db),
      ...webhooksTable(db),
      ...historySearch(db),
    };
    const opened = db;
    return { operations, sql: (text) => opened.prepare(text).all(), close };
  } catch (error) {
    close();
    throw sqliteFault(error, path);
  }
}

/** What only reads, and may take long: offered by a connection of its own as well. */
export type Reading = Pick<Operations, "searchCalls" | "audit">;

/**
 * A second connection to a database that this process has open already.
 * @throws StoreError
 */
export function openReading(path: string): { operations: Reading; close(): void } {
  try {
    const db = connect(path, true);
    const operations = { ...historySearch(db), ...auditReading(db) };
    return { operations, close: () => db.close() };
  } catch (error) {
    throw sqliteFault(error, path);
  }
}

function connect(path: string, readOnly = false): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly });
  db.exec("PRAGMA busy_timeout = 2000");
  return db;
}

function check(db: DatabaseSync, path: string): void {
  const version = schemaVersion(db);
  if (version > MIGRATIONS.length) {
    throw new StoreError(
      "newer",
      `Cannot open "${path}": it was written by a newer version of this server ` +
        `(schema ${version}, this one knows up to ${MIGRATIONS.length}); ` +
        "run that version again, or restore a backup from before the upgrade",
    );
  }
  const sound = db.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
  if (sound !== "ok") throw sqliteFault(new Error(String(sound)), path, "damaged");
  const tables = Number(db.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"]);
  if (version === 0 && tables > 0) {
    throw new StoreError(
      "foreign",
      `Cannot open "${path}": it is a database of another program; choose another path`,
    );
  }
}
