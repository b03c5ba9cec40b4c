// Cuts what a phone system sends into frames of a fixed length, or into pieces that no honest frame has. No protocol.
import type { Cancel, Clock } from "../../clock.ts";

/** A stream of bytes, cut. What does not fill a frame waits for the next bytes. */
export class FrameCutter {
  readonly #sizes: readonly number[];
  #made = 0;
  #rest = new Uint8Array();

  /** @param sizes bytes of the frames, in turn */
  constructor(...sizes: number[]) {
    this.#sizes = sizes;
  }

  push(bytes: Uint8Array): Uint8Array<ArrayBuffer>[] {
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    const frames: Uint8Array<ArrayBuffer>[] = [];
    let at = 0;
    for (let size = this.#next(); all.length - at >= size; size = this.#next()) {
      frames.push(all.slice(at, at + size));
      at += size;
      this.#made++;
    }
    this.#rest = all.slice(at);
    return frames;
  }

  #next(): number {
    return this.#sizes[this.#made % this.#sizes.length]!;
  }
}

const PIECES = 3;
/** Apart enough that they travel apart, close enough that three are gone before the next frame. */
const APART_MS = 4;

/** Writes each frame in three pieces, one after the other, cutting heads and samples in two. */
export class PieceWriter {
  readonly #clock: Clock;
  readonly #write: (piece: Uint8Array<ArrayBuffer>) => void;
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #cancel: Cancel | undefined;

  constructor({ clock, write }: { clock: Clock; write(piece: Uint8Array<ArrayBuffer>): void }) {
    this.#clock = clock;
    this.#write = write;
  }

  push(frame: Uint8Array<ArrayBuffer>): void {
    const middle = Math.floor(frame.length / 2) | 1;
    const cuts = [0, Math.min(2, frame.length), Math.min(middle, frame.length), frame.length];
    for (let i = 0; i < PIECES; i++) {
      if (cuts[i + 1]! > cuts[i]!) this.#waiting.push(frame.subarray(cuts[i], cuts[i + 1]));
    }
    if (!this.#cancel) this.#next();
  }

  /** All that waits leaves now. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    for (const piece of this.#waiting.splice(0)) this.#write(piece);
  }

  /** What waits is lost. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#waiting = [];
  }

  #next(): void {
    this.#cancel = undefined;
    // Late timers must not let the sound fall behind.
    const many = 1 + Math.floor(this.#waiting.length / (2 * PIECES));
    for (const piece of this.#waiting.splice(0, many)) this.#write(piece);
    if (this.#waiting.length === 0) return;
    this.#cancel = this.#clock.after(APART_MS, () => this.#next());
  }
}
