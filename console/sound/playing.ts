// From the agent's sound as it came to samples for the sound card: decoded, queued, raised to the card's rate.
// Pure apart from its memory; runs in the audio thread and knows no browser.
import { PowerMeter } from "./loudness.ts";
import { PlayQueue } from "./play_queue.ts";
import { RateChanger } from "./rate_changer.ts";
import { LINE_RATE, toFloats } from "./ulaw.ts";
import type { PlayerReport } from "./worklet_messages.ts";

/** Samples of the line that are taken at a time: 5 ms. */
const BITE = 40;

export class Playing {
  readonly #queue = new PlayQueue(LINE_RATE);
  readonly #bite = new Float32Array(BITE);
  readonly #raise: RateChanger;
  readonly #meter = new PowerMeter();
  /** At the card's rate, not played yet. */
  #ready = new Float32Array(0);
  #at = 0;

  constructor(cardHz: number) {
    this.#raise = new RateChanger(LINE_RATE, cardHz);
  }

  /** Mono mu-law. */
  take(audio: ArrayBuffer): void {
    this.#queue.push(toFloats(new Uint8Array(audio)));
  }

  clear(): void {
    this.#queue.clear();
  }

  /** Fills all channels alike, at the card's rate. */
  fill(channels: readonly Float32Array[]): void {
    const length = channels[0]?.length ?? 0;
    for (let i = 0; i < length; i++) {
      if (this.#at === this.#ready.length) this.#more();
      const sample = this.#ready[this.#at++]!;
      for (const channel of channels) channel[i] = sample;
    }
  }

  /** Whether all that came has been played since this was asked last. */
  takeRanDry(): boolean {
    return this.#queue.takeRanDry();
  }

  /** Since the last one. */
  report(): Extract<PlayerReport, { level: number }> {
    return { level: this.#meter.take() };
  }

  #more(): void {
    do {
      this.#queue.pull(this.#bite);
      this.#meter.add(this.#bite);
      this.#ready = this.#raise.push(this.#bite) as Float32Array<ArrayBuffer>;
    } while (this.#ready.length === 0);
    this.#at = 0;
  }
}
