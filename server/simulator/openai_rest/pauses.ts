// The delays of one request: on one clock, at one pace, and all over when the request is.
import type { Clock } from "../../clock.ts";

export class Pauses {
  #clock: Clock;
  #paceX: number;
  #open = new Set<() => void>();
  #over = false;
  #onEnd: () => void;

  constructor(clock: Clock, { paceX, onEnd }: { paceX: number; onEnd: () => void }) {
    this.#clock = clock;
    this.#paceX = paceX;
    this.#onEnd = onEnd;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Waits; Infinity: until the end. Comes back at once when the request is over. */
  wait(ms: number): Promise<void> {
    if (this.#over) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = ms === Infinity ? () => {} : this.#clock.after(ms / this.#paceX, () => done());
      const done = () => {
        cancel();
        this.#open.delete(done);
        resolve();
      };
      this.#open.add(done);
    });
  }

  end(): void {
    this.#over = true;
    this.#onEnd();
    for (const done of [...this.#open]) done();
  }
}
