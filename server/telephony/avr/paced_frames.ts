// The way out over avr's HTTP protocol: a frame each 20 ms on an absolute schedule, because what has left cannot be
// taken back and a caller who interrupts must be heard at once (avr § 1). Knows no stream and no call.
//
// Between answers nothing is sent: the core keeps its caller's line alive, as it does for connectors of the WebSocket
// protocol, which send no silence either; and Asterisk's rule of two seconds counts both directions.
import type { Cancel, Clock } from "../../clock.ts";
import { guarded } from "../../guard.ts";
import { FRAME_MS, Frames, ULAW_FRAME_BYTES } from "./frames.ts";

export interface PacedFramesOptions {
  clock: Clock;
  write(frame: Uint8Array<ArrayBuffer>): void;
  /** Whether the core takes what is written. */
  hasRoom(): boolean;
  onSlow(): void;
  onReads(): void;
  /** It has taken nothing for five seconds. */
  onStuck(): void;
  onFault(error: unknown): void;
}

/**
 * Frames that run ahead of the schedule, against timers and networks that come late. What a caller still hears of an
 * answer after an interruption is no more than these.
 */
const LEAD_FRAMES = 2;
const LEAD_MS = LEAD_FRAMES * FRAME_MS;
const LOOK_EVERY_MS = 50;
const STUCK_AFTER_MS = 5_000;

export class PacedFrames {
  #options: PacedFramesOptions;
  #frames = new Frames();
  #queue: Uint8Array<ArrayBuffer>[] = [];
  /** The stretch of sound without a hole that is being sent: when it began, and its frames so far. */
  #stretch = { atMs: -Infinity, frames: 0 };
  #slowSinceMs: number | null = null;
  #timer: Cancel | null = null;
  /** Called once all has left: nothing more will come. */
  #finished: (() => void) | null = null;

  constructor(options: PacedFramesOptions) {
    this.#options = options;
  }

  /** Bytes of mu-law that are due and do not leave; what waits for its time does not count. */
  get unsentBytes(): number {
    return this.#slowSinceMs === null ? 0 : this.#queue.length * ULAW_FRAME_BYTES;
  }

  play(ulaw: Uint8Array): void {
    this.#queue.push(...this.#frames.push(ulaw));
    this.#pump();
  }

  /** Nothing of an answer stays behind. */
  rest(): void {
    const frame = this.#frames.rest();
    if (frame) this.#queue.push(frame);
    this.#pump();
  }

  /** Drops what has not left; returns its bytes of mu-law. No timer is left. */
  drop(): number {
    const dropped = this.#queue.length * ULAW_FRAME_BYTES + this.#frames.clear();
    this.#queue = [];
    this.#timer?.();
    this.#timer = null;
    this.#slowSinceMs = null;
    this.#finished = null;
    return dropped;
  }

  /** Calls `finished` once what waits has left in its turn; `drop` forgets about it. */
  finish(finished: () => void): void {
    this.#finished = finished;
    this.rest();
  }

  #pump(): void {
    const { clock, write, hasRoom } = this.#options;
    const nowMs = clock.now();
    while (this.#queue.length > 0) {
      // Later than the lead covers: the caller has heard the hole already, and the rest must not be late for ever.
      if (nowMs - this.#dueMs() > LEAD_MS) this.#stretch = { atMs: nowMs, frames: 0 };
      if (this.#dueMs() > nowMs) break;
      if (!hasRoom()) return this.#wait(nowMs);
      write(this.#queue.shift()!);
      this.#stretch.frames++;
      this.#goesOn();
    }
    if (this.#queue.length > 0) return this.#wakeIn(Math.ceil(this.#dueMs() - nowMs));
    const finished = this.#finished;
    this.#finished = null;
    finished?.();
  }

  /** When the next frame is due. */
  #dueMs(): number {
    return this.#stretch.atMs + Math.max(0, this.#stretch.frames - LEAD_FRAMES) * FRAME_MS;
  }

  #wait(nowMs: number): void {
    const { onSlow, onStuck } = this.#options;
    if (this.#slowSinceMs === null) {
      this.#slowSinceMs = nowMs;
      this.#wakeIn(LOOK_EVERY_MS);
      return onSlow();
    }
    if (nowMs - this.#slowSinceMs >= STUCK_AFTER_MS) return onStuck();
    this.#wakeIn(LOOK_EVERY_MS);
  }

  #goesOn(): void {
    if (this.#slowSinceMs === null) return;
    this.#slowSinceMs = null;
    this.#options.onReads();
  }

  #wakeIn(ms: number): void {
    const { clock, onFault } = this.#options;
    this.#timer?.();
    this.#timer = clock.after(
      ms,
      guarded(onFault, () => {
        this.#timer = null;
        this.#pump();
      }),
    );
  }
}
