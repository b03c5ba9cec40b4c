// What one side of the line brought lately: its sound, the stretches of speech in it, and where it was paused.
// Whoever writes it down, now or once more after a loss, reads it here. Bounded; knows no model and no clock but
// the line's.
import { BYTES_PER_MS } from "../../audio/ulaw.ts";
import { FRAME_MS } from "../energy_vad.ts";
import { levelOf } from "./level.ts";
import { Segmenter, type Stretch } from "./segmenter.ts";

const BLOCK_MS = 1000;
const MAX_AUDIO_MS = 30_000;
const MAX_BLOCKS = 200;
const MAX_STRETCHES = 200;
const MAX_SPARE = 2;
/** Lost frames do not end a sentence; a longer gap does. */
const GAP_MS = 300;
/** Less than this beyond what was written down is its echo. */
const SLACK_MS = 200;
const FRAME_BYTES = FRAME_MS * BYTES_PER_MS;

interface Block {
  startMs: number;
  audio: Uint8Array;
  used: number;
}

export class Line {
  #blocks: Block[] = [];
  #keptBytes = 0;
  /** Used again: what is lent out of a block must not be kept anyway, and a fresh one each second is dear. */
  #spare: Uint8Array[] = [];
  #stretches: Stretch[] = [];
  /** Where it was paused, and where talk that never ends was cut: whoever finds turns by silence needs some there. */
  #seams: number[] = [];
  #endMs = 0;
  /** Whether sound came since the last pause. */
  #sounding = false;
  #segmenter = new Segmenter((stretch) => {
    this.#stretches.push(stretch);
    if (this.#stretches.length > MAX_STRETCHES) this.#stretches.shift();
  }, (atMs) => this.#seam(atMs));

  /** Oldest moment that is still kept. */
  get startMs(): number {
    return this.#blocks[0]?.startMs ?? this.#endMs;
  }

  get endMs(): number {
    return this.#endMs;
  }

  get quiet(): boolean {
    return this.#segmenter.quiet;
  }

  /** For how long nobody has spoken: as far back as is remembered, else without end. */
  get quietMs(): number {
    return this.quiet ? this.#endMs - (this.#stretches.at(-1)?.speechEndMs ?? -Infinity) : 0;
  }

  /** Where the newest block begins: what was before it can be read in whole blocks. */
  get blockMs(): number {
    return this.#blocks.at(-1)?.startMs ?? this.#endMs;
  }

  get gate(): number {
    return this.#segmenter.gate;
  }

  /** In order. */
  get stretches(): readonly Stretch[] {
    return this.#stretches;
  }

  /** Moments at which what is being said ends without a silence that can be heard, in order. */
  get seams(): readonly number[] {
    return this.#seams;
  }

  /** Copies. A line never runs back: what seems to be earlier follows what was there. */
  push(audio: Uint8Array, startMs: number): void {
    if (audio.length === 0) return;
    const fromMs = Math.max(startMs, this.#endMs);
    if (fromMs - this.#endMs >= GAP_MS) this.pause();
    this.#sounding = true;
    this.#keep(audio, fromMs);
    this.#endMs = fromMs + audio.length / BYTES_PER_MS;
    this.#segmenter.push(audio, fromMs);
  }

  /** What is being said ends here. */
  pause(): void {
    if (!this.#sounding) return;
    this.#sounding = false;
    this.#segmenter.breakOff(this.#endMs);
    this.#seam(this.#endMs);
  }

  /** The first stretch with speech after this moment. */
  speechAfter(ms: number): Stretch | undefined {
    return this.#stretches.find(({ speechEndMs }) => speechEndMs > ms + SLACK_MS);
  }

  /** Hands over what was kept of a time, in order; the arrays are only lent. */
  read(fromMs: number, untilMs: number, take: (audio: Uint8Array, startMs: number) => void): void {
    for (const { startMs, audio, used } of this.#blocks) {
      const from = Math.max(0, Math.round((fromMs - startMs) * BYTES_PER_MS));
      const until = Math.min(used, Math.round((untilMs - startMs) * BYTES_PER_MS));
      if (from < until) take(audio.subarray(from, until), startMs + from / BYTES_PER_MS);
    }
  }

  /** The same in one piece, without its gaps. */
  copy(fromMs: number, untilMs: number): Uint8Array {
    const parts: Uint8Array[] = [];
    this.read(fromMs, untilMs, (audio) => parts.push(audio));
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  /** Level of the loudest frame (root mean square); null: nothing was kept of that time. */
  loudest(fromMs: number, untilMs: number): number | null {
    let loudest: number | null = null;
    this.read(fromMs, untilMs, (audio) => {
      for (let at = 0; at < audio.length; at += FRAME_BYTES) {
        const level = levelOf(audio, at, Math.min(audio.length, at + FRAME_BYTES));
        loudest = Math.max(loudest ?? 0, level);
      }
    });
    return loudest;
  }

  /** Nobody needs what was before this moment. */
  forget(beforeMs: number): void {
    while (this.#blocks[0] && endOf(this.#blocks[0]) <= beforeMs) this.#drop();
    while (endsBefore(this.#stretches[0], beforeMs)) this.#stretches.shift();
    while (this.#seams[0] !== undefined && this.#seams[0] < beforeMs) this.#seams.shift();
  }

  #seam(atMs: number): void {
    this.#seams.push(atMs);
    if (this.#seams.length > MAX_BLOCKS) this.#seams.shift();
  }

  #keep(audio: Uint8Array, startMs: number): void {
    for (let at = 0; at < audio.length;) {
      const atMs = startMs + at / BYTES_PER_MS;
      let block = this.#blocks.at(-1);
      const fits = block && block.used < block.audio.length && Math.abs(endOf(block) - atMs) < 0.1;
      if (!block || !fits) {
        block = {
          startMs: atMs,
          audio: this.#spare.pop() ?? new Uint8Array(BLOCK_MS * BYTES_PER_MS),
          used: 0,
        };
        this.#blocks.push(block);
      }
      const bytes = Math.min(audio.length - at, block.audio.length - block.used);
      block.audio.set(audio.subarray(at, at + bytes), block.used);
      block.used += bytes;
      this.#keptBytes += bytes;
      at += bytes;
    }
    while (
      this.#keptBytes > MAX_AUDIO_MS * BYTES_PER_MS || this.#blocks.length > MAX_BLOCKS
    ) this.#drop();
  }

  #drop(): void {
    const block = this.#blocks.shift();
    if (!block) return;
    this.#keptBytes -= block.used;
    if (this.#spare.length < MAX_SPARE) this.#spare.push(block.audio);
  }
}

function endOf({ startMs, used }: Block): number {
  return startMs + used / BYTES_PER_MS;
}

function endsBefore(stretch: Stretch | undefined, ms: number): boolean {
  return stretch !== undefined && stretch.endMs !== null && stretch.endMs <= ms;
}
