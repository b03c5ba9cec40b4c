// The queue of chan_websocket (avr § 6): frames of 20 ms that leave one by one, flow control, marks. It holds no sound,
// only knows when what was queued is over; time comes from the clock.
import type { Cancel, Clock } from "../../clock.ts";

export const XOFF_LEVEL = 900;
export const XON_LEVEL = 800;
/** Beyond it frames are dropped. */
const MAX_FRAMES = 1000;
const FRAME_MS = 20;

export interface MediaQueueOptions {
  clock: Clock;
  onXoff(): void;
  onXon(): void;
}

export class MediaQueue {
  readonly #clock: Clock;
  readonly #options: MediaQueueOptions;
  readonly #waiting = new Set<Cancel>();
  #untilMs = -Infinity;
  #cancelXon: Cancel | undefined;
  #full = false;

  constructor(options: MediaQueueOptions) {
    this.#clock = options.clock;
    this.#options = options;
  }

  /** Frames that have not begun to leave. */
  get frames(): number {
    return Math.max(0, Math.ceil((this.#untilMs - this.#clock.now()) / FRAME_MS - 1e-6));
  }

  /** Between XOFF and XON. */
  get isFull(): boolean {
    return this.#full;
  }

  /** @returns how many frames found room */
  push(frames: number): number {
    const taken = Math.min(frames, MAX_FRAMES - this.frames);
    this.#untilMs = Math.max(this.#untilMs, this.#clock.now()) + taken * FRAME_MS;
    if (!this.#full && this.frames >= XOFF_LEVEL) {
      this.#full = true;
      this.#options.onXoff();
      this.#watchXon();
    }
    return taken;
  }

  /** Calls back when all that is queued now has left; never after `flush` or `stop`. */
  whenOver(fn: () => void): void {
    const cancel = this.#clock.after(Math.max(0, this.#untilMs - this.#clock.now()), () => {
      this.#waiting.delete(cancel);
      fn();
    });
    this.#waiting.add(cancel);
  }

  /** All that is queued is dropped, marks too. */
  flush(): void {
    this.stop();
    this.#untilMs = -Infinity;
    if (!this.#full) return;
    this.#full = false;
    this.#options.onXon();
  }

  stop(): void {
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
    this.#cancelXon?.();
  }

  #watchXon(): void {
    const over = this.frames - XON_LEVEL + 1;
    if (over > 0) {
      this.#cancelXon = this.#clock.after(over * FRAME_MS, () => this.#watchXon());
      return;
    }
    this.#full = false;
    this.#options.onXon();
  }
}
