// The recording of one call: begins and ends with the wish of the agent that answers, and says so by events. Knows no
// files: what becomes of the sound is the business of whoever keeps it.
import { SILENCE } from "../audio/ulaw.ts";
import type { CallEventBody } from "../contract/event.ts";
import { FRAME_BYTES } from "./call_sound.ts";
import type { SoundTap } from "./sound_tap.ts";

/** As much as the sound holds back of the caller. */
const STALE_FRAMES = 3;
const QUIET = new Uint8Array(FRAME_BYTES).fill(SILENCE);

/** Sound that is being kept. Nothing of it waits, throws or holds up the call. */
export interface KeptSound {
  /** See call_sound.ts; frames that are missing before it were silence. */
  frame(frame: Uint8Array, untilMs: number): void;
  /** The last of the caller's side is forgotten. */
  secret(): void;
  /** How much there is by now. */
  readonly kept: { durationMs: number; audioBytes: number };
  /** No more comes. Idempotent. */
  end(): void;
}

/** `onBroken`: at most once, with a short code: no more can be kept. A string: it cannot begin, and why. */
export type KeepSound = (
  callId: string,
  onBroken: (code: string) => void,
) => KeptSound | string;

export interface CallRecordingOptions {
  callId: string;
  tap: SoundTap;
  /** Null: nobody keeps sound here. */
  keep: KeepSound | null;
  guard<A extends unknown[]>(fn: (...args: A) => void): (...args: A) => void;
  emit(event: CallEventBody): void;
}

export class CallRecording {
  readonly #options: CallRecordingOptions;
  #sound: KeptSound | null = null;
  #close: (() => void) | null = null;
  #on = false;
  /** Frames in which the caller's side is still of a time when nothing was to be kept. */
  #stale = 0;
  #over = false;

  constructor(options: CallRecordingOptions) {
    this.#options = options;
  }

  /** As the agent who has the call wants it. */
  turn(on: boolean): void {
    if (on) this.#begin();
    else this.#pause();
  }

  /** The call is over. Idempotent. */
  end(): void {
    if (this.#over) return;
    this.#pause();
    this.#over = true;
    this.#close?.();
    this.#sound?.end();
  }

  #begin(): void {
    const { callId, tap, keep, guard, emit } = this.#options;
    if (this.#over || this.#on || !keep) return;
    if (!this.#sound) {
      const sound = keep(callId, guard((code: string) => this.#broken(code)));
      if (typeof sound === "string") return this.#broken(sound);
      this.#sound = sound;
    }
    const sound = this.#sound;
    this.#on = true;
    emit({ type: "recording.started" });
    // While another agent does not want it, time goes on in silence: one clock for all that is kept.
    this.#close ??= tap.open({
      frame: (frame, untilMs) => {
        if (!this.#on) return sound.frame(QUIET, untilMs);
        sound.frame(this.#stale > 0 ? ourSide(frame) : frame, untilMs);
        if (this.#stale > 0) this.#stale--;
      },
      secret: () => sound.secret(),
    });
  }

  #pause(): void {
    if (!this.#on || !this.#sound) return;
    this.#on = false;
    this.#stale = STALE_FRAMES;
    this.#options.emit({ type: "recording.ended", ...this.#sound.kept, ok: true, detail: "" });
  }

  #broken(code: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#close?.();
    const kept = this.#sound?.kept ?? { durationMs: 0, audioBytes: 0 };
    this.#sound?.end();
    if (!this.#on && this.#sound) return;
    this.#on = false;
    this.#options.emit({ type: "recording.ended", ...kept, ok: false, detail: code });
  }
}

function ourSide(frame: Uint8Array): Uint8Array {
  const half = frame.slice();
  half.fill(SILENCE, 1, 1 + (FRAME_BYTES - 1) / 2);
  return half;
}
