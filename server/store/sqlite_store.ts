// The store as the rest of the server sees it: promises on this thread, SQLite on its own.
// Knows no SQL and nothing of calls; a disk that hangs makes promises late and stops nothing else.
import { type Clock, systemClock } from "../clock.ts";
import type { Log } from "../observe/log.ts";
import type { Operations } from "./sqlite_database.ts";
import type { StoreReply, StoreRequest } from "./sqlite_wire.ts";
import type { Store } from "./store.ts";
import { StoreError } from "./store_error.ts";

/** The part of a Worker that is used, so that its death can be tested. */
export type StoreThread = Pick<Worker, "postMessage" | "terminate" | "addEventListener">;

export interface SqliteStoreOptions {
  /** A file, made where it is missing, or ":memory:". */
  path: string | ":memory:";
  log: Log;
  clock?: Clock;
  start?: () => StoreThread;
}

/** A thread that dies at once each time must not be started in a tight loop. */
const RESTART_AFTER_MS = 1000;

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

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: StoreError) => void;
}

function startThread(): StoreThread {
  return new Worker(new URL("./sqlite_worker.ts", import.meta.url), {
    type: "module",
    name: "store",
  });
}

class SqliteStore implements Store {
  readonly #options: Required<SqliteStoreOptions>;
  #thread: StoreThread | null = null;
  #startedAtMs = -Infinity;
  #opening: Promise<unknown> = Promise.resolve();
  #closed = false;
  #nextId = 1;
  readonly #waiting = new Map<number, Waiting>();

  constructor(options: SqliteStoreOptions) {
    this.#options = { clock: systemClock, start: startThread, ...options };
    this.#start();
  }

  opened(): Promise<unknown> {
    return this.#opening;
  }

  terminate(): void {
    this.#closed = true;
    this.#thread?.terminate();
    this.#thread = null;
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

  /** Carries out what was asked before, then lets go of the file. Idempotent. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    try {
      if (this.#thread) await this.#send({ id: this.#nextId++, op: "close", args: [] });
    } finally {
      this.terminate();
    }
  }

  async #ask<K extends keyof Operations>(
    op: K,
    args: Parameters<Operations[K]>,
  ): Promise<ReturnType<Operations[K]>> {
    if (this.#closed) throw new StoreError("closed", "Cannot use the store: it has been closed");
    if (!this.#thread) this.#restart();
    const request = { id: this.#nextId++, op, args } as StoreRequest;
    return await this.#send(request) as ReturnType<Operations[K]>;
  }

  #send(request: StoreRequest): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(request.id, { resolve, reject });
    try {
      this.#thread?.postMessage(request);
    } catch (error) {
      this.#waiting.delete(request.id);
      reject(new StoreError("failed", `Cannot send "${request.op}" to the store: ${error}`));
    }
    return promise;
  }

  #restart(): void {
    const { clock, path, log } = this.#options;
    // A new database in memory would be empty, and nobody would notice.
    if (path === ":memory:" || clock.now() - this.#startedAtMs < RESTART_AFTER_MS) {
      throw new StoreError("lost", "Cannot use the store: its thread has died");
    }
    log.warn("store_restarted");
    const thread = this.#start();
    this.#opening.catch((error: unknown) => {
      log.error("store_not_reopened", { message: String(error) });
      this.#died(thread);
    });
  }

  #start(): StoreThread {
    const thread = this.#options.start();
    this.#thread = thread;
    this.#startedAtMs = this.#options.clock.now();
    thread.addEventListener("message", (event) => this.#receive((event as MessageEvent).data));
    thread.addEventListener("error", (event) => {
      event.preventDefault(); // else it would end the whole process
      this.#died(thread);
    });
    thread.addEventListener("messageerror", () => this.#died(thread));
    this.#opening = this.#send({ id: this.#nextId++, op: "open", args: [this.#options.path] });
    return thread;
  }

  #receive(reply: StoreReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.ok) waiting?.resolve(reply.value);
    else waiting?.reject(new StoreError(reply.code, reply.message));
  }

  #died(thread: StoreThread): void {
    if (thread !== this.#thread) return;
    this.#thread = null;
    thread.terminate();
    this.#options.log.error("store_thread_died", { waiting: this.#waiting.size });
    const error = new StoreError(
      "lost",
      "The store's thread died; whether the last request was carried out is not known",
    );
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
