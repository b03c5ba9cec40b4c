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
      "choose a directory that this process may write, on a disk that keeps it",
  );
}
