// Asks the store for somebody who is not known here: they may have come in by another instance a moment ago. Bounded, so
// that strangers who guess cannot keep the store busy. Knows nothing of who is looked for.
import type { Clock } from "../clock.ts";

const MOST_A_SECOND = 64;
/** Who was not there a moment ago is not looked for again. */
const NOBODY_FOR_MS = 1000;

export class Lookups {
  readonly #clock: Clock;
  /** In order of the time that they hold to. */
  readonly #nobody = new Map<string, number>();
  readonly #asking = new Map<string, Promise<unknown>>();
  #left = MOST_A_SECOND;
  #leftAtMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#leftAtMs = clock.now();
  }

  /**
   * Undefined: there is nobody, or it cannot be known at the moment. Never rejects. `key`: what is looked for; whoever
   * looks for the same at once gets the same answer.
   */
  find<T>(key: string, ask: () => Promise<T | undefined>): Promise<T | undefined> {
    const asking = this.#asking.get(key);
    if (asking) return asking as Promise<T | undefined>;
    if (this.#isNobody(key) || !this.#may()) return Promise.resolve(undefined);
    const found = ask().catch(() => undefined).then((answer) => {
      this.#asking.delete(key);
      if (answer === undefined) this.#nobody.set(key, this.#clock.now() + NOBODY_FOR_MS);
      return answer;
    });
    this.#asking.set(key, found);
    return found;
  }

  #isNobody(key: string): boolean {
    const nowMs = this.#clock.now();
    for (const [known, untilMs] of this.#nobody) {
      if (untilMs > nowMs) break;
      this.#nobody.delete(known);
    }
    return this.#nobody.has(key);
  }

  #may(): boolean {
    const nowMs = this.#clock.now();
    const more = (nowMs - this.#leftAtMs) * MOST_A_SECOND / 1000;
    this.#left = Math.min(MOST_A_SECOND, this.#left + more);
    this.#leftAtMs = nowMs;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
