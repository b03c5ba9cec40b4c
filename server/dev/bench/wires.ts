// The wires of the phone systems that `deno task bench --protocols` measures: how sound is framed on each, and what
// Hookline may cost there. Knows no sockets.
import type { SoundFormat } from "../../audio/sound_format.ts";
import { encodeSample } from "../../audio/ulaw.ts";

export type WireKind = "audiocodes" | "avr" | "avr-http" | "audiosocket" | "asterisk-ws";

export interface Wire {
  kind: WireKind;
  /** The format's name on this wire. */
  formatName: string;
  format: SoundFormat;
  /** How much sound a message or frame holds. */
  frameMs: number;
  /** CPU of Hookline, as often as that of a bare relay, at most. */
  limit: number;
}

/** Where a byte of the phone is a byte of the model, and where each sample is turned into another. */
const PASSES = 1.5;
const CONVERTED = 2.5;

export const WIRES: readonly Wire[] = [
  wire("audiocodes", "raw/mulaw", { encoding: "mulaw", rateHz: 8000 }),
  wire("audiocodes", "raw/lpcm16", { encoding: "lpcm16", rateHz: 16_000 }),
  wire("audiocodes", "raw/lpcm16_24", { encoding: "lpcm16", rateHz: 24_000 }),
  wire("avr", "slin", { encoding: "lpcm16", rateHz: 8000 }),
  wire("avr-http", "slin", { encoding: "lpcm16", rateHz: 8000 }),
  wire("audiosocket", "slin", { encoding: "lpcm16", rateHz: 8000 }),
  wire("audiosocket", "slin24", { encoding: "lpcm16", rateHz: 24_000 }),
  wire("asterisk-ws", "ulaw", { encoding: "mulaw", rateHz: 8000 }),
];

function wire(kind: WireKind, formatName: string, format: SoundFormat): Wire {
  return {
    kind,
    formatName,
    format,
    frameMs: kind === "audiocodes" ? 100 : 20,
    limit: format.encoding === "mulaw" ? PASSES : CONVERTED,
  };
}

export function nameOf({ kind, formatName }: Wire): string {
  return `${kind} ${formatName}`;
}

const TONE_HZ = 450;
const PEAK = 8000;

/** So much of a tone. */
export function tone({ encoding, rateHz }: SoundFormat, ms: number): Uint8Array<ArrayBuffer> {
  const samples = Int16Array.from(
    { length: rateHz * ms / 1000 },
    (_, i) => Math.round(PEAK * Math.sin(2 * Math.PI * TONE_HZ * i / rateHz)),
  );
  if (encoding === "lpcm16") return new Uint8Array(samples.buffer);
  return Uint8Array.from(samples, encodeSample);
}
