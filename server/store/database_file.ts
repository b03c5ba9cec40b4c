// The files around the database: its directory, its rights, and the marker that tells a new place from
// one whose database has vanished. Knows nothing of what is inside.
import { dirname } from "node:path";
import { StoreError } from "./store_error.ts";

/** Lies beside the database once that has been set up. */
export function markerPath(path: string): string {
  return `${path}.initialised`;
}

/** @throws StoreError "vanished": starting anew would hide that agents and calls were lost. */
export function refuseVanished(path: string): void {
  if (sizeOf(markerPath(path)) === null || (sizeOf(path) ?? 0) > 0) return;
  throw new StoreError(
    "vanished",
    `Cannot open "${path}": the database was here before and is now missing or empty; ` +
      `restore a backup, or delete "${markerPath(path)}" to begin with an empty one`,
  );
}

/** Makes the directory (0700) and an empty file (0600) where they are missing. */
export function createDatabaseFile(path: string): void {
  // Never opened where it exists: closing it would release the locks this process holds on it.
  if (sizeOf(path) !== null) return;
  try {
    Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // SQLite gives its side files the rights of this one.
    Deno.openSync(path, { createNew: true, write: true, mode: 0o600 }).close();
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** A second server on the same file would take our live calls for those of a dead process. */
export interface DatabaseLock {
  release(): void;
}

/** Two seconds, because at a restart the old process may be closing still. */
const PATIENCE_MS = 2000;
const LOOK_AGAIN_MS = 50;

/**
 * Held until it is released or this process dies. Others may still read the database: SQLite's own exclusive
 * lock would keep backups out.
 * @throws StoreError "busy" or "unwritable"
 */
export function lockDatabase(path: string, patienceMs = PATIENCE_MS): DatabaseLock {
  const file = openLock(`${path}.lock`);
  const never = new Int32Array(new SharedArrayBuffer(4));
  for (let waitedMs = 0; !file.tryLockSync(true); waitedMs += LOOK_AGAIN_MS) {
    if (waitedMs >= patienceMs) {
      file.close();
      throw new StoreError(
        "busy",
        `Cannot use the store "${path}": another process uses it: stop that one, or give this one a ` +
          "DATA_DIR of its own",
      );
    }
    Atomics.wait(never, 0, 0, LOOK_AGAIN_MS);
  }
  let held = true;
  return {
    release() {
      if (held) file.close();
      held = false;
    },
  };
}

function openLock(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path, { create: true, write: true, mode: 0o600 });
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Notes that the database has been set up. On disk once this returns. */
export function markInitialised(path: string): void {
  if (sizeOf(markerPath(path)) !== null) return;
  try {
    using file = Deno.openSync(markerPath(path), { create: true, write: true, mode: 0o600 });
    file.writeSync(new TextEncoder().encode("Says that a Hookline database belongs here.\n"));
    file.syncSync();
  } catch (error) {
    throw unwritable(path, error);
  }
}

function sizeOf(path: string): number | null {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): StoreError {
  const said = error instanceof Error ? error.message : String(error);
  return new StoreError(
    "unwritable",
    `Cannot use the data directory "${dirname(path)}": ${said}; ` +
      "let DATA_DIR name one that this process may write, on a disk that keeps it",
  );
}
