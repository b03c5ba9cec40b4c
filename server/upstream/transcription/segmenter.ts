// Finds the stretches of speech in the sound of one side of a line, by its energy. Knows no model: what is done with
// a stretch is others' business. Time is the line's alone.
import { BYTES_PER_MS } from "../../audio/ulaw.ts";
import { FRAME_MS, loudness, QUIET, stepVad, type VadState } from "../energy_vad.ts";
import { levelOf } from "./level.ts";

/** Somebody speaks. It grows until `endMs` is known. */
export interface Stretch {
  /** First loud sound. */
  readonly startMs: number;
  /** End of the last loud sound so far. */
  speechEndMs: number;
  /** Where it was closed: after its silence, at a pause or at the limit; null: it goes on. */
  endMs: number | null;
}

const FRAME_BYTES = FRAME_MS * BYTES_PER_MS;
const SETTINGS = { threshold: 0.2, silenceMs: 500 };
/** From here on the next quiet moment will do, the longer the less quiet; then any. */
const LONG_MS = 15_000;
const LONGEST_MS = 20_000;
const QUIET_FRAMES = 3;

export class Segmenter {
  #vad: VadState = QUIET;
  #open: Stretch | null = null;
  #rest = new Uint8Array(FRAME_BYTES);
  #resting = 0;
  /** Where the frames so far end on the line. */
  #atMs = 0;
  /** Levels of the last frames, and the quietest moment of the open stretch. */
  #levels: number[] = [];
  #quietest = Infinity;
  readonly #begun: (stretch: Stretch) => void;
  readonly #cut: (atMs: number) => void;

  /** `cut`: a stretch was closed here though nobody fell silent. */
  constructor(begun: (stretch: Stretch) => void, cut: (atMs: number) => void = () => {}) {
    this.#begun = begun;
    this.#cut = cut;
  }

  /** Nobody speaks, and nobody seems to begin. */
  get quiet(): boolean {
    return !this.#vad.speaking && this.#vad.recent === 0;
  }

  get open(): Stretch | null {
    return this.#open;
  }

  /** Level below which the line's sound is as good as none. */
  get gate(): number {
    return loudness(SETTINGS.threshold, this.#vad.floor);
  }

  push(audio: Uint8Array, startMs: number): void {
    let at = 0;
    if (this.#resting > 0) {
      const missing = Math.min(FRAME_BYTES - this.#resting, audio.length);
      this.#rest.set(audio.subarray(0, missing), this.#resting);
      this.#resting += missing;
      at = missing;
      if (this.#resting < FRAME_BYTES) return;
      this.#resting = 0;
      this.#frame(levelOf(this.#rest, 0, FRAME_BYTES), startMs + at / BYTES_PER_MS);
    }
    for (; at + FRAME_BYTES <= audio.length; at += FRAME_BYTES) {
      const endMs = startMs + (at + FRAME_BYTES) / BYTES_PER_MS;
      this.#frame(levelOf(audio, at, at + FRAME_BYTES), endMs);
    }
    this.#resting = audio.length - at;
    if (this.#resting > 0) this.#rest.set(audio.subarray(at));
  }

  /** Nothing follows for now: what is open ends here. The noise that was learnt stays known. */
  breakOff(atMs: number): void {
    this.#resting = 0;
    this.#close(atMs);
    this.#vad = { ...this.#vad, speaking: false, recent: 0 };
  }

  #frame(level: number, endMs: number): void {
    const { state, heard } = stepVad(this.#vad, level, SETTINGS);
    this.#vad = state;
    this.#atMs = endMs;
    if (heard?.type === "started") return this.#start(endMs - (state.clockMs - heard.startMs));
    if (!this.#open) return;
    this.#open.speechEndMs = endMs - (state.clockMs - state.lastLoudMs);
    if (heard?.type === "stopped") return this.#close(endMs);
    if (!this.#isLongEnough(level)) return;
    this.#close(endMs);
    this.#vad = { ...state, speaking: false, recent: 0 };
    this.#cut(endMs);
  }

  #start(startMs: number): void {
    this.#levels = [];
    this.#quietest = Infinity;
    this.#open = { startMs, speechEndMs: this.#atMs, endMs: null };
    this.#begun(this.#open);
  }

  #close(endMs: number): void {
    if (!this.#open) return;
    this.#open.endMs = endMs;
    this.#open.speechEndMs = Math.min(this.#open.speechEndMs, endMs);
    this.#open = null;
  }

  /** Whether this is the moment to cut what never ends: between words, if there is such a moment. */
  #isLongEnough(level: number): boolean {
    this.#levels.push(level);
    if (this.#levels.length > QUIET_FRAMES) this.#levels.shift();
    if (this.#levels.length < QUIET_FRAMES) return false;
    const quiet = Math.max(...this.#levels);
    const lengthMs = this.#atMs - this.#open!.startMs;
    const overMs = lengthMs - LONG_MS;
    const allowed = this.#quietest * (1 + 2 * Math.max(0, overMs) / (LONGEST_MS - LONG_MS));
    this.#quietest = Math.min(this.#quietest, quiet);
    return overMs >= 0 && (quiet <= allowed || lengthMs >= LONGEST_MS);
  }
}
