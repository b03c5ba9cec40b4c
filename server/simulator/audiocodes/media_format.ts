// The sound formats of the Bot API (audiocodes § 6) and the header of its wav variants. Pure.
import type { SoundFormat } from "../../audio/sound_format.ts";

export interface MediaFormat {
  name: string;
  sound: SoundFormat;
  /** A RIFF/WAVE header comes first. */
  wav: boolean;
}

const SOUNDS: Readonly<Record<string, SoundFormat>> = {
  lpcm16: { encoding: "lpcm16", rateHz: 16_000 },
  mulaw: { encoding: "mulaw", rateHz: 8_000 },
  lpcm16_24: { encoding: "lpcm16", rateHz: 24_000 },
  lpcm16_8: { encoding: "lpcm16", rateHz: 8_000 },
};

/** All there are, in the order in which VoiceAI Connect likes them unless told otherwise. */
export const FORMAT_NAMES: readonly string[] = ["raw", "wav"].flatMap((container) =>
  Object.keys(SOUNDS).map((sound) => `${container}/${sound}`)
);

/** undefined: there is no such format. */
export function mediaFormat(name: string): MediaFormat | undefined {
  if (!FORMAT_NAMES.includes(name)) return undefined;
  const [container, sound] = name.split("/");
  return { name, sound: SOUNDS[sound!]!, wav: container === "wav" };
}

/** A sample of a format, bytes. */
export function sampleBytes({ sound }: MediaFormat): number {
  return sound.encoding === "lpcm16" ? 2 : 1;
}

const PCM = 1;
const MULAW = 7;

/** The header of a stream whose end is not known. */
export function wavHeader(format: MediaFormat): Uint8Array {
  const header = new Uint8Array(44);
  const view = new DataView(header.buffer);
  const bytes = sampleBytes(format);
  const { rateHz } = format.sound;
  header.set(new TextEncoder().encode("RIFF"), 0);
  view.setUint32(4, 0xffffffff, true);
  header.set(new TextEncoder().encode("WAVEfmt "), 8);
  view.setUint32(16, 16, true);
  view.setUint16(20, bytes === 2 ? PCM : MULAW, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rateHz, true);
  view.setUint32(28, rateHz * bytes, true);
  view.setUint16(32, bytes, true);
  view.setUint16(34, bytes * 8, true);
  header.set(new TextEncoder().encode("data"), 36);
  view.setUint32(40, 0xffffffff, true);
  return header;
}

/** The sound behind a header that fits the format; else what is wrong with the header, in words. */
export function withoutWavHeader(
  bytes: Uint8Array,
  format: MediaFormat,
): { sound: Uint8Array } | { fault: string } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || tag(0) !== "RIFF" || tag(8) !== "WAVE") return { fault: "no header" };
  let rate = "no fmt";
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (tag(at) === "fmt " && start + 16 <= bytes.length) {
      rate = `${view.getUint32(start + 4, true)} Hz, ${view.getUint16(start + 14, true)} bits, ` +
        `${view.getUint16(start + 2, true)} channels`;
    }
    if (tag(at) === "data") {
      const expected = `${format.sound.rateHz} Hz, ${sampleBytes(format) * 8} bits, 1 channels`;
      return rate === expected ? { sound: bytes.subarray(start) } : { fault: rate };
    }
    at = start + size + (size & 1);
  }
  return { fault: "a header without its data chunk" };
}
