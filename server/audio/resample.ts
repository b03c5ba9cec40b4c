// Changes the rate of a stream of 16-bit samples: a polyphase low-pass filter with a memory, one object for each
// stream. Pure apart from that memory; knows nothing of codecs or calls.
import { type Filter, filterFor, type Rates } from "./low_pass.ts";
import { Scratch } from "./scratch.ts";

/** Input samples that fit in besides the filter's memory, before the memory moves to the front again. */
const BLOCK = 1024;

/**
 * Output sample i lies at the same moment as the input: no delay is left in the sound. What can be made is made at
 * once, but a sample can be made only when half a filter's length of input after it is known, so output comes this
 * much later than input, and the last of it with `flush`:
 *
 * | lower of the two rates | every rate above it |
 * | ---------------------- | ------------------- |
 * | 8 kHz                  | 3.1 ms              |
 * | 12 kHz                 | 2.1 ms              |
 * | 16 kHz                 | 1.6 ms              |
 * | 24 kHz                 | 1.1 ms              |
 *
 * The samples are the same however the stream is cut. Where pieces are of one length, nothing is allocated.
 */
export class Resampler {
  readonly #filter: Filter;
  /** The filter's memory and then the input that came since, up to `#end`. */
  readonly #kept: Float64Array;
  #end: number;
  /** How much more input was received than output made, counted at the rate that both divide. */
  #lead = 0;
  readonly #out = new Scratch();

  /** Throws RangeError unless the rates are whole numbers above 0. */
  constructor(rates: Rates) {
    this.#filter = filterFor(rates);
    this.#kept = new Float64Array(this.#filter.taps * 2 + BLOCK);
    // Before its beginning a stream is silent.
    this.#end = this.#filter.taps - 1;
  }

  /** Takes samples and gives what can be made of them. The result is overwritten by the next call. */
  push(pcm: Int16Array): Int16Array {
    const out = this.#out.take(this.#ready(pcm.length));
    const kept = this.#kept;
    let made = 0;
    for (let at = 0; at < pcm.length;) {
      const block = Math.min(pcm.length - at, BLOCK);
      const length = this.#ready(block);
      this.#makeRoom(block);
      for (let i = 0, end = this.#end; i < block; i++) kept[end + i] = pcm[at + i]!;
      this.#take(block);
      this.#make(out, made, length);
      at += block;
      made += length;
    }
    return out;
  }

  /** The rest of the stream, overwritten by the next call; the stream begins anew. */
  flush(): Int16Array {
    const { up, down, centre } = this.#filter;
    const length = Math.max(0, Math.ceil(this.#lead / down));
    const silent = Math.ceil(centre / up);
    this.#makeRoom(silent);
    this.#kept.fill(0, this.#end, this.#end + silent);
    this.#take(silent);
    const out = this.#out.take(length);
    this.#make(out, 0, length);
    this.reset();
    return out;
  }

  /** Forgets everything; the stream begins anew. */
  reset(): void {
    this.#kept.fill(0, 0, this.#end);
    this.#end = this.#filter.taps - 1;
    this.#lead = 0;
  }

  /** Output samples that could be made after `more` samples of input: those that lie `centre` or more behind. */
  #ready(more: number): number {
    const { up, down, centre } = this.#filter;
    return Math.max(0, Math.floor((this.#lead + more * up - 1 - centre) / down) + 1);
  }

  #makeRoom(more: number): void {
    if (this.#end + more <= this.#kept.length) return;
    const memory = this.#filter.taps - 1;
    this.#kept.copyWithin(0, this.#end - memory, this.#end);
    this.#end = memory;
  }

  #take(samples: number): void {
    this.#end += samples;
    this.#lead += samples * this.#filter.up;
  }

  #make(out: Int16Array, from: number, length: number): void {
    const { up, down, taps, centre } = this.#filter;
    // Where the next sample lies, against the end of the input.
    const behind = centre - this.#lead;
    const whole = Math.floor(behind / up);
    const oldest = this.#end + whole - taps + 1;
    const phase = behind - whole * up;
    const to = from + length;
    if (up === 1) this.#makeFewer(out, from, to, oldest);
    else if (down === 1) this.#makeMore(out, from, to, oldest, phase);
    else this.#makeAny(out, from, to, oldest, phase);
    this.#lead -= length * down;
  }

  // The ratios of telephones are whole, and these two are most of what a resampled call costs: four samples are made
  // side by side, which takes a third of the time. Each is added up in the same order as when it is made alone.

  /** One phase, whose coefficients are the same from both ends: both inputs are added before they are multiplied. */
  #makeFewer(out: Int16Array, from: number, to: number, oldest: number): void {
    const { down, taps, coefficients } = this.#filter;
    const kept = this.#kept;
    const half = taps >> 1;
    const middle = coefficients[half]!;
    let at = from;
    let old = oldest;
    for (; at + 3 < to; at += 4, old += 4 * down) {
      const old1 = old + down;
      const old2 = old1 + down;
      const old3 = old2 + down;
      let sum = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      for (let tap = 0, end = taps - 1; tap < half; tap++, end--) {
        const coefficient = coefficients[tap]!;
        sum += coefficient * (kept[old + tap]! + kept[old + end]!);
        sum1 += coefficient * (kept[old1 + tap]! + kept[old1 + end]!);
        sum2 += coefficient * (kept[old2 + tap]! + kept[old2 + end]!);
        sum3 += coefficient * (kept[old3 + tap]! + kept[old3 + end]!);
      }
      out[at] = rounded(sum + middle * kept[old + half]!);
      out[at + 1] = rounded(sum1 + middle * kept[old1 + half]!);
      out[at + 2] = rounded(sum2 + middle * kept[old2 + half]!);
      out[at + 3] = rounded(sum3 + middle * kept[old3 + half]!);
    }
    for (; at < to; at++, old += down) {
      let sum = 0;
      for (let tap = 0, end = taps - 1; tap < half; tap++, end--) {
        sum += coefficients[tap]! * (kept[old + tap]! + kept[old + end]!);
      }
      out[at] = rounded(sum + middle * kept[old + half]!);
    }
  }

  /** Phase by phase: the next sample of a phase needs the same input but one, which is passed on. */
  #makeMore(out: Int16Array, from: number, to: number, oldest: number, phase: number): void {
    const { up, taps, coefficients } = this.#filter;
    const kept = this.#kept;
    const firsts = Math.min(to, from + up);
    for (let first = from; first < firsts; first++) {
      const row = phase * taps;
      let at = first;
      let old = oldest;
      for (; at + 3 * up < to; at += 4 * up, old += 4) {
        let sum = 0;
        let sum1 = 0;
        let sum2 = 0;
        let sum3 = 0;
        let input = kept[old]!;
        let input1 = kept[old + 1]!;
        let input2 = kept[old + 2]!;
        for (let tap = 0; tap < taps; tap++) {
          const coefficient = coefficients[row + tap]!;
          const input3 = kept[old + 3 + tap]!;
          sum += coefficient * input;
          sum1 += coefficient * input1;
          sum2 += coefficient * input2;
          sum3 += coefficient * input3;
          input = input1;
          input1 = input2;
          input2 = input3;
        }
        out[at] = rounded(sum);
        out[at + up] = rounded(sum1);
        out[at + 2 * up] = rounded(sum2);
        out[at + 3 * up] = rounded(sum3);
      }
      for (; at < to; at += up, old++) out[at] = this.#one(row, old);
      if (++phase === up) {
        phase = 0;
        oldest++;
      }
    }
  }

  #makeAny(out: Int16Array, from: number, to: number, oldest: number, phase: number): void {
    const { up, down, taps } = this.#filter;
    for (let at = from; at < to; at++) {
      out[at] = this.#one(phase * taps, oldest);
      for (phase += down; phase >= up; phase -= up) oldest++;
    }
  }

  #one(row: number, oldest: number): number {
    const { taps, coefficients } = this.#filter;
    const kept = this.#kept;
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) sum += coefficients[row + tap]! * kept[oldest + tap]!;
    return rounded(sum);
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

/** To a sample, clipped where it would wrap around. */
function rounded(sum: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(sum)));
}
