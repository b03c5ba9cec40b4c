// Remembers the nonces of accepted signatures, so that a recorded upgrade is of no use.
// Knows nothing of signatures: it is told a name and asked whether it is new.

/** Longer than any signature is accepted (created ± skew + age: 20 s at most). */
const TTL_MS = 60_000;
const MAX_ENTRIES = 100_000;

export class ReplayMemory {
  /** Name → when it may be forgotten. A Map keeps order of insertion, which is order of expiry. */
  #names = new Map<string, number>();
  #maxEntries: number;

  constructor(maxEntries = MAX_ENTRIES) {
    this.#maxEntries = maxEntries;
  }

  get size(): number {
    return this.#names.size;
  }

  /** True the first time only. `nowMs`: monotonic. */
  isNew(name: string, nowMs: number): boolean {
    this.#forget(nowMs);
    if (this.#names.has(name)) return false;
    this.#names.set(name, nowMs + TTL_MS);
    return true;
  }

  #forget(nowMs: number): void {
    for (const [name, untilMs] of this.#names) {
      if (untilMs > nowMs && this.#names.size < this.#maxEntries) break;
      this.#names.delete(name);
    }
  }
}
