// Sound of the agent that has come and was not played: plays it in order, waits a little at its beginning, says when it
// has run dry, and drops all of it at once when the caller cuts in. Pure; knows samples and no clock.

/** Milliseconds in hand before it begins, or so long after the first piece of something shorter. */
export const START_MS = 60;
/** The server keeps about a second ahead; what a stranger sends beyond this is not kept. */
export const MOST_MS = 10_000;
/** Over these milliseconds sound goes over into silence, and begins. */
const FADE_MS = 5;

export class PlayQueue {
  readonly #perMs: number;
  readonly #fade: number;
  #pieces: Float32Array[] = [];
  /** Samples of the first piece that were played. */
  #at = 0;
  #kept = 0;
  #playing = false;
  #waited = 0;
  #last = 0;
  #fadeFrom = 0;
  #fading = 0;
  #ranDry = false;

  /** `rateHz`: of what is pushed and of what is pulled. */
  constructor(rateHz: number) {
    this.#perMs = rateHz / 1000;
    this.#fade = Math.round(FADE_MS * this.#perMs);
  }

  get playing(): boolean {
    return this.#playing;
  }

  get keptMs(): number {
    return this.#kept / this.#perMs;
  }

  push(samples: Float32Array): void {
    const room = Math.floor(MOST_MS * this.#perMs) - this.#kept;
    const taken = samples.subarray(0, Math.max(0, room));
    if (taken.length === 0) return;
    this.#pieces.push(taken);
    this.#kept += taken.length;
  }

  /** Fills it with the sound that is due; with silence where there is none. */
  pull(out: Float32Array): void {
    if (!this.#playing) this.#begin(out.length);
    for (let i = 0; i < out.length; i++) {
      if (this.#playing && this.#kept === 0) {
        this.#playing = false;
        this.#ranDry = true;
        this.#change();
      }
      const sample = this.#playing ? this.#take() : 0;
      const old = this.#fading / this.#fade;
      this.#last = this.#fadeFrom * old + sample * (1 - old);
      out[i] = this.#last;
      if (this.#fading > 0) this.#fading--;
    }
  }

  /** What was not played never will be. That it then is empty is no news to whoever asked for it. */
  clear(): void {
    this.#pieces = [];
    this.#at = 0;
    this.#kept = 0;
    if (this.#playing) this.#change();
    this.#playing = false;
    this.#waited = 0;
  }

  /** Whether it ran dry since this was asked last. */
  takeRanDry(): boolean {
    const dry = this.#ranDry;
    this.#ranDry = false;
    return dry;
  }

  #begin(samples: number): void {
    if (this.#kept === 0) return;
    this.#waited += samples;
    const enough = START_MS * this.#perMs;
    if (this.#kept < enough && this.#waited < enough) return;
    this.#playing = true;
    this.#waited = 0;
    this.#change();
  }

  #take(): number {
    const piece = this.#pieces[0]!;
    const sample = piece[this.#at++]!;
    this.#kept--;
    if (this.#at === piece.length) {
      this.#pieces.shift();
      this.#at = 0;
    }
    return sample;
  }

  #change(): void {
    this.#fadeFrom = this.#last;
    this.#fading = this.#fade;
  }
}
