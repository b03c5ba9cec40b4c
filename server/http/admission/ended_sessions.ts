// Sessions that have ended: an answer of the store that was on its way brings none of them back.
import type { Clock } from "../../clock.ts";

/** Longer than the store may take to answer. */
const REMEMBERED_MS = 60_000;

export class EndedSessions {
  readonly #clock: Clock;
  /** In order of the time that they are remembered to, but for those that are kept. */
  readonly #untilMs = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  has(sessionId: string): boolean {
    return this.#untilMs.has(sessionId);
  }

  /** The store knows it, too. */
  add(sessionId: string): void {
    this.#forget();
    this.#untilMs.delete(sessionId);
    this.#untilMs.set(sessionId, this.#clock.now() + REMEMBERED_MS);
  }

  /** The store does not know it yet. */
  keep(sessionId: string): void {
    this.#untilMs.delete(sessionId);
    this.#untilMs.set(sessionId, Infinity);
  }

  #forget(): void {
    const nowMs = this.#clock.now();
    for (const [id, untilMs] of this.#untilMs) {
      if (untilMs === Infinity) continue;
      if (untilMs > nowMs) return;
      this.#untilMs.delete(id);
    }
  }
}
