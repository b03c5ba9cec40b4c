// The WAV header at the beginning of a stream in a wav/… format: made for ours, taken off theirs (audiocodes § 4).
// Pure but for the bytes that are kept until a header is whole.
import type { SoundFormat } from "../../audio/sound_format.ts";

const PCM = 1;
const MULAW = 7;
/** Of a stream nobody knows how long it will be. */
const UNKNOWN_SIZE = 0xffffffff;
/** A header that has not ended by here is none. */
const MAX_HEADER_BYTES = 4_096;
const FIRST_CHUNK_AT = 12;

/** 44 bytes; mono. */
export function wavHeader({ encoding, rateHz }: SoundFormat): Uint8Array {
  const header = new Uint8Array(44);
  const view = new DataView(header.buffer);
  const sampleBytes = encoding === "lpcm16" ? 2 : 1;
  put(header, 0, "RIFF");
  view.setUint32(4, UNKNOWN_SIZE, true);
  put(header, 8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, encoding === "lpcm16" ? PCM : MULAW, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rateHz, true);
  view.setUint32(28, rateHz * sampleBytes, true);
  view.setUint16(32, sampleBytes, true);
  view.setUint16(34, sampleBytes * 8, true);
  put(header, 36, "data");
  view.setUint32(40, UNKNOWN_SIZE, true);
  return header;
}

/** Takes the header off one stream, wherever it is split. A stream without one passes as it is. */
export class WavHeaderOff {
  #kept: Uint8Array | null = new Uint8Array(0);

  push(bytes: Uint8Array): Uint8Array {
    if (!this.#kept) return bytes;
    const all = new Uint8Array(this.#kept.length + bytes.length);
    all.set(this.#kept);
    all.set(bytes, this.#kept.length);
    const begins = soundBegins(all);
    if (begins === undefined) {
      this.#kept = all;
      return new Uint8Array(0);
    }
    this.#kept = null;
    return all.subarray(begins);
  }
}

/** Where the sound begins; undefined: the header is not whole yet. */
function soundBegins(bytes: Uint8Array): number | undefined {
  if (!"RIFF".startsWith(tag(bytes, 0))) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = FIRST_CHUNK_AT; at + 8 <= bytes.length;) {
    if (tag(bytes, at) === "data") return at + 8;
    const size = view.getUint32(at + 4, true);
    at += 8 + size + (size & 1);
    if (at > MAX_HEADER_BYTES) return 0;
  }
  return bytes.length > MAX_HEADER_BYTES ? 0 : undefined;
}

function tag(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function put(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}
