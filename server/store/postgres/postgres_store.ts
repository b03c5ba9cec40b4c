// The store that several servers share: PostgreSQL, by a thread of its own. Nothing of it is loaded before it is asked for.
import { type Clock, systemClock } from "../../clock.ts";
import type { Log } from "../../observe/log.ts";
import type { Store } from "../store.ts";
import { openThreadStore } from "../thread_store.ts";

export interface PostgresStoreOptions {
  /** postgres://user:password@host:port/database, with sslmode where it is wanted. */
  url: string;
  log: Log;
  clock?: Clock;
}

/** @throws StoreError with a message for the terminal, where the database cannot be used as it is. */
export function openPostgresStore(
  { url, log, clock = systemClock }: PostgresStoreOptions,
): Promise<Store> {
  return openThreadStore({
    path: url,
    shared: true,
    // Its server answers several at once.
    readsApart: false,
    log,
    clock,
    start: () =>
      new Worker(new URL("./postgres_worker.ts", import.meta.url), {
        type: "module",
        name: "store",
      }),
  });
}
