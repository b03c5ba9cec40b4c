// What waits to be sent to Asterisk: mu-law in, whole frames of Asterisk's format out. Knows neither wire nor time.
import { bytesPerMs, FromUlaw, type SoundFormat } from "../../audio/sound_format.ts";
import { BYTES_PER_MS } from "../../audio/ulaw.ts";

/** Converted only shortly before it leaves. */
const SLICE_BYTES = 40 * BYTES_PER_MS;
/** Silence, by encoding: what fills the last frame of an answer. */
const SILENT = { mulaw: 0xff, alaw: 0xd5, lpcm16: 0x00 } as const;

export interface SoundQueueOptions {
  format: SoundFormat;
  /** Of one frame in that format. */
  frameBytes: number;
}

export class SoundQueue {
  #format: SoundFormat;
  #frameBytes: number;
  #converter: FromUlaw;
  /** null: here an answer ends. */
  #waiting: (Uint8Array | null)[] = [];
  #ulawBytes = 0;
  /** Nothing came since the last answer's end. */
  #rested = true;
  #made: Uint8Array[] = [];
  #madeBytes = 0;

  constructor({ format, frameBytes }: SoundQueueOptions) {
    this.#format = format;
    this.#frameBytes = frameBytes;
    this.#converter = new FromUlaw(format);
  }

  get format(): SoundFormat {
    return this.#format;
  }

  get frameBytes(): number {
    return this.#frameBytes;
  }

  /** What waits, as mu-law; 0 where nothing does. */
  get ulawBytes(): number {
    return this.#ulawBytes;
  }

  /** Less than a frame is left, and nobody has said that the answer ends with it. */
  get part(): boolean {
    return this.#waiting.length === 0 && this.#madeBytes > 0 && this.#madeBytes < this.#frameBytes;
  }

  /** What waits but for at most a slice goes on in this format. */
  reformat({ format, frameBytes }: SoundQueueOptions): void {
    this.#format = format;
    this.#frameBytes = frameBytes;
    this.#converter = new FromUlaw(format);
    this.#made = [];
    this.#madeBytes = 0;
  }

  push(ulaw: Uint8Array): void {
    if (ulaw.length === 0) return;
    this.#waiting.push(ulaw);
    this.#ulawBytes += ulaw.length;
    this.#rested = false;
  }

  /** The answer ends here: its last frame is filled up with silence. */
  rest(): void {
    if (!this.#rested) this.#waiting.push(null);
    this.#rested = true;
  }

  /** Whole frames that can be taken, at most `limit`. */
  frames(limit: number): number {
    while (this.#madeBytes < limit * this.#frameBytes && this.#waiting.length > 0) this.#make();
    if (this.#madeBytes === 0 && this.#waiting.length === 0) this.#ulawBytes = 0;
    return Math.min(limit, Math.floor(this.#madeBytes / this.#frameBytes));
  }

  /** Fills `target`, a multiple of whole frames that are there. */
  take(target: Uint8Array): void {
    for (let at = 0; at < target.length;) {
      const head = this.#made[0]!;
      const part = head.subarray(0, target.length - at);
      target.set(part, at);
      at += part.length;
      if (part.length === head.length) this.#made.shift();
      else this.#made[0] = head.subarray(part.length);
    }
    this.#madeBytes -= target.length;
    const ulawBytes = Math.ceil(target.length / bytesPerMs(this.#format) * BYTES_PER_MS);
    const empty = this.#madeBytes === 0 && this.#waiting.length === 0;
    this.#ulawBytes = empty ? 0 : Math.max(1, this.#ulawBytes - ulawBytes);
  }

  /** Drops everything; returns how much mu-law that was. */
  clear(): number {
    const dropped = this.#ulawBytes;
    this.#waiting = [];
    this.#ulawBytes = 0;
    this.#rested = true;
    this.#made = [];
    this.#madeBytes = 0;
    this.#converter.reset();
    return dropped;
  }

  #make(): void {
    const head = this.#waiting[0]!;
    if (head === null) {
      this.#waiting.shift();
      this.#add(this.#converter.flush());
      const over = this.#madeBytes % this.#frameBytes;
      if (over === 0) return;
      this.#add(new Uint8Array(this.#frameBytes - over).fill(SILENT[this.#format.encoding]));
      return;
    }
    const slice = head.subarray(0, SLICE_BYTES);
    if (slice.length === head.length) this.#waiting.shift();
    else this.#waiting[0] = head.subarray(slice.length);
    this.#add(this.#converter.push(slice));
  }

  #add(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#made.push(bytes);
    this.#madeBytes += bytes.length;
  }
}
