// Sound towards avr-core: 16-bit samples at 8 kHz in frames of 20 ms, whole ones only (avr § 2). Knows no wire.
import { FromUlaw, type SoundFormat } from "../../audio/sound_format.ts";
import { SILENCE } from "../../audio/ulaw.ts";

/** What avr-core speaks, both ways. */
export const AVR_SOUND: SoundFormat = { encoding: "lpcm16", rateHz: 8_000 };
export const FRAME_MS = 20;
export const FRAME_BYTES = 320;
/** The same in mu-law. */
export const ULAW_FRAME_BYTES = 160;

/** One stream: what does not fill a frame waits for more, or for `rest`. */
export class Frames {
  #sound = new FromUlaw(AVR_SOUND);
  #tail = new Uint8Array(ULAW_FRAME_BYTES);
  #tailBytes = 0;

  /** Bytes of mu-law that wait for more. */
  get waitingBytes(): number {
    return this.#tailBytes;
  }

  /** The frames that are full now; each its own to keep. */
  push(ulaw: Uint8Array): Uint8Array<ArrayBuffer>[] {
    const frames: Uint8Array<ArrayBuffer>[] = [];
    let at = 0;
    if (this.#tailBytes > 0) {
      at = Math.min(ulaw.length, ULAW_FRAME_BYTES - this.#tailBytes);
      this.#tail.set(ulaw.subarray(0, at), this.#tailBytes);
      this.#tailBytes += at;
      if (this.#tailBytes < ULAW_FRAME_BYTES) return frames;
      frames.push(this.#pcm(this.#tail));
      this.#tailBytes = 0;
    }
    for (; at + ULAW_FRAME_BYTES <= ulaw.length; at += ULAW_FRAME_BYTES) {
      frames.push(this.#pcm(ulaw.subarray(at, at + ULAW_FRAME_BYTES)));
    }
    this.#tail.set(ulaw.subarray(at));
    this.#tailBytes = ulaw.length - at;
    return frames;
  }

  /** What waited, filled up with silence; null: nothing did. */
  rest(): Uint8Array<ArrayBuffer> | null {
    if (this.#tailBytes === 0) return null;
    this.#tail.fill(SILENCE, this.#tailBytes);
    this.#tailBytes = 0;
    return this.#pcm(this.#tail);
  }

  /** Forgets what waited; returns its bytes. */
  clear(): number {
    const bytes = this.#tailBytes;
    this.#tailBytes = 0;
    return bytes;
  }

  #pcm(ulaw: Uint8Array): Uint8Array<ArrayBuffer> {
    return this.#sound.push(ulaw).slice();
  }
}
