// One timer for whatever is due next. It may fire early, and whoever looks then sets it again: so it need not be moved
// each time that something is put off.
import type { Cancel, Clock } from "../../clock.ts";

export class DueTimer {
  readonly #clock: Clock;
  readonly #fire: () => void;
  #set: { cancel: Cancel; dueMs: number } | null = null;

  /** `fire` must not throw. */
  constructor(clock: Clock, fire: () => void) {
    this.#clock = clock;
    this.#fire = fire;
  }

  /** Fires at this moment of the Clock or before; Infinity: need not. */
  arm(dueMs: number): void {
    if (this.#set && this.#set.dueMs <= dueMs) return;
    this.stop();
    if (dueMs === Infinity) return;
    const cancel = this.#clock.after(Math.max(0, dueMs - this.#clock.now()), () => {
      this.#set = null;
      this.#fire();
    });
    this.#set = { cancel, dueMs };
  }

  stop(): void {
    this.#set?.cancel();
    this.#set = null;
  }
}
