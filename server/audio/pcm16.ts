// Samples of 16 bit, little-endian, out of bytes that arrive in pieces of any length. Knows no rate.

/** One stream: the odd byte of a piece waits for the next. */
export class Pcm16Reader {
  #odd: number | null = null;

  /** The whole samples of what has arrived. */
  push(bytes: Uint8Array): Int16Array {
    if (bytes.length === 0) return new Int16Array(0);
    const lead = this.#odd === null ? 0 : 1;
    const pcm = new Int16Array((bytes.length + lead) >> 1);
    let at = 0;
    if (this.#odd !== null) {
      pcm[0] = this.#odd | bytes[0]! << 8;
      at = 1;
    }
    for (let i = lead; i < pcm.length; i++, at += 2) pcm[i] = bytes[at]! | bytes[at + 1]! << 8;
    this.#odd = at < bytes.length ? bytes[at]! : null;
    return pcm;
  }
}

export function pcm16Bytes(pcm: Int16Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pcm.length * 2);
  const view = new DataView(bytes.buffer);
  pcm.forEach((sample, i) => view.setInt16(i * 2, sample, true));
  return bytes;
}
