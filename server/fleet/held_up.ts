// Whether this process was held up a moment ago, for so long that what comes in now may have waited longer than whoever
// asked did. Pure; time comes in.

/** About what an instance waits for another's answer. */
const LONG_MS = 1500;
/** In this time everything is read that has waited. */
const READ_MS = 250;

export class HeldUp {
  readonly #everyMs: number;
  #tickedAtMs: number | null = null;
  #untilMs = -Infinity;

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** Called every so often, unless it is held up. */
  tick(nowMs: number): void {
    if (this.#isLate(nowMs)) this.#untilMs = nowMs + READ_MS;
    this.#tickedAtMs = nowMs;
  }

  was(nowMs: number): boolean {
    return nowMs < this.#untilMs || this.#isLate(nowMs);
  }

  #isLate(nowMs: number): boolean {
    return this.#tickedAtMs !== null && nowMs - this.#tickedAtMs >= this.#everyMs + LONG_MS;
  }
}
