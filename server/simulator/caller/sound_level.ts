// Tells sound from silence, as an ear on a phone does. Pure.
import { rms } from "../../audio/ulaw.ts";

/** Root mean square from which a window is sound: 52 dB below full scale; a resampler's ripple stays below it. */
const THRESHOLD = 80;
/** 20 ms. */
const WINDOW_BYTES = 160;

/** The windows of some audio that are sound, as stretches of bytes; neighbours are one. */
export function soundIn(ulaw: Uint8Array): { from: number; until: number }[] {
  const stretches: { from: number; until: number }[] = [];
  for (let from = 0; from < ulaw.length; from += WINDOW_BYTES) {
    const until = Math.min(ulaw.length, from + WINDOW_BYTES);
    if (rms(ulaw.subarray(from, until)) < THRESHOLD) continue;
    const last = stretches.at(-1);
    if (last?.until === from) last.until = until;
    else stretches.push({ from, until });
  }
  return stretches;
}
