// One tap on the live sound of a call, for whoever listens and for the recording: the sound is put together once, and
// only while somebody takes it. Knows neither sockets nor files.
import type { Clock } from "../clock.ts";
import { CallSound } from "./call_sound.ts";

/** Takes frames as call_sound.ts makes them; must not wait. */
export interface Ear {
  /** `untilMs`: when the frame ends, on the clock. */
  frame(frame: Uint8Array<ArrayBuffer>, untilMs: number): void;
  /** What the caller does from here on nobody may hear; its beginning may have been in the last frames. */
  secret?(): void;
}

export interface SoundTapOptions {
  clock: Clock;
  /** Faults in timers must reach the call, not the process. */
  guard(fn: () => void): () => void;
  /** Bytes handed to the phone that have not left: nobody hears them yet. */
  unsentBytes(): number;
  /** Milliseconds of what was handed over that the caller has not heard yet. */
  aheadMs(): number;
}

export class SoundTap {
  readonly #options: SoundTapOptions;
  readonly #ears = new Set<Ear>();
  #sound: CallSound | null = null;
  #secret = false;
  #stopped = false;

  constructor(options: SoundTapOptions) {
    this.#options = options;
  }

  /** Returns how to stop; idempotent. */
  open(ear: Ear): () => void {
    if (this.#stopped) return () => {};
    this.#ears.add(ear);
    const { clock, guard, unsentBytes, aheadMs } = this.#options;
    this.#sound ??= new CallSound({
      clock,
      guard,
      unsentBytes,
      aheadMs: aheadMs(),
      onFrame: (frame, untilMs) => {
        for (const one of [...this.#ears]) one.frame(frame, untilMs);
      },
    });
    return () => {
      this.#ears.delete(ear);
      if (this.#ears.size === 0) this.#close();
    };
  }

  /** The caller's sound; the call's hot path. `secret`: nobody may hear it. */
  heard(audio: Uint8Array, secret: boolean): void {
    if (!this.#sound) return;
    this.#sound.heard(audio, secret);
    if (secret && !this.#secret) { for (const ear of this.#ears) ear.secret?.(); }
    this.#secret = secret;
  }

  played(audio: Uint8Array): void {
    this.#sound?.played(audio);
  }

  cleared(): void {
    this.#sound?.cleared();
  }

  stop(): void {
    this.#stopped = true;
    this.#ears.clear();
    this.#close();
  }

  #close(): void {
    this.#sound?.stop();
    this.#sound = null;
    this.#secret = false;
  }
}
