// One thread of the store: sends it requests, takes in its answers, starts it again when it has died.
// Knows nothing of what is asked.
import type { Clock } from "../clock.ts";
import type { Log } from "../observe/log.ts";
import type { Operations, StoreReply, StoreRequest, ThreadUse } from "./thread_wire.ts";
import { StoreError } from "./store_error.ts";

/** The part of a Worker that is used, so that its death can be tested. */
export type StoreThread = Pick<Worker, "postMessage" | "terminate" | "addEventListener">;

export interface ThreadLinkOptions {
  path: string;
  use: ThreadUse;
  log: Log;
  clock: Clock;
  start: () => StoreThread;
}

/** A thread that dies at once each time must not be started in a tight loop. */
const RESTART_AFTER_MS = 1000;

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: StoreError) => void;
}

/** `Ops`: what the thread can be asked. */
export class ThreadLink<
  Ops extends { [K in keyof Ops]: (...args: never[]) => unknown } = Operations,
> {
  readonly #options: ThreadLinkOptions;
  #thread: StoreThread | null = null;
  #startedAtMs = -Infinity;
  #opening: Promise<unknown> = Promise.resolve();
  #closed = false;
  #nextId = 1;
  readonly #waiting = new Map<number, Waiting>();

  constructor(options: ThreadLinkOptions) {
    this.#options = options;
    this.#start();
  }

  opened(): Promise<unknown> {
    return this.#opening;
  }

  /** At once; what waits is rejected. */
  terminate(): void {
    this.#closed = true;
    this.#thread?.terminate();
    this.#thread = null;
    this.#reject(new StoreError("closed", "Cannot use the store: it has been closed"));
  }

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

  async ask<K extends keyof Ops>(
    op: K,
    args: Parameters<Ops[K]>,
  ): Promise<Awaited<ReturnType<Ops[K]>>> {
    if (this.#closed) throw new StoreError("closed", "Cannot use the store: it has been closed");
    if (!this.#thread) this.#restart();
    const request = { id: this.#nextId++, op, args } as unknown as StoreRequest;
    return await this.#send(request) as Awaited<ReturnType<Ops[K]>>;
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
    const { path, use } = this.#options;
    const thread = this.#options.start();
    this.#thread = thread;
    this.#startedAtMs = this.#options.clock.now();
    thread.addEventListener("message", (event) => this.#receive((event as MessageEvent).data));
    thread.addEventListener("error", (event) => {
      event.preventDefault(); // else it would end the whole process
      this.#died(thread);
    });
    thread.addEventListener("messageerror", () => this.#died(thread));
    this.#opening = this.#send({ id: this.#nextId++, op: "open", args: [path, use] });
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
    this.#reject(error);
  }

  #reject(error: StoreError): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
