// The caller's audio between arriving and being committed: its clock, the turns heard in it, and what is
// kept of it (realtime-stand-in § 4). Mu-law only. It has no clock of its own: where appends stop, it stops.
import { BYTES_PER_MS, rms } from "../../audio/ulaw.ts";
import { joined } from "./bytes.ts";
import { between, type Random, type Range } from "./random.ts";
import type { TurnDetection } from "./session_config.ts";
import { FRAME_MS, loudness, QUIET, stepVad, type VadState } from "./vad.ts";

const FRAME_BYTES = FRAME_MS * BYTES_PER_MS;
/** Without turn detection a client may let this much pile up; older audio is dropped. */
const KEPT_FRAMES = 10 * 60 * 1000 / FRAME_MS;
/** Below this a commit is refused (openai-realtime § 16). */
const COMMIT_MS = 100;

export type Turn =
  | { type: "started"; audioStartMs: number }
  | { type: "stopped"; audioEndMs: number; audio: Uint8Array };

export interface BufferOptions {
  random: Random;
  /** Wait of semantic detection for a sentence that may go on. */
  semanticWait: Range;
  /** Where speech is, instead of listening. */
  speechAtMs?: readonly (readonly [number, number])[];
}

export class InputBuffer {
  #options: BufferOptions;
  #vad: VadState = QUIET;
  #frames: Uint8Array[] = [];
  #rest = new Uint8Array(0);
  /** Kept frames begin here. */
  #baseMs = 0;
  #semanticWaitMs = 0;

  constructor(options: BufferOptions) {
    this.#options = options;
  }

  /** Milliseconds appended so far, whole frames only. */
  get clockMs(): number {
    return this.#vad.clockMs;
  }

  get speaking(): boolean {
    return this.#vad.speaking;
  }

  /** Takes audio and tells, in order, which turns began and ended in it. */
  append(audio: Uint8Array, detection: TurnDetection | null): Turn[] {
    const turns: Turn[] = [];
    let pending = audio;
    if (this.#rest.length > 0) {
      pending = new Uint8Array(this.#rest.length + audio.length);
      pending.set(this.#rest);
      pending.set(audio, this.#rest.length);
    }
    let at = 0;
    for (; at + FRAME_BYTES <= pending.length; at += FRAME_BYTES) {
      const turn = this.#frame(pending.slice(at, at + FRAME_BYTES), detection);
      if (turn) turns.push(turn);
    }
    this.#rest = pending.slice(at);
    return turns;
  }

  /** What is buffered, which is then empty; null below the least length, and the length. */
  commit(): { audio: Uint8Array | null; bufferedMs: number } {
    const bufferedMs = this.#frames.length * FRAME_MS + this.#rest.length / BYTES_PER_MS;
    if (bufferedMs < COMMIT_MS) return { audio: null, bufferedMs };
    const audio = joined([...this.#frames, this.#rest]);
    this.clear();
    return { audio, bufferedMs };
  }

  /** Forgets what is buffered and any speech that was going on, without a word. */
  clear(): void {
    this.#drop(this.#frames.length);
    this.#rest = new Uint8Array(0);
    this.#vad = { ...this.#vad, speaking: false, loudSinceMs: -1 };
  }

  #frame(frame: Uint8Array, detection: TurnDetection | null): Turn | null {
    this.#frames.push(frame);
    const beforeMs = this.#vad.clockMs;
    if (!detection) {
      this.#vad = { ...this.#vad, clockMs: beforeMs + FRAME_MS, speaking: false, loudSinceMs: -1 };
      if (this.#frames.length > KEPT_FRAMES) this.#drop(1);
      return null;
    }
    const semantic = detection.type === "semantic_vad";
    const level = loudness(semantic ? 0.5 : detection.threshold);
    const prefixMs = semantic ? 300 : detection.prefix_padding_ms;
    const { state, heard } = stepVad(this.#vad, {
      rms: this.#loudness(frame, beforeMs),
      level,
      silenceMs: semantic ? this.#semanticWaitMs : detection.silence_duration_ms,
    });
    this.#vad = state;
    if (heard?.type === "started") {
      const slower = semantic && detection.eagerness === "low" ? 2 : 1;
      this.#semanticWaitMs = slower *
        between(this.#options.random, this.#options.semanticWait);
      const audioStartMs = Math.max(0, heard.atMs - prefixMs);
      this.#drop(Math.floor((audioStartMs - this.#baseMs) / FRAME_MS));
      return { type: "started", audioStartMs };
    }
    if (heard?.type === "stopped") {
      const audio = joined(this.#frames);
      this.#drop(this.#frames.length);
      return { type: "stopped", audioEndMs: state.clockMs, audio };
    }
    if (!state.speaking) {
      this.#drop(this.#frames.length - Math.ceil((prefixMs + 100) / FRAME_MS));
    }
    return null;
  }

  #loudness(frame: Uint8Array, atMs: number): number {
    const { speechAtMs } = this.#options;
    if (!speechAtMs) return rms(frame);
    return speechAtMs.some(([startMs, endMs]) => atMs >= startMs && atMs < endMs) ? 32_767 : 0;
  }

  #drop(frames: number): void {
    if (frames <= 0) return;
    this.#frames.splice(0, frames);
    this.#baseMs += frames * FRAME_MS;
  }
}
