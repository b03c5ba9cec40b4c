// The caller's mouth: what is said is laid on a timeline of silence and leaves in frames of one length, in real time
// and without drift; of 200 ms, as live Genesys sends it (audiohook § 8.1), unless told otherwise. It knows no protocol.
import { BYTES_PER_MS, SILENCE } from "../../audio/ulaw.ts";
import type { Cancel, Clock } from "../../clock.ts";

const FRAME_MS = 200;

export interface MicrophoneOptions {
  clock: Clock;
  /** Mono mu-law at 8 kHz. */
  onFrame(frame: Uint8Array): void;
  frameMs?: number;
}

export class Microphone {
  readonly #clock: Clock;
  readonly #onFrame: (frame: Uint8Array) => void;
  readonly #originMs: number;
  readonly #frameBytes: number;
  readonly #utterances: { at: number; audio: Uint8Array }[] = [];
  #sentBytes = 0;
  #cancel: Cancel | undefined;

  /** Begins to listen now; the first frame leaves when it is full. */
  constructor({ clock, onFrame, frameMs = FRAME_MS }: MicrophoneOptions) {
    this.#clock = clock;
    this.#onFrame = onFrame;
    this.#frameBytes = frameMs * BYTES_PER_MS;
    this.#originMs = clock.now();
    this.#arm();
  }

  /** Says it now, or as soon as what is being said is over. */
  say(audio: Uint8Array): void {
    const now = Math.round((this.#clock.now() - this.#originMs) * BYTES_PER_MS);
    this.#utterances.push({ at: Math.max(now, this.#sentBytes, this.#saidBytes()), audio });
  }

  /** When all is said, monotonic; in the past when nothing is. */
  get doneAtMs(): number {
    return this.#originMs + this.#saidBytes() / BYTES_PER_MS;
  }

  /** Sends the last, short frame and ends. */
  stop(): void {
    if (!this.#cancel) return;
    this.#cancel();
    this.#cancel = undefined;
    const now = Math.floor((this.#clock.now() - this.#originMs) * BYTES_PER_MS + 1e-3);
    if (now > this.#sentBytes) this.#send(Math.min(now, this.#sentBytes + this.#frameBytes));
  }

  /** All that has left so far, on the same timeline as what a player that was made at the same time has heard. */
  said(): Uint8Array {
    return this.#render(0, this.#sentBytes);
  }

  #saidBytes(): number {
    const last = this.#utterances.at(-1);
    return last ? last.at + last.audio.length : 0;
  }

  #arm(): void {
    const dueMs = this.#originMs + (this.#sentBytes + this.#frameBytes) / BYTES_PER_MS;
    this.#cancel = this.#clock.after(Math.max(0, dueMs - this.#clock.now()), () => {
      // An early timer must not make a frame of the future; a late one is caught up with at once.
      if (this.#clock.now() >= dueMs - 1) this.#send(this.#sentBytes + this.#frameBytes);
      if (this.#cancel) this.#arm();
    });
  }

  #send(untilBytes: number): void {
    const frame = this.#render(this.#sentBytes, untilBytes);
    this.#sentBytes = untilBytes;
    this.#onFrame(frame);
  }

  #render(from: number, until: number): Uint8Array {
    const frame = new Uint8Array(until - from).fill(SILENCE);
    for (let i = this.#utterances.length - 1; i >= 0; i--) {
      const { at, audio } = this.#utterances[i]!;
      if (at + audio.length <= from) break;
      if (at >= until) continue;
      const begin = Math.max(at, from);
      frame.set(audio.subarray(begin - at, until - at), begin - from);
    }
    return frame;
  }
}
