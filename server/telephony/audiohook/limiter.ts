// A token bucket for one kind of message: 5 a second, 25 at once, of which 5 are kept back for what must
// not wait (audiohook § 8.2). Delays, never drops. Pure but for its own level; time is handed in.

const PER_MS = 5 / 1000;
const BURST = 25;
const RESERVE = 5;

export class Limiter {
  #level = BURST;
  #atMs: number;
  #heldUntilMs = -Infinity;

  constructor(nowMs: number) {
    this.#atMs = nowMs;
  }

  /** Milliseconds until an ordinary message may leave and leave `spare` to others; 0: now. */
  waitMs(nowMs: number, spare = 0): number {
    this.#fill(nowMs);
    const lacking = RESERVE + spare + 1 - this.#level;
    // The last bits of a sum of fractions must not cost another turn of the timer.
    const forTokens = lacking > 1e-9 ? lacking / PER_MS : 0;
    return Math.max(forTokens, this.#heldUntilMs - nowMs, 0);
  }

  /** Counts a message that leaves now. An urgent one may draw on the reserve; a flood leaves no debt. */
  take(nowMs: number): void {
    this.#fill(nowMs);
    this.#level = Math.max(0, this.#level - 1);
  }

  /** The other side has asked for silence (`error` 429): ordinary messages wait at least so long. */
  holdOff(nowMs: number, ms: number): void {
    this.#heldUntilMs = Math.max(this.#heldUntilMs, nowMs + ms);
  }

  #fill(nowMs: number): void {
    const passedMs = Math.max(0, nowMs - this.#atMs);
    this.#level = Math.min(BURST, this.#level + passedMs * PER_MS);
    this.#atMs = Math.max(this.#atMs, nowMs);
  }
}
