// The store in a file: SQLite on a thread of its own.
import { type Clock, systemClock } from "../clock.ts";
import type { Log } from "../observe/log.ts";
import type { Store } from "./store.ts";
import type { StoreThread } from "./thread_link.ts";
import { openThreadStore } from "./thread_store.ts";

export type { StoreThread };

export interface SqliteStoreOptions {
  /** A file, made where it is missing, or ":memory:". */
  path: string | ":memory:";
  log: Log;
  clock?: Clock;
  start?: () => StoreThread;
}

/** @throws StoreError with a message for the terminal, where the database cannot be used as it is. */
export function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  return openThreadStore({
    clock: systemClock,
    start: () =>
      new Worker(new URL("./sqlite_worker.ts", import.meta.url), { type: "module", name: "store" }),
    ...options,
    // In memory there is nothing that a second connection could see.
    shared: false,
    readsApart: options.path !== ":memory:",
  });
}
