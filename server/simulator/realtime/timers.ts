// The delays of one connection: all on one clock, at one pace, and all gone when the connection is.
import type { Cancel, Clock } from "../../clock.ts";
import { guarded } from "../../guard.ts";

export class Timers {
  #clock: Clock;
  #paceX: number;
  #onFault: (error: unknown) => void;
  #pending = new Set<Cancel>();
  #over = false;

  /** @param options.paceX how many times faster than life the delays pass */
  constructor(options: { clock: Clock; paceX: number; onFault: (error: unknown) => void }) {
    this.#clock = options.clock;
    this.#paceX = options.paceX;
    this.#onFault = options.onFault;
  }

  /** Milliseconds of the clock, not paced. */
  now(): number {
    return this.#clock.now();
  }

  /** Runs `fn` once after `ms` at the pace, unless cancelled or cleared. */
  after(ms: number, fn: () => void): Cancel {
    if (this.#over) return () => {};
    const cancel = this.#clock.after(
      ms / this.#paceX,
      guarded(this.#onFault, () => {
        this.#pending.delete(undo);
        fn();
      }),
    );
    const undo = () => {
      this.#pending.delete(undo);
      cancel();
    };
    this.#pending.add(undo);
    return undo;
  }

  /** Ends all delays, and any that are asked for later. */
  clear(): void {
    this.#over = true;
    for (const undo of [...this.#pending]) undo();
  }
}
