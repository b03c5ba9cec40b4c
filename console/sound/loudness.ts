// How loud a stretch of sound is, as a share of a meter. Pure.

/** Quieter than this is nothing on a telephone line. */
const FLOOR_DB = -50;

/** 0 to 1, even in decibels, as the ear hears. `power`: mean square of samples between -1 and 1. */
export function meterShare(power: number): number {
  if (power <= 0) return 0;
  const db = 10 * Math.log10(power);
  return Math.max(0, Math.min(1, 1 - db / FLOOR_DB));
}

/** Adds up samples until it is asked. */
export class PowerMeter {
  #sum = 0;
  #count = 0;

  add(samples: Float32Array): void {
    for (const sample of samples) this.#sum += sample * sample;
    this.#count += samples.length;
  }

  /** Of all since it was asked last. */
  take(): number {
    const share = this.#count === 0 ? 0 : meterShare(this.#sum / this.#count);
    this.#sum = 0;
    this.#count = 0;
    return share;
  }
}
