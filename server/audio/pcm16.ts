// Samples of 16 bit, little-endian, out of bytes that arrive in pieces of any length, and back. Knows no rate.

/** One stream: the odd byte of a piece waits for the next. */
export class Pcm16Reader {
  #odd: number | null = null;

  /** How many samples the next piece completes when it has so many bytes. */
  samplesIn(byteLength: number): number {
    return (byteLength + (this.#odd === null ? 0 : 1)) >> 1;
  }

  /** The whole samples of what has arrived, written into `pcm`: `samplesIn` of them. Yours to keep when left out. */
  push(
    bytes: Uint8Array,
    pcm: Int16Array = new Int16Array(this.samplesIn(bytes.length)),
  ): Int16Array {
    if (bytes.length === 0) return pcm;
    let at = 0;
    let done = 0;
    if (this.#odd !== null) pcm[done++] = this.#odd | bytes[at++]! << 8;
    for (; at + 1 < bytes.length; at += 2) pcm[done++] = bytes[at]! | bytes[at + 1]! << 8;
    this.#odd = at < bytes.length ? bytes[at]! : null;
    return pcm;
  }
}

export function pcm16Bytes(pcm: Int16Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pcm.length * 2);
  for (let i = 0; i < pcm.length; i++) {
    const sample = pcm[i]!;
    bytes[2 * i] = sample;
    bytes[2 * i + 1] = sample >> 8;
  }
  return bytes;
}
