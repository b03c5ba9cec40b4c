// Turns what SQLite and the file system throw into a StoreError that says what to do.
// SQLite's own texts name tables and columns, never values, so they may be quoted.
import { StoreError, type StoreFault } from "./store_error.ts";

// Primary result codes of SQLite (sqlite.org/rescode.html); the upper bits only refine them.
const FAULT_OF_RESULT: Readonly<Record<number, StoreFault>> = {
  3: "unwritable", // SQLITE_PERM
  5: "busy", // SQLITE_BUSY
  6: "busy", // SQLITE_LOCKED
  8: "unwritable", // SQLITE_READONLY
  11: "damaged", // SQLITE_CORRUPT
  13: "full", // SQLITE_FULL
  14: "unwritable", // SQLITE_CANTOPEN
  23: "unwritable", // SQLITE_AUTH
  26: "damaged", // SQLITE_NOTADB
};

const ADVICE: Partial<Record<StoreFault, string>> = {
  unwritable: "give this process the right to write the file and its directory",
  damaged: "move it away and restore a backup; nothing was written to it",
  busy: "another process uses it: stop that one, or give this one a DATA_DIR of its own",
  full: "free space on the disk",
};

/** `known`: the fault, where the caller knows better than SQLite's code. */
export function sqliteFault(error: unknown, path: string, known?: StoreFault): StoreError {
  if (error instanceof StoreError) return error;
  const fault = known ?? faultOf(error);
  const said = error instanceof Error ? error.message : String(error);
  const advice = ADVICE[fault];
  return new StoreError(
    fault,
    `Cannot use the store "${path}": ${said}${advice ? `; ${advice}` : ""}`,
  );
}

function faultOf(error: unknown): StoreFault {
  if (error instanceof Deno.errors.NotCapable) return "unwritable";
  // Of a statement run by exec() only the text comes through.
  if (error instanceof Error && error.message === "database is locked") return "busy";
  const result = error instanceof Error && "errcode" in error ? Number(error.errcode) : 0;
  return FAULT_OF_RESULT[result & 0xff] ?? "failed";
}
