// One timer that is set again and again to a due time. Knows nothing of what it is for.
import type { Cancel, Clock } from "../../clock.ts";

export class Alarm {
  #clock: Clock;
  #ring: () => void;
  #dueMs = Infinity;
  #cancel: Cancel | null = null;

  /** `ring` must not throw, must look whether anything is due, and sets the alarm again. */
  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /**
   * Rings at `dueMs` (monotonic) or earlier: a deadline that is put off by every frame must not cost a
   * timer per frame. Infinity: does not ring.
   */
  set(dueMs: number): void {
    if (this.#cancel && this.#dueMs <= dueMs && dueMs !== Infinity) return;
    this.#cancel?.();
    this.#cancel = null;
    this.#dueMs = dueMs;
    if (dueMs === Infinity) return;
    this.#cancel = this.#clock.after(Math.ceil(Math.max(0, dueMs - this.#clock.now())), () => {
      this.#cancel = null;
      this.#ring();
    });
  }
}
