// G.711 mu-law as the browser needs it: floats for the sound card, bytes for the line. Pure.
// Twin of server/audio/ulaw.ts, which the console must not import; a test holds them bit for bit together.

/** Samples of mono mu-law a second, one byte each. */
export const LINE_RATE = 8000;
const BIAS = 0x84;
const CLIP = 32_635;
const FULL_SCALE = 32_768;

const LINEAR = Int16Array.from({ length: 256 }, (_, code) => {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + BIAS) << ((bits & 0x70) >> 4)) - BIAS;
  return bits & 0x80 ? -magnitude : magnitude;
});

/** Linear value (16 bit) of one mu-law byte. */
export function decodeSample(code: number): number {
  return LINEAR[code]!;
}

/** The mu-law byte of a sample (16 bit). */
export function encodeSample(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(CLIP, sample < 0 ? ~sample : sample) + BIAS;
  const exponent = 24 - Math.clz32(magnitude);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

/** Samples between -1 and 1. */
export function toFloats(ulaw: Uint8Array): Float32Array {
  return Float32Array.from(ulaw, (code) => LINEAR[code]! / FULL_SCALE);
}

/** Louder than 1 is clipped. */
export function fromFloats(samples: Float32Array): Uint8Array<ArrayBuffer> {
  const ulaw = new Uint8Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const linear = Math.round(samples[i]! * FULL_SCALE);
    ulaw[i] = encodeSample(Math.max(-32_768, Math.min(32_767, linear)));
  }
  return ulaw;
}
