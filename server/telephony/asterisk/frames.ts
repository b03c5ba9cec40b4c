// The frames of AudioSocket (avr § 6): type, length, payload, on a stream that may be cut anywhere. Knows no call.

/** Types of frames that are not sound. */
export const HANGUP = 0x00;
export const UUID = 0x01;
export const DIGIT = 0x03;
export const ERROR = 0xff;

const HEADER_BYTES = 3;
/** Signed 16 bit little endian, mono; 0x10 and the eight after it. */
const FIRST_SOUND = 0x10;
const RATES_HZ = [8_000, 12_000, 16_000, 24_000, 32_000, 44_100, 48_000, 96_000, 192_000] as const;

/** Samples a second of the sound in frames of this type; null: it is not sound. */
export function rateOf(type: number): number | null {
  return RATES_HZ[type - FIRST_SOUND] ?? null;
}

/** The payload's place is left empty: a frame is filled and written whole. */
export function emptyFrame(type: number, payloadBytes: number): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(HEADER_BYTES + payloadBytes);
  frame[0] = type;
  frame[1] = payloadBytes >> 8;
  frame[2] = payloadBytes & 0xff;
  return frame;
}

export function payloadOf(frame: Uint8Array): Uint8Array {
  return frame.subarray(HEADER_BYTES);
}

/** Takes a stream as it comes and gives frames. */
export class FrameReader {
  /** A frame that is not whole yet; it grows to the largest that was ever cut. */
  #held = new Uint8Array(1_024);
  #heldBytes = 0;

  /** Bytes of a frame whose rest is still to come. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** `take` gets each whole frame; its payload is valid only until `take` returns. */
  push(bytes: Uint8Array, take: (type: number, payload: Uint8Array) => void): void {
    let at = 0;
    while (at < bytes.length) {
      const whole = this.#heldBytes === 0 ? wholeFrame(bytes, at) : null;
      if (whole) {
        at += whole.length;
        take(whole[0]!, payloadOf(whole));
      } else {
        at += this.#hold(bytes.subarray(at), take);
      }
    }
  }

  /** Returns how many bytes it took. */
  #hold(bytes: Uint8Array, take: (type: number, payload: Uint8Array) => void): number {
    const known = this.#heldBytes >= HEADER_BYTES;
    const wanted = known ? frameBytes(this.#held, 0) : HEADER_BYTES;
    const part = bytes.subarray(0, wanted - this.#heldBytes);
    this.#held.set(part, this.#heldBytes);
    this.#heldBytes += part.length;
    if (this.#heldBytes < HEADER_BYTES) return part.length;
    const size = frameBytes(this.#held, 0);
    if (this.#heldBytes < size) {
      this.#makeRoom(size);
      return part.length;
    }
    this.#heldBytes = 0;
    take(this.#held[0]!, this.#held.subarray(HEADER_BYTES, size));
    return part.length;
  }

  #makeRoom(size: number): void {
    if (this.#held.length >= size) return;
    const larger = new Uint8Array(size);
    larger.set(this.#held.subarray(0, this.#heldBytes));
    this.#held = larger;
  }
}

function wholeFrame(bytes: Uint8Array, at: number): Uint8Array | null {
  if (bytes.length - at < HEADER_BYTES) return null;
  const size = frameBytes(bytes, at);
  return bytes.length - at < size ? null : bytes.subarray(at, at + size);
}

function frameBytes(bytes: Uint8Array, at: number): number {
  return HEADER_BYTES + bytes[at + 1]! * 256 + bytes[at + 2]!;
}
