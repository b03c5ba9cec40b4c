// What the phone tells before our side has decided to answer: kept, within bounds, and told in order afterwards.
// Knows nothing of what is told.
import type { ChannelListener } from "../channel.ts";

type Say = (listener: ChannelListener) => void;

const MAX_WORDS = 400;
/** Of sound in mu-law: five seconds. */
const MAX_SOUND_BYTES = 40_000;

export class EarlyWords {
  #words: Say[] = [];
  #soundBytes = 0;

  /** What is too much is left out. */
  keep(say: Say, soundBytes = 0): void {
    if (this.#words.length >= MAX_WORDS || this.#soundBytes + soundBytes > MAX_SOUND_BYTES) return;
    this.#soundBytes += soundBytes;
    this.#words.push(say);
  }

  /** All of it, once. */
  take(): Say[] {
    this.#soundBytes = 0;
    return this.#words.splice(0);
  }
}
