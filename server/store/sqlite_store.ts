// The store as the rest of the server sees it: promises on this thread, SQLite on its own.
// Knows no SQL and nothing of calls; a disk that hangs makes promises late and stops nothing else.
import { type Clock, systemClock } from "../clock.ts";
import type { Log } from "../observe/log.ts";
import type { Operations } from "./sqlite_database.ts";
import type { Store } from "./store.ts";
import { type StoreThread, ThreadLink } from "./thread_link.ts";

export type { StoreThread };

export interface SqliteStoreOptions {
  /** A file, made where it is missing, or ":memory:". */
  path: string | ":memory:";
  log: Log;
  clock?: Clock;
  start?: () => StoreThread;
}

/** @throws StoreError with a message for the terminal, where the database cannot be used as it is. */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const store = new SqliteStore(options);
  try {
    await store.opened();
  } catch (error) {
    store.terminate();
    throw error;
  }
  return store;
}

function startThread(): StoreThread {
  return new Worker(new URL("./sqlite_worker.ts", import.meta.url), {
    type: "module",
    name: "store",
  });
}

class SqliteStore implements Store {
  readonly #options: Required<SqliteStoreOptions>;
  readonly #link: ThreadLink;
  /** Started by the first search: most servers are seldom asked for one. */
  #reading: ThreadLink | null = null;
  #closed = false;

  constructor(options: SqliteStoreOptions) {
    this.#options = { clock: systemClock, start: startThread, ...options };
    this.#link = new ThreadLink({ ...this.#options, use: "all" });
  }

  opened(): Promise<unknown> {
    return this.#link.opened();
  }

  terminate(): void {
    this.#closed = true;
    this.#reading?.terminate();
    this.#link.terminate();
  }

  readonly agents: Store["agents"] = (...args) => this.#ask("agents", args);
  readonly putAgent: Store["putAgent"] = (...args) => this.#ask("putAgent", args);
  readonly deleteAgent: Store["deleteAgent"] = (...args) => this.#ask("deleteAgent", args);
  readonly versions: Store["versions"] = (...args) => this.#ask("versions", args);
  readonly append: Store["append"] = (...args) => this.#ask("append", args);
  readonly calls: Store["calls"] = (...args) => this.#ask("calls", args);
  readonly call: Store["call"] = (...args) => this.#ask("call", args);
  readonly unfinished: Store["unfinished"] = (...args) => this.#ask("unfinished", args);
  readonly lastSeq: Store["lastSeq"] = (...args) => this.#ask("lastSeq", args);
  readonly sessions: Store["sessions"] = (...args) => this.#ask("sessions", args);
  readonly putSession: Store["putSession"] = (...args) => this.#ask("putSession", args);
  readonly deleteSession: Store["deleteSession"] = (...args) => this.#ask("deleteSession", args);
  readonly setting: Store["setting"] = (...args) => this.#ask("setting", args);
  readonly putSetting: Store["putSetting"] = (...args) => this.#ask("putSetting", args);
  readonly putDelivery: Store["putDelivery"] = (...args) => this.#ask("putDelivery", args);
  readonly deleteDelivery: Store["deleteDelivery"] = (...args) => this.#ask("deleteDelivery", args);
  readonly dueDeliveries: Store["dueDeliveries"] = (...args) => this.#ask("dueDeliveries", args);
  readonly waitingDeliveries: Store["waitingDeliveries"] = () => this.#ask("waitingDeliveries", []);
  readonly forgetDeliveries: Store["forgetDeliveries"] = (...args) =>
    this.#ask("forgetDeliveries", args);
  readonly indexCalls: Store["indexCalls"] = (...args) => this.#ask("indexCalls", args);
  readonly deleteCall: Store["deleteCall"] = (...args) => this.#ask("deleteCall", args);
  readonly deleteOldCalls: Store["deleteOldCalls"] = (...args) => this.#ask("deleteOldCalls", args);
  readonly sweep: Store["sweep"] = (...args) => this.#ask("sweep", args);
  readonly searchCalls: Store["searchCalls"] = (...args) =>
    this.#searching().ask("searchCalls", args);

  /** Carries out what was asked before, then lets go of the file. Idempotent. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    // A long search is not waited for: nobody will read its answer.
    this.#reading?.terminate();
    await this.#link.close();
  }

  #ask<K extends keyof Operations>(
    op: K,
    args: Parameters<Operations[K]>,
  ): Promise<ReturnType<Operations[K]>> {
    return this.#link.ask(op, args);
  }

  #searching(): ThreadLink {
    // In memory there is nothing that a second connection could see.
    if (this.#options.path === ":memory:" || this.#closed) return this.#link;
    if (!this.#reading) {
      this.#reading = new ThreadLink({ ...this.#options, use: "reading" });
      this.#reading.opened().catch((error: unknown) => {
        this.#options.log.error("store_reading_not_opened", { message: String(error) });
      });
    }
    return this.#reading;
  }
}
