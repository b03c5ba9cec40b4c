// A cough as a phone line carries it: a burst of noise, loud at once and fading. Pure; the same each time.
import { BYTES_PER_MS, encodeSample } from "../../audio/ulaw.ts";
import { seededRandom } from "../seeded_random.ts";

const PEAK = 12_000;

/** @returns mono mu-law at 8 kHz, well above any detector's threshold to its last sample */
export function coughSound(ms: number): Uint8Array {
  const random = seededRandom(1);
  const length = Math.round(ms * BYTES_PER_MS);
  return Uint8Array.from({ length }, (_, i) => {
    const level = PEAK * (1 - 0.6 * i / length);
    return encodeSample(Math.round((random() * 2 - 1) * level));
  });
}
