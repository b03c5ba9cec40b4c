// Changes the rate of a stream of samples between the sound card's and the line's: a windowed low-pass with a memory.
// Pure apart from that memory. Coarser than server/audio/resample.ts, which the console must not import.

/** Zero crossings of the filter on each side, at the lower of the two rates. */
const CROSSINGS = 16;
/** Share of the lower rate's half that passes. */
const PASSES = 0.9;

export class RateChanger {
  readonly #up: number;
  readonly #down: number;
  readonly #taps: number;
  /** For each place between two input samples, its coefficients. */
  readonly #phases: readonly Float32Array[];
  #kept: Float32Array;
  /** Where the next sample to be made lies, in 1/up of an input sample from the beginning of `#kept`. */
  #at = 0;

  /** Whole numbers above 0. */
  constructor(fromHz: number, toHz: number) {
    const common = divisor(fromHz, toHz);
    this.#up = toHz / common;
    this.#down = fromHz / common;
    const narrow = Math.min(1, toHz / fromHz);
    this.#taps = 2 * Math.ceil(CROSSINGS / narrow);
    const cutoff = PASSES * narrow;
    this.#phases = Array.from(
      { length: this.#up },
      (_, phase) => coefficients(this.#taps, phase / this.#up, cutoff),
    );
    // Before its beginning a stream is silent.
    this.#kept = new Float32Array(this.#taps - 1);
  }

  /** What can be made of it; the samples are the same however the stream is cut. */
  push(input: Float32Array): Float32Array {
    const all = new Float32Array(this.#kept.length + input.length);
    all.set(this.#kept);
    all.set(input, this.#kept.length);
    const starts = all.length - this.#taps + 1;
    const length = Math.max(0, Math.ceil((starts * this.#up - this.#at) / this.#down));
    const out = new Float32Array(length);
    for (let i = 0; i < length; i++) {
      const first = Math.floor(this.#at / this.#up);
      const phase = this.#phases[this.#at % this.#up]!;
      let sum = 0;
      for (let tap = 0; tap < phase.length; tap++) sum += phase[tap]! * all[first + tap]!;
      out[i] = sum;
      this.#at += this.#down;
    }
    const done = Math.min(Math.floor(this.#at / this.#up), all.length);
    this.#kept = all.slice(done);
    this.#at -= done * this.#up;
    return out;
  }
}

/** For a sample that lies `place` (0 to 1) after the middle one of `taps`. Their sum is 1. */
function coefficients(taps: number, place: number, cutoff: number): Float32Array {
  const half = taps / 2;
  const raw = Array.from({ length: taps }, (_, tap) => {
    const x = tap - (half - 1) - place;
    return sinc(x * cutoff) * window(x / half);
  });
  const sum = raw.reduce((all, value) => all + value, 0);
  return Float32Array.from(raw, (value) => value / sum);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Blackman's, from -1 to 1. */
function window(x: number): number {
  if (Math.abs(x) >= 1) return 0;
  return 0.42 + 0.5 * Math.cos(Math.PI * x) + 0.08 * Math.cos(2 * Math.PI * x);
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
