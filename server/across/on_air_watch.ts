// While somebody of another instance speaks in a call both ends of their line say that they are there, so that a caller
// waits in silence no longer than they must, and nobody speaks to nobody. A line by itself notices after six seconds.
import type { Cancel, Clock } from "../clock.ts";

const SAY_MS = 500;
const SILENCE_MS = 2500;
const HERE = JSON.stringify({ type: "here" });

export interface OnAirWatchOptions {
  clock: Pick<Clock, "now" | "after">;
  /** To the other end, which leaves out what it does not understand. */
  send(text: string): void;
  /** Nothing comes from the other end, which is of a version that says that it is there. */
  onSilence(): void;
}

export class OnAirWatch {
  readonly #options: OnAirWatchOptions;
  #cancel: Cancel | null = null;
  #heardAtMs = 0;
  #tickedAtMs = 0;
  #saysSo = false;

  constructor(options: OnAirWatchOptions) {
    this.#options = options;
  }

  /** Something came. */
  heard(data: string | Uint8Array): void {
    this.#heardAtMs = this.#options.clock.now();
    if (data === HERE) this.#saysSo = true;
  }

  set(onAir: boolean): void {
    if (!onAir) return this.stop();
    if (this.#cancel) return;
    this.#heardAtMs = this.#tickedAtMs = this.#options.clock.now();
    this.#tick();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #tick(): void {
    const { clock, send, onSilence } = this.#options;
    const nowMs = clock.now();
    // A process that was held up has not read what came meanwhile.
    if (nowMs - this.#tickedAtMs > SAY_MS * 2) this.#heardAtMs = nowMs;
    this.#tickedAtMs = nowMs;
    this.#cancel = clock.after(SAY_MS, () => this.#tick());
    if (this.#saysSo && nowMs - this.#heardAtMs >= SILENCE_MS) {
      this.stop();
      return onSilence();
    }
    send(HERE);
  }
}
