// Sounds of a call that nobody says: hold music, the noise of a line, a click. Always the same. Pure.
import { encodeUlaw } from "../../audio/ulaw.ts";
import { seededRandom } from "../seeded_random.ts";

export type SoundKind = "music" | "noise" | "click";

const RATE_HZ = 8000;
/** Of the chords, in Hz, one after another. */
const CHORDS = [[262, 330, 392], [220, 262, 330], [175, 220, 262], [196, 247, 294]];
const CHORD_MS = 700;

/**
 * Mono mu-law at 8 kHz.
 * @param level root mean square in units of 16-bit samples
 */
export function soundOf(kind: SoundKind, { ms, level }: { ms: number; level: number }): Uint8Array {
  const random = seededRandom(ms + level);
  const samples = Math.round(ms * RATE_HZ / 1000);
  const shape = (i: number): number => {
    switch (kind) {
      case "noise":
        return (random() * 2 - 1) * Math.sqrt(3);
      case "click":
        return Math.sin(i / 3) * Math.SQRT2;
      case "music": {
        const chord = CHORDS[Math.floor(i / RATE_HZ * 1000 / CHORD_MS) % CHORDS.length]!;
        const tones = chord.map((hz) => Math.sin(2 * Math.PI * hz * i / RATE_HZ));
        return tones.reduce((sum, tone) => sum + tone, 0) * Math.sqrt(2 / 3);
      }
    }
  };
  return encodeUlaw(Int16Array.from({ length: samples }, (_, i) => clip(shape(i) * level)));
}

function clip(sample: number): number {
  return Math.max(-32_000, Math.min(32_000, Math.round(sample)));
}
