// The sound of one call on its way to where it is kept: both sides on one clock, in pieces of two seconds. Bookkeeping
// only; knows no files. The last half second stays here, so that it can still be forgotten.
import { BYTES_PER_MS, SILENCE } from "../audio/ulaw.ts";

const FRAME_MS = 100;
const SIDE_BYTES = FRAME_MS * BYTES_PER_MS;
const PIECE_MS = 2000;
const HELD_MS = 500;
/** A tone is under way when it is told; its sound came up to so long before. */
const FORGOTTEN_MS = 400;
const BYTES_OF_BOTH = 2 * BYTES_PER_MS;

export interface TapeOptions {
  /** When its first sample is heard, on the clock. */
  startMs: number;
  /** The caller's side stands so much later in the frames. */
  callerLateMs: number;
  /** The samples of both sides in turns, the caller's first. */
  onPiece(audio: Uint8Array<ArrayBuffer>): void;
}

export class Tape {
  readonly #options: TapeOptions;
  readonly #held = new Uint8Array((PIECE_MS + HELD_MS) * BYTES_OF_BOTH).fill(SILENCE);
  /** Bytes of it that are written. */
  #filled = 0;
  /** Milliseconds that have been given away. */
  #givenMs = 0;

  constructor(options: TapeOptions) {
    this.#options = options;
  }

  get durationMs(): number {
    return this.#givenMs + this.#filled / BYTES_OF_BOTH;
  }

  /** One frame: a byte for its kind, the caller, our side. Time that is missing before it is silence. */
  frame(frame: Uint8Array, untilMs: number): void {
    const { startMs, callerLateMs } = this.#options;
    const missing = Math.round((untilMs - startMs - this.durationMs) / FRAME_MS) - 1;
    for (let i = 0; i < missing; i++) this.#forward();
    const late = callerLateMs * BYTES_OF_BOTH;
    const at = this.#filled;
    for (let i = 0; i < SIDE_BYTES; i++) {
      const callerAt = at + 2 * i - late;
      if (callerAt >= 0) this.#held[callerAt] = frame[1 + i]!;
      this.#held[at + 2 * i + 1] = frame[1 + SIDE_BYTES + i]!;
    }
    this.#forward();
  }

  /** The last of the caller's side is silence. */
  forget(): void {
    const from = Math.max(0, this.#filled - FORGOTTEN_MS * BYTES_OF_BOTH);
    for (let at = from; at < this.#filled; at += 2) this.#held[at] = SILENCE;
  }

  /** What is still here. */
  end(): void {
    this.#give(this.#filled);
  }

  #forward(): void {
    this.#filled += FRAME_MS * BYTES_OF_BOTH;
    if (this.#filled >= this.#held.length) this.#give(PIECE_MS * BYTES_OF_BOTH);
  }

  #give(bytes: number): void {
    if (bytes === 0) return;
    const piece = this.#held.slice(0, bytes);
    this.#held.copyWithin(0, bytes, this.#filled);
    this.#filled -= bytes;
    this.#held.fill(SILENCE, this.#filled);
    this.#givenMs += bytes / BYTES_OF_BOTH;
    this.#options.onPiece(piece);
  }
}
