// Timers for tests: time passes only by `advance`. Never imported by the console itself.
import type { Cancel, Timers } from "./timers.ts";

export class FakeTimers implements Timers {
  #nowMs: number;
  #pending: { dueMs: number; fn: () => void }[] = [];

  constructor(nowMs = 1_700_000_000_000) {
    this.#nowMs = nowMs;
  }

  wallMs(): number {
    return this.#nowMs;
  }

  after(ms: number, fn: () => void): Cancel {
    const timer = { dueMs: this.#nowMs + ms, fn };
    this.#pending.push(timer);
    return () => {
      this.#pending = this.#pending.filter((other) => other !== timer);
    };
  }

  get pending(): number {
    return this.#pending.length;
  }

  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const due = this.#pending.filter((timer) => timer.dueMs <= untilMs)
        .sort((a, b) => a.dueMs - b.dueMs)[0];
      if (!due) break;
      this.#pending = this.#pending.filter((timer) => timer !== due);
      this.#nowMs = due.dueMs;
      due.fn();
    }
    this.#nowMs = untilMs;
  }

  /** Lets every promise that is ready go on. */
  async settle(): Promise<void> {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  }
}
