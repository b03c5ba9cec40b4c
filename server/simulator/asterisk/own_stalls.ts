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
    if (ms > 1) this.#stalls.push({ atMs, ms });
  }

  /** The longest stall of the last second, one that goes on included. */
  recentMs(atMs: number): number {
    return this.#stalls.reduce(
      (longest, one) => one.atMs > atMs - MEMORY_MS ? Math.max(longest, one.ms) : longest,
      this.#lateMs(atMs),
    );
  }

  #lateMs(atMs: number): number {
    return this.#lastMs === null ? 0 : Math.max(0, atMs - this.#lastMs - this.#everyMs);
  }
}
