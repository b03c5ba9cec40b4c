// Whether a bus is there: told to whoever wants to know, and to the log, once for each change.
import type { Log } from "../observe/log.ts";

export class BusState {
  readonly #log: Log;
  readonly #listeners = new Set<(connected: boolean) => void>();
  readonly #first = Promise.withResolvers<void>();
  #connected = false;
  #closed = false;
  #missed = false;

  constructor(log: Log) {
    this.#log = log;
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** Once it is there for the first time, cannot be reached, or is closed. */
  get first(): Promise<void> {
    return this.#first.promise;
  }

  set(connected: boolean): void {
    if (this.#closed || connected === this.#connected) return;
    this.#connected = connected;
    if (connected) this.#log.info("bus_connected");
    else this.#log.warn("bus_lost");
    this.#first.resolve();
    for (const listener of [...this.#listeners]) listener(connected);
  }

  /** It was not there at the start: said once, without the error's words: an address may hold a password. */
  missed(error: unknown): void {
    this.#first.resolve();
    if (this.#missed || this.#closed) return;
    this.#missed = true;
    this.#log.warn("bus_missing", { why: codeOf(error) });
  }

  onChange(listener: (connected: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    this.#connected = false;
    this.#first.resolve();
  }
}

/** Such as ECONNREFUSED. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
