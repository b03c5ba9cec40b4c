// Evens out the arrival of live sound: waits a little before it plays, longer where the line is uneven, and drops
// what would only make it later. Both sides stay together. Pure; knows samples and no clock.

/** Milliseconds kept in hand before playing: at first, and at most once the line proved uneven. */
export const TARGET_MS = { first: 150, most: 400 } as const;
const DEEPER_MS = 50;
/** Played without a gap this long, a deeper buffer gets shallower again. */
const CALM_MS = 10_000;
/** More than this over the target is dropped: a listener must not fall behind the call. */
const OVER_MS = 200;
/** Over these milliseconds sound goes over into what follows it, be that silence. */
const FADE_MS = 5;

export interface JitterFigures {
  /** Every sample pushed has exactly one fate. */
  pushed: number;
  played: number;
  dropped: number;
  /** How often it ran dry. */
  gaps: number;
}

export class JitterBuffer {
  readonly #perMs: number;
  readonly #fade: number;
  /** A ring for each side, long enough for all that is ever kept. */
  readonly #rings: readonly [Float32Array, Float32Array];
  #from = 0;
  #kept = 0;
  #target: number;
  #playing = false;
  #calm = 0;
  /** What was played last; a change of sound begins from there. */
  readonly #last: [number, number] = [0, 0];
  readonly #fadeFrom: [number, number] = [0, 0];
  #fading = 0;
  readonly #figures: JitterFigures = { pushed: 0, played: 0, dropped: 0, gaps: 0 };

  /** `rateHz`: of what is pushed and of what is pulled. */
  constructor(rateHz: number) {
    this.#perMs = rateHz / 1000;
    this.#fade = Math.round(FADE_MS * this.#perMs);
    const most = Math.ceil((TARGET_MS.most + OVER_MS) * this.#perMs);
    this.#rings = [new Float32Array(most), new Float32Array(most)];
    this.#target = TARGET_MS.first;
  }

  get playing(): boolean {
    return this.#playing;
  }

  get keptMs(): number {
    return this.#kept / this.#perMs;
  }

  get targetMs(): number {
    return this.#target;
  }

  get figures(): Readonly<JitterFigures> {
    return this.#figures;
  }

  /** Adds sound of both sides, equally long. */
  push(caller: Float32Array, agent: Float32Array): void {
    const length = Math.min(caller.length, agent.length);
    this.#figures.pushed += length;
    const limit = Math.floor((this.#target + OVER_MS) * this.#perMs);
    // What has come in too late to matter: of the old first, then of the new.
    const over = this.#kept + length > limit
      ? this.#kept + length - Math.min(limit, Math.ceil(this.#target * this.#perMs))
      : 0;
    if (over > 0) this.#drop(over);
    const skip = Math.max(0, over - this.#kept);
    this.#skip(Math.min(over, this.#kept));
    for (let i = skip; i < length; i++) this.#put(caller[i]!, agent[i]!);
    if (!this.#playing && this.#kept >= this.#target * this.#perMs) {
      this.#playing = true;
      this.#change();
    }
  }

  /** Fills both with the sound that is due; with silence where there is none. */
  pull(caller: Float32Array, agent: Float32Array): void {
    for (let i = 0; i < caller.length; i++) {
      if (this.#playing && this.#kept === 0) this.#runDry();
      const [left, right] = this.#playing ? this.#take() : SILENCE;
      caller[i] = this.#last[0] = this.#faded(0, left);
      agent[i] = this.#last[1] = this.#faded(1, right);
      if (this.#fading > 0) this.#fading--;
    }
  }

  #put(caller: number, agent: number): void {
    const [callers, agents] = this.#rings;
    const at = (this.#from + this.#kept) % callers.length;
    callers[at] = caller;
    agents[at] = agent;
    this.#kept++;
  }

  #take(): readonly [number, number] {
    const [callers, agents] = this.#rings;
    const at = this.#from;
    this.#skip(1);
    this.#figures.played++;
    if (++this.#calm >= CALM_MS * this.#perMs) {
      this.#calm = 0;
      this.#target = Math.max(TARGET_MS.first, this.#target - DEEPER_MS);
    }
    return [callers[at]!, agents[at]!];
  }

  #skip(samples: number): void {
    this.#from = (this.#from + samples) % this.#rings[0].length;
    this.#kept -= samples;
  }

  #drop(samples: number): void {
    this.#figures.dropped += samples;
    if (this.#playing) this.#change();
  }

  #runDry(): void {
    this.#playing = false;
    this.#figures.gaps++;
    this.#calm = 0;
    this.#target = Math.min(TARGET_MS.most, this.#target + DEEPER_MS);
    this.#change();
  }

  #change(): void {
    this.#fadeFrom[0] = this.#last[0];
    this.#fadeFrom[1] = this.#last[1];
    this.#fading = this.#fade;
  }

  #faded(side: 0 | 1, sample: number): number {
    const old = this.#fading / this.#fade;
    return this.#fadeFrom[side] * old + sample * (1 - old);
  }
}

const SILENCE: readonly [number, number] = [0, 0];
