// Notices a peer that is gone without a word (O-25): a ping now and then, an answer within four seconds.
// Knows nothing of what the socket carries.
import type { Cancel, Clock } from "../clock.ts";
import { guarded } from "../guard.ts";

const ANSWER_MS = 4000;

export interface HeartbeatOptions {
  clock: Clock;
  everyMs: number;
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
    this.#cancel = this.#after(options.everyMs, () => this.#beat());
  }

  /** A sign of life. */
  pong(): void {
    this.#cancel();
    this.#cancel = this.#after(this.#options.everyMs, () => this.#beat());
  }

  stop(): void {
    this.#cancel();
  }

  #beat(): void {
    this.#cancel = this.#options.ping()
      ? this.#after(ANSWER_MS, this.#options.dead)
      : this.#after(this.#options.everyMs, () => this.#beat());
  }

  #after(ms: number, fn: () => void): Cancel {
    return this.#options.clock.after(ms, guarded(this.#options.fault, fn));
  }
}
