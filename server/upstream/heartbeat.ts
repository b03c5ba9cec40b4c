// Notices a peer that is gone without a word: a ping every four seconds, an answer within four (O-25):
// until then a caller who speaks hears nothing.
// Knows nothing of what the socket carries.
import type { Cancel, Clock } from "../clock.ts";
import { guarded } from "../guard.ts";

const EVERY_MS = 4000;
const ANSWER_MS = 4000;

export interface HeartbeatOptions {
  clock: Clock;
  /** Asks for a sign of life; false where it could not. */
  ping: () => boolean;
  /** Called once, when nobody answered. */
  dead: () => void;
  fault: (error: unknown) => void;
}

export class Heartbeat {
  #options: HeartbeatOptions;
  #cancel: Cancel;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#cancel = this.#after(EVERY_MS, () => this.#beat());
  }

  /** A sign of life. */
  pong(): void {
    this.#cancel();
    this.#cancel = this.#after(EVERY_MS, () => this.#beat());
  }

  stop(): void {
    this.#cancel();
  }

  #beat(): void {
    this.#cancel = this.#options.ping()
      ? this.#after(ANSWER_MS, this.#options.dead)
      : this.#after(EVERY_MS, () => this.#beat());
  }

  #after(ms: number, fn: () => void): Cancel {
    return this.#options.clock.after(ms, guarded(this.#options.fault, fn));
  }
}
