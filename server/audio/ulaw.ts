// G.711 mu-law (ITU-T G.711): one byte per sample, 8,000 samples a second. Pure.

/** Bytes of mono mu-law per millisecond. */
export const BYTES_PER_MS = 8;
/** A sample of silence. */
export const SILENCE = 0xff;

const BIAS = 0x84;
const CLIP = 32_635;

const DECODED = Int16Array.from({ length: 256 }, (_, code) => {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + BIAS) << ((bits & 0x70) >> 4)) - BIAS;
  return bits & 0x80 ? -magnitude : magnitude;
});

/** Linear value (16 bit) of one mu-law byte. */
export function decodeSample(code: number): number {
  return DECODED[code]!;
}

export function decodeUlaw(ulaw: Uint8Array): Int16Array {
  const pcm = new Int16Array(ulaw.length);
  for (let i = 0; i < ulaw.length; i++) pcm[i] = DECODED[ulaw[i]!]!;
  return pcm;
}

export function encodeUlaw(pcm: Int16Array): Uint8Array {
  const ulaw = new Uint8Array(pcm.length);
  for (let i = 0; i < pcm.length; i++) ulaw[i] = encodeSample(pcm[i]!);
  return ulaw;
}

/** The mu-law byte of a sample (16 bit). One on a border goes as in ITU-T G.191: up when positive, else down. */
export function encodeSample(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(CLIP, sample < 0 ? ~sample : sample) + BIAS;
  const exponent = 24 - Math.clz32(magnitude);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

export function silence(ms: number): Uint8Array {
  return new Uint8Array(Math.round(ms * BYTES_PER_MS)).fill(SILENCE);
}

/** Root mean square of a stretch, in units of 16-bit samples; 0 of none. */
export function rms(ulaw: Uint8Array): number {
  if (ulaw.length === 0) return 0;
  let sum = 0;
  for (const code of ulaw) sum += DECODED[code]! ** 2;
  return Math.sqrt(sum / ulaw.length);
}
