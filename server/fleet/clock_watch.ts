// Says so where this machine's clock is not the store's. Nothing between instances hangs on it, but the day of the budget,
// sessions, signatures and the times of calls do: each instance goes by its own.
import type { Clock } from "../clock.ts";
import type { Log } from "../observe/log.ts";

const MOST_MS = 5000;
const SAID_EVERY_MS = 10 * 60_000;

export class ClockWatch {
  readonly #clock: Clock;
  readonly #log: Log;
  #saidAtMs = -Infinity;

  constructor({ clock, log }: { clock: Clock; log: Log }) {
    this.#clock = clock;
    this.#log = log;
  }

  /** `storeMs`: the store's wall clock when it answered; `tookMs`: how long asking took, by which it may be old. */
  compare(storeMs: number, tookMs: number): void {
    const aheadMs = this.#clock.wall() - storeMs;
    if (Math.abs(aheadMs) <= MOST_MS + tookMs) return;
    if (this.#clock.now() - this.#saidAtMs < SAID_EVERY_MS) return;
    this.#saidAtMs = this.#clock.now();
    this.#log.warn("clock_differs_from_store", { aheadSeconds: Math.round(aheadMs / 1000) });
  }
}
