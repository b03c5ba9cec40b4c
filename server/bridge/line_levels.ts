// How loud the caller's line was in the last seconds, so that a cough can be told from speech before the model
// says that it has ended. Knows samples, not words.
import { BYTES_PER_MS, decodeSample } from "../audio/ulaw.ts";

const BLOCK_MS = 20;
const BLOCK_SAMPLES = BLOCK_MS * BYTES_PER_MS;
/** Ten seconds. */
const KEPT_BLOCKS = 500;
/** Power of what still counts as voice beside the loudest of it: 20 dB below. */
const VOICE_SHARE = 0.01;
/** Mean square of a line on which nothing is: an amplitude of about -55 dB. */
const FLOOR = 60 ** 2;

const SQUARES = Float64Array.from({ length: 256 }, (_, code) => decodeSample(code) ** 2);

export class LineLevels {
  /** A ring of mean squares. */
  readonly #blocks = new Float64Array(KEPT_BLOCKS);
  #count = 0;
  #sum = 0;
  #samples = 0;

  /** Mono mu-law, any length. */
  add(audio: Uint8Array): void {
    for (const code of audio) {
      this.#sum += SQUARES[code]!;
      if (++this.#samples === BLOCK_SAMPLES) this.#close();
    }
  }

  /** Milliseconds of the last `ms` that were about as loud as the loudest of them. */
  voicedMs(ms: number): number {
    const kept = Math.min(this.#count, KEPT_BLOCKS, Math.ceil(ms / BLOCK_MS));
    let loudest = FLOOR;
    for (let i = 1; i <= kept; i++) loudest = Math.max(loudest, this.#back(i));
    if (loudest === FLOOR) return 0;
    let voiced = 0;
    for (let i = 1; i <= kept; i++) {
      if (this.#back(i) >= Math.max(FLOOR, loudest * VOICE_SHARE)) voiced++;
    }
    return voiced * BLOCK_MS;
  }

  #close(): void {
    this.#blocks[this.#count++ % KEPT_BLOCKS] = this.#sum / BLOCK_SAMPLES;
    this.#sum = 0;
    this.#samples = 0;
  }

  #back(i: number): number {
    return this.#blocks[(this.#count - i) % KEPT_BLOCKS]!;
  }
}
