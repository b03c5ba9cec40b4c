// The low-pass filter that a change of rate needs: a sinc under Kaiser's window, cut into phases. Pure; one for each
// pair of rates, made when first asked for.

/**
 * Share of the lower rate up to which sound passes unchanged. At 0.425 of it, the 3,400 of 8,000 Hz where a telephone's
 * band ends, less than 0.1 dB is missing.
 */
const PASS = 0.42;
/** From here on, half of the lower rate, everything would come back as another sound: it is silenced. */
const STOP = 0.5;
/** A little more than the 60 dB that are wanted, for every 6 dB cost a tenth of the work. Mu-law itself hisses at 38. */
const STOP_DB = 63;

export interface Rates {
  fromHz: number;
  toHz: number;
}

export interface Filter {
  /** Output samples come `up` for every `down` input samples. */
  readonly up: number;
  readonly down: number;
  /** Coefficients of a phase. */
  readonly taps: number;
  /** Row by row, one for each of `up` phases; oldest input first. */
  readonly coefficients: Float64Array;
  /** Taps before the middle, counted at the rate that both divide: the filter's delay. */
  readonly centre: number;
}

const filters = new Map<string, Filter>();

/** Streams share it. Throws RangeError unless the rates are whole numbers above 0. */
export function filterFor({ fromHz, toHz }: Rates): Filter {
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

function designed(fromHz: number, toHz: number): Filter {
  const both = divisor(fromHz, toHz);
  const up = toHz / both;
  const down = fromHz / both;
  if (up === 1 && down === 1) {
    return { up, down, taps: 1, centre: 0, coefficients: Float64Array.of(1) };
  }
  const lower = Math.min(fromHz, toHz) / (fromHz * up);
  const beta = 0.1102 * (STOP_DB - 8.7);
  const half = Math.ceil((STOP_DB - 8) / (2.285 * 2 * Math.PI * (STOP - PASS) * lower) / 2);
  const cutoff = (PASS + STOP) * lower;
  const taps = Math.ceil((2 * half + 1) / up);
  const coefficients = new Float64Array(up * taps);
  for (let phase = 0; phase < up; phase++) {
    const row = coefficients.subarray(phase * taps, (phase + 1) * taps);
    for (let tap = 0; tap < taps; tap++) {
      const x = phase + (taps - 1 - tap) * up - half;
      row[tap] = Math.abs(x) > half ? 0 : sinc(cutoff * x) * kaiser(x / half, beta);
    }
    // Each phase passes a steady value exactly, or it would hum at the rate of the phases.
    const sum = row.reduce((total, one) => total + one, 0);
    for (let tap = 0; tap < taps; tap++) row[tap]! /= sum;
  }
  return { up, down, taps, centre: half, coefficients };
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
