// Says whether something may be done again by now, for each key of its own: for records that must not be flooded.
import type { Clock } from "../../clock.ts";

const MOST_KEYS = 10_000;

export class Seldom {
  readonly #clock: Clock;
  readonly #everyMs: number;
  /** In order of the last time. */
  readonly #last = new Map<string, number>();

  constructor(clock: Clock, everyMs: number) {
    this.#clock = clock;
    this.#everyMs = everyMs;
  }

  /** True at most once in that time. */
  may(key: string): boolean {
    const nowMs = this.#clock.now();
    const lastMs = this.#last.get(key);
    if (lastMs !== undefined && nowMs - lastMs < this.#everyMs) return false;
    this.#last.delete(key);
    this.#last.set(key, nowMs);
    for (const oldest of this.#last.keys()) {
      if (this.#last.size <= MOST_KEYS) break;
      this.#last.delete(oldest);
    }
    return true;
  }
}
