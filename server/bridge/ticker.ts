// The heartbeat of one call: a tick a few times a second, and one more where something is due at a precise time.
import type { Cancel, Clock } from "../clock.ts";

export class Ticker {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #tick: () => void;
  #regular: Cancel | null = null;
  #extra: Cancel | null = null;
  #stopped = false;

  /** `tick` must not throw. */
  constructor(clock: Clock, everyMs: number, tick: () => void) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#tick = tick;
    this.#arm();
  }

  /** One more tick in so many milliseconds. The one that was asked for before is dropped: regular ones make up for it. */
  wakeIn(ms: number): void {
    this.#extra?.();
    this.#extra = this.#stopped ? null : this.#clock.after(Math.max(0, ms), this.#tick);
  }

  stop(): void {
    this.#stopped = true;
    this.#regular?.();
    this.#extra?.();
  }

  #arm(): void {
    this.#regular = this.#clock.after(this.#everyMs, () => {
      if (this.#stopped) return;
      this.#arm();
      this.#tick();
    });
  }
}
