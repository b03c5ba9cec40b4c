// How late this process was of late: what a simulator must not lay at the server's door. Told by something that
// happens every so often on time. Pure.

/** How long a stall is remembered: what queued up meanwhile has come in by then. */
const MEMORY_MS = 1000;

export class OwnStalls {
  readonly #everyMs: number;
  #lastMs: number | null = null;
  #stalls: { atMs: number; ms: number }[] = [];

  /** @param everyMs how often `seen` is called while nothing stalls */
  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** It happened again. */
  seen(atMs: number): void {
    const ms = this.#lateMs(atMs);
    this.#lastMs = atMs;
    this.#stalls = this.#stalls.filter((one) => one.atMs > atMs - MEMORY_MS);
    // What is late by less than half is a timer's usual jitter.
    if (ms > this.#everyMs / 2) this.#stalls.push({ atMs, ms });
  }

  /** All stalls of the last second together, one that goes on included. */
  recentMs(atMs: number): number {
    return this.#stalls.reduce(
      (sum, one) => one.atMs > atMs - MEMORY_MS ? sum + one.ms : sum,
      this.#lateMs(atMs),
    );
  }

  #lateMs(atMs: number): number {
    return this.#lastMs === null ? 0 : Math.max(0, atMs - this.#lastMs - this.#everyMs);
  }
}
