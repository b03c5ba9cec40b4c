// Time as a thing that is handed in, so that every deadline can be tested without waiting.
// Imports nothing; everything may import it.

/** Undoes a pending timer. Calling it late or twice is harmless. */
export type Cancel = () => void;

export interface Clock {
  /** Monotonic milliseconds; for durations and deadlines. */
  now(): number;
  /** Wall clock, UTC milliseconds; for records only. */
  wall(): number;
  /** Runs `fn` once after `ms` milliseconds. */
  after(ms: number, fn: () => void): Cancel;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after(ms, fn) {
    const timer = setTimeout(fn, ms);
    return () => clearTimeout(timer);
  },
};

/** Waits for `what`, `ms` at the most. Rejects as it does in that time. */
export async function within(
  what: Promise<unknown>,
  { clock, ms }: { clock: Pick<Clock, "after">; ms: number },
): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const cancel = clock.after(ms, resolve);
  try {
    await Promise.race([what, late]);
  } finally {
    cancel();
  }
}

/** A clock for tests: time passes only by `advance`, timers fire in order of their due time. */
export class ManualClock implements Clock {
  #now: number;
  #wallBase: number;
  #timers: { dueMs: number; order: number; fn: () => void }[] = [];
  #order = 0;

  constructor(options: { nowMs?: number; wallMs?: number } = {}) {
    this.#now = options.nowMs ?? 0;
    this.#wallBase = (options.wallMs ?? 1_700_000_000_000) - this.#now;
  }

  now(): number {
    return this.#now;
  }

  wall(): number {
    return this.#wallBase + this.#now;
  }

  after(ms: number, fn: () => void): Cancel {
    const timer = { dueMs: this.#now + Math.max(0, ms), order: this.#order++, fn };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** How many timers wait; zero after a call has ended. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Lets `ms` pass, firing what falls due, including timers that were set meanwhile. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const next = this.#timers
        .filter((timer) => timer.dueMs <= until)
        .sort((a, b) => a.dueMs - b.dueMs || a.order - b.order)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.dueMs);
      next.fn();
    }
    this.#now = until;
  }

  /** `advance` in steps, with the microtask queue emptied between them. */
  async run(ms: number, stepMs = 10): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      this.advance(Math.min(stepMs, ms - passed));
      for (let i = 0; i < 8; i++) await Promise.resolve();
    }
  }
}
