// Audio that a test knows byte for byte: a counter that tells the item it belongs to. Pure.
// It is never silence (0xff), and 160-byte frames of it are all different.
import { BYTES_PER_MS } from "../../audio/ulaw.ts";

/** A prime, so that the counter never falls into step with frames of 160 bytes. */
const CYCLE = 251;

/** @param number which answer of a connection it is, from 1 @param audioMs its length */
export function toneAudio(number: number, audioMs: number): Uint8Array {
  const audio = new Uint8Array(Math.round(audioMs * BYTES_PER_MS));
  for (let i = 0; i < audio.length; i++) {
    audio[i] = (number * 83 + i + Math.floor(i / CYCLE) * 7) % CYCLE;
  }
  return audio;
}

/** Words that take about as long: one for each 400 ms. */
export function toneText(number: number, audioMs: number): string {
  const words = Math.max(1, Math.round(audioMs / 400));
  return `Answer ${number}${" la".repeat(words)}.`;
}
