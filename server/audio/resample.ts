// Changes the rate of a stream of 16-bit samples: a polyphase low-pass filter with a memory, one object for each
// stream. Pure apart from that memory; knows nothing of codecs or calls.

/** Share of the lower rate up to which sound passes unchanged: 3,400 of 8,000 Hz, the band of a telephone. */
const PASS = 0.425;
/** From here on, half of the lower rate, everything would come back as another sound: it is silenced. */
const STOP = 0.5;
const STOP_DB = 72;

export interface Rates {
  fromHz: number;
  toHz: number;
}

/** The filter of one pair of rates; streams share it. */
interface Filter {
  /** Output samples come `up` for every `down` input samples. */
  up: number;
  down: number;
  /** Coefficients by phase, newest input first. */
  phases: readonly Float64Array[];
  /** Taps before the middle, counted at the rate that both divide: the filter's delay, which is taken out. */
  centre: number;
}

/**
 * Output sample i lies at the same moment as the input: no delay is left in the sound, but the last few
 * milliseconds come with `flush`.
 */
export class Resampler {
  readonly #filter: Filter;
  /** Input that is still needed; index 0 lies at `#base` of the stream. */
  #kept: Float64Array;
  #count: number;
  #base: number;
  #received = 0;
  #made = 0;
  #out = new Int16Array(0);

  constructor(rates: Rates) {
    this.#filter = filterFor(rates);
    const taps = this.#filter.phases[0]!.length;
    this.#kept = new Float64Array(taps * 4);
    // Before its beginning a stream is silent.
    this.#count = taps - 1;
    this.#base = 1 - taps;
  }

  /** Takes samples and gives what can be made of them. The result is overwritten by the next call. */
  push(pcm: Int16Array): Int16Array {
    this.#keep(pcm.length);
    for (let i = 0; i < pcm.length; i++) this.#kept[this.#count + i] = pcm[i]!;
    this.#count += pcm.length;
    this.#received += pcm.length;
    return this.#make(Infinity);
  }

  /** The rest of the stream. Nothing may be pushed afterwards. */
  flush(): Int16Array {
    const { up, down, centre } = this.#filter;
    const silent = Math.ceil((centre + down) / up) + 1;
    this.#keep(silent);
    this.#kept.fill(0, this.#count, this.#count + silent);
    this.#count += silent;
    return this.#make(Math.ceil(this.#received * up / down));
  }

  #keep(more: number): void {
    if (this.#count + more <= this.#kept.length) return;
    const larger = new Float64Array((this.#count + more) * 2);
    larger.set(this.#kept.subarray(0, this.#count));
    this.#kept = larger;
  }

  #make(limit: number): Int16Array {
    const { up, down, phases, centre } = this.#filter;
    const taps = phases[0]!.length;
    const end = this.#base + this.#count;
    // Output n is the filter's answer at n * down + centre on the common rate; it needs input up to there.
    const ready = Math.min(limit, Math.floor((end * up - 1 - centre) / down) + 1);
    const length = Math.max(0, ready - this.#made);
    if (this.#out.length < length) this.#out = new Int16Array(length * 2);
    for (let i = 0; i < length; i++) {
      const at = (this.#made + i) * down + centre;
      const newest = Math.floor(at / up);
      const phase = phases[at - newest * up]!;
      const from = newest - this.#base;
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) sum += phase[tap]! * this.#kept[from - tap]!;
      this.#out[i] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
    }
    this.#made += length;
    this.#forget(Math.floor((this.#made * down + centre) / up) - taps + 1);
    return this.#out.subarray(0, length);
  }

  /** Drops input before `oldest`. */
  #forget(oldest: number): void {
    const gone = Math.min(this.#count, Math.max(0, oldest - this.#base));
    this.#kept.copyWithin(0, gone, this.#count);
    this.#count -= gone;
    this.#base += gone;
  }
}

/** A whole recording at once. */
export function resample(pcm: Int16Array, rates: Rates): Int16Array {
  const resampler = new Resampler(rates);
  const first = resampler.push(pcm).slice();
  const last = resampler.flush();
  const all = new Int16Array(first.length + last.length);
  all.set(first);
  all.set(last, first.length);
  return all;
}

const filters = new Map<string, Filter>();

function filterFor({ fromHz, toHz }: Rates): Filter {
  if (!(Number.isInteger(fromHz) && Number.isInteger(toHz) && fromHz > 0 && toHz > 0)) {
    throw new RangeError(
      `Cannot resample: rates must be whole numbers, received ${fromHz} and ${toHz}`,
    );
  }
  const key = `${fromHz}/${toHz}`;
  const known = filters.get(key);
  if (known) return known;
  const made = designed(fromHz, toHz);
  filters.set(key, made);
  return made;
}

/** A sinc under Kaiser's window, cut into phases. */
function designed(fromHz: number, toHz: number): Filter {
  const both = divisor(fromHz, toHz);
  const up = toHz / both;
  const down = fromHz / both;
  if (up === 1 && down === 1) return { up, down, centre: 0, phases: [new Float64Array([1])] };
  const lower = Math.min(fromHz, toHz) / (fromHz * up);
  const beta = 0.1102 * (STOP_DB - 8.7);
  const half = Math.ceil((STOP_DB - 8) / (2.285 * 2 * Math.PI * (STOP - PASS) * lower) / 2);
  const cutoff = (PASS + STOP) * lower;
  const taps = Math.ceil((2 * half + 1) / up);
  const phases = Array.from({ length: up }, (_, phase) => {
    const coefficients = Float64Array.from({ length: taps }, (_, tap) => {
      const x = phase + tap * up - half;
      return Math.abs(x) > half ? 0 : sinc(cutoff * x) * kaiser(x / half, beta);
    });
    // Each phase passes a steady value exactly, or it would hum at the rate of the phases.
    const sum = coefficients.reduce((total, one) => total + one, 0);
    return coefficients.map((one) => one / sum);
  });
  return { up, down, phases, centre: half };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number, beta: number): number {
  return bessel(beta * Math.sqrt(Math.max(0, 1 - x * x))) / bessel(beta);
}

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
