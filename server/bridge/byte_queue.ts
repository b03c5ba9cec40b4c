// Sound that comes in pieces of any size and is taken in others. Bounded: the oldest gives way. Pure bookkeeping.
import { SILENCE } from "../audio/ulaw.ts";

export class ByteQueue {
  readonly #mostBytes: number;
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The array is kept as it is. */
  push(audio: Uint8Array): void {
    if (audio.length === 0) return;
    this.#pieces.push(audio);
    this.#bytes += audio.length;
    while (this.#bytes > this.#mostBytes && this.#pieces.length > 1) {
      this.#bytes -= this.#pieces.shift()!.length;
    }
  }

  /** As much silence. */
  pad(bytes: number): void {
    this.push(new Uint8Array(Math.max(0, bytes)).fill(SILENCE));
  }

  /** Fills `into` from its beginning as far as there is anything. */
  take(into: Uint8Array): void {
    let at = 0;
    while (at < into.length && this.#pieces.length > 0) {
      const head = this.#pieces[0]!;
      const part = head.subarray(0, into.length - at);
      into.set(part, at);
      at += part.length;
      if (part.length === head.length) this.#pieces.shift();
      else this.#pieces[0] = head.subarray(part.length);
    }
    this.#bytes -= at;
  }

  /** Drops everything but the first so many bytes. */
  clear(keepBytes = 0): void {
    const kept = new Uint8Array(Math.min(keepBytes, this.#bytes));
    this.take(kept);
    this.#pieces = kept.length > 0 ? [kept] : [];
    this.#bytes = kept.length;
  }
}
