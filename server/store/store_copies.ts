// Backup and restore of the database file. A backup may be made while the server runs and holds it up nowhere;
// a restore wants it stopped. Synchronous; knows SQLite and nothing of calls.
import { DatabaseSync } from "node:sqlite";
import { basename, dirname } from "node:path";
import { createDatabaseFile, lockDatabase, markInitialised } from "./database_file.ts";
import { MIGRATIONS, schemaVersion } from "./migrations.ts";
import { sqliteFault } from "./sqlite_fault.ts";
import { StoreError } from "./store_error.ts";

export interface Copied {
  bytes: number;
  calls: number;
}

/**
 * One consistent state of the database at `path`, as a new file that only its owner may read.
 * @throws StoreError
 */
export function backupDatabase(path: string, to: string): Copied {
  if (exists(to)) {
    throw new StoreError(
      "unwritable",
      `Cannot write the backup "${to}": the file exists; choose another name, nothing is overwritten`,
    );
  }
  if (!exists(path)) {
    throw new StoreError("vanished", `Cannot back up "${path}": there is no such database`);
  }
  const part = `${to}.part`;
  try {
    // Made here, so that nobody else may read it at any moment.
    Deno.openSync(part, { create: true, truncate: true, write: true, mode: 0o600 }).close();
    using db = new DatabaseSync(path);
    db.exec("PRAGMA busy_timeout = 5000");
    // Deno lets a program attach files, as this does, only with all permissions: hence -A in deno.json's task.
    db.prepare("VACUUM INTO ?").run(part);
    sync(part);
    const copied = lookInto(part);
    Deno.renameSync(part, to);
    return copied;
  } catch (error) {
    removeIfThere(part);
    throw sqliteFault(error, error instanceof StoreError ? part : path);
  }
}

/**
 * Puts the backup `from` in the place of the database at `path`; what was there is kept beside it.
 * Returns where, or null where nothing was.
 * @throws StoreError "busy" where a server has it, and others
 */
export function restoreDatabase(path: string, from: string, stamp: string): {
  copied: Copied;
  keptAt: string | null;
} {
  if (!exists(from)) {
    throw new StoreError("unwritable", `Cannot restore "${from}": there is no such file`);
  }
  const copied = lookInto(from);
  const fresh = !exists(path);
  createDatabaseFile(path);
  const lock = lockDatabase(path, 0);
  try {
    if (!fresh) refuseUsed(path);
    const part = `${path}.restoring`;
    Deno.copyFileSync(from, part);
    Deno.chmodSync(part, 0o600);
    sync(part);
    const keptAt = fresh ? null : `${path}.before-${stamp}`;
    if (keptAt) Deno.renameSync(path, keptAt);
    // They belong to what was there; under the new file they would spoil it.
    for (const side of ["-wal", "-shm"]) {
      if (keptAt && exists(path + side)) Deno.renameSync(path + side, keptAt + side);
      removeIfThere(path + side);
    }
    Deno.renameSync(part, path);
    markInitialised(path);
    return { copied, keptAt };
  } catch (error) {
    throw sqliteFault(error, path);
  } finally {
    lock.release();
  }
}

/** Servers before there was a lock file hold SQLite's own. A damaged database is nobody's. */
function refuseUsed(path: string): void {
  try {
    using db = new DatabaseSync(path);
    db.exec("PRAGMA locking_mode = EXCLUSIVE");
    db.exec("BEGIN EXCLUSIVE; COMMIT");
  } catch (error) {
    const fault = sqliteFault(error, path);
    if (fault.code === "busy") throw fault;
  }
}

/** @throws StoreError where it is not a sound database of ours that this version can read */
function lookInto(file: string): Copied {
  try {
    using db = new DatabaseSync(file, { readOnly: true });
    const sound = db.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
    if (sound !== "ok") throw sqliteFault(new Error(String(sound)), file, "damaged");
    const version = schemaVersion(db);
    if (version > MIGRATIONS.length) {
      throw new StoreError(
        "newer",
        `Cannot use "${file}": it was written by a newer version of this server`,
      );
    }
    const ours = db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'calls'").get();
    if (version === 0 || Number(ours?.["n"]) === 0) {
      throw new StoreError("foreign", `Cannot use "${file}": it is no database of this server`);
    }
    const calls = Number(db.prepare("SELECT count(*) AS n FROM calls").get()?.["n"]);
    return { bytes: Deno.statSync(file).size, calls };
  } catch (error) {
    throw sqliteFault(error, file);
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw sqliteFault(error, basename(dirname(path)));
  }
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function sync(path: string): void {
  using file = Deno.openSync(path, { read: true, write: true });
  file.syncSync();
}
