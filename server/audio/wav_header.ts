// The head of a WAV file of mu-law at 8 kHz, made from its length alone. Pure.

export const WAV_HEADER_BYTES = 58;
const MULAW = 7;
const RATE_HZ = 8000;
/** A length is four bytes in this format: what is longer counts as so long, and players go on to the end. */
const MOST = 0xffff_ffff;

/** `audioBytes`: of all channels together, one byte for each sample, side by side. */
export function ulawWavHeader(channels: 1 | 2, audioBytes: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(WAV_HEADER_BYTES);
  const view = new DataView(header.buffer);
  const tag = (at: number, text: string) => header.set(new TextEncoder().encode(text), at);
  const size = (at: number, bytes: number) => view.setUint32(at, Math.min(bytes, MOST), true);
  tag(0, "RIFF");
  size(4, WAV_HEADER_BYTES - 8 + audioBytes);
  tag(8, "WAVEfmt ");
  size(16, 18);
  view.setUint16(20, MULAW, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, RATE_HZ, true);
  view.setUint32(28, RATE_HZ * channels, true);
  view.setUint16(32, channels, true);
  view.setUint16(34, 8, true);
  // Two bytes of no further settings; then a format that is not PCM says how many samples there are.
  tag(38, "fact");
  size(42, 4);
  size(46, Math.floor(audioBytes / channels));
  tag(50, "data");
  size(54, audioBytes);
  return header;
}
