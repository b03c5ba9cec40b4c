// Frames of Asterisk's AudioSocket (avr § 6): one byte of type, two of length, big endian, then the payload.
// Pure; it knows no socket and judges nothing.

export const FRAME = { hangUp: 0x00, uuid: 0x01, digit: 0x03, audio8: 0x10, error: 0xff } as const;

/** Sound in the dialplan's words, as this simulator dials it. */
export const FORMATS = {
  slin: { type: 0x10, rateHz: 8000 },
  slin16: { type: 0x12, rateHz: 16_000 },
  slin24: { type: 0x13, rateHz: 24_000 },
} as const;
export type AudioSocketFormat = keyof typeof FORMATS;

const HEAD_BYTES = 3;
const MAX_PAYLOAD_BYTES = 0xffff;

export interface Frame {
  type: number;
  payload: Uint8Array<ArrayBuffer>;
}

/** 0x10 to 0x18 carry sound, each at a rate of its own. */
export function isAudio(type: number): boolean {
  return type >= 0x10 && type <= 0x18;
}

/** Throws when the payload is longer than its length can say. */
export function encodeFrame(
  type: number,
  payload: Uint8Array = new Uint8Array(),
): Uint8Array<ArrayBuffer> {
  if (payload.length > MAX_PAYLOAD_BYTES) {
    throw new RangeError(`Cannot encode a frame of ${payload.length} bytes: 65,535 at most`);
  }
  const bytes = new Uint8Array(HEAD_BYTES + payload.length);
  bytes[0] = type;
  bytes[1] = payload.length >> 8;
  bytes[2] = payload.length & 0xff;
  bytes.set(payload, HEAD_BYTES);
  return bytes;
}

/** The 16 bytes of a UUID; throws when it is none. */
export function uuidBytes(uuid: string): Uint8Array<ArrayBuffer> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(uuid)) {
    throw new Error(`Cannot dial: AudioSocket names a call by a UUID, received "${uuid}"`);
  }
  return Uint8Array.fromHex(uuid.replaceAll("-", ""));
}

/** One connection's bytes, in pieces of any length, into frames. */
export class FrameReader {
  #rest = new Uint8Array();

  /** Whether a frame has begun and is not whole. */
  get isWithinFrame(): boolean {
    return this.#rest.length > 0;
  }

  push(bytes: Uint8Array): Frame[] {
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    const frames: Frame[] = [];
    let at = 0;
    while (all.length - at >= HEAD_BYTES) {
      const end = at + HEAD_BYTES + (all[at + 1]! << 8 | all[at + 2]!);
      if (end > all.length) break;
      frames.push({ type: all[at]!, payload: all.slice(at + HEAD_BYTES, end) });
      at = end;
    }
    this.#rest = all.slice(at);
    return frames;
  }
}
