// G.711 A-law (ITU-T G.711): one byte per sample, 13-bit magnitudes in eight segments, even bits inverted. Pure.

const DECODED = Int16Array.from({ length: 256 }, (_, code) => {
  const bits = code ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = ((bits & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return bits & 0x80 ? magnitude : -magnitude;
});

/** Linear value (16 bit) of one A-law byte; there is no zero, the nearest are 8 and -8. */
export function decodeAlawSample(code: number): number {
  return DECODED[code]!;
}

/** The A-law byte of a sample (16 bit). One on a border goes as in ITU-T G.191: up when positive, else down. */
export function encodeAlawSample(sample: number): number {
  const magnitude = sample < 0 ? ~sample : sample;
  const segment = 24 - Math.clz32(magnitude | 0xff);
  const mantissa = (magnitude >> (segment === 0 ? 4 : segment + 3)) & 0x0f;
  return ((sample < 0 ? 0 : 0x80) | (segment << 4) | mantissa) ^ 0x55;
}
