// From the microphone's samples to pieces for the line: lowered to its rate, in mu-law, 40 ms each.
// Pure apart from its memory; runs in the audio thread and knows no browser.
import { PowerMeter } from "./loudness.ts";
import { RateChanger } from "./rate_changer.ts";
import { fromFloats, LINE_RATE } from "./ulaw.ts";
import type { SpeakerReport } from "./worklet_messages.ts";

export const PIECE_BYTES = LINE_RATE * 40 / 1000;

export class Speaking {
  readonly #lower: RateChanger;
  readonly #piece = new Float32Array(PIECE_BYTES);
  #length = 0;
  readonly #meter = new PowerMeter();

  constructor(cardHz: number) {
    this.#lower = new RateChanger(cardHz, LINE_RATE);
  }

  /** Takes what was heard and gives the pieces that are full. */
  take(samples: Float32Array): SpeakerReport[] {
    const full: SpeakerReport[] = [];
    for (const sample of this.#lower.push(samples)) {
      this.#piece[this.#length++] = sample;
      if (this.#length < this.#piece.length) continue;
      this.#meter.add(this.#piece);
      full.push({ piece: fromFloats(this.#piece), level: this.#meter.take() });
      this.#length = 0;
    }
    return full;
  }
}
