// Genesys' play-out: what was received is played in real time, burst by burst, and kept as it was heard.
// It knows no protocol: it says when a burst began and when the queue ran dry.
import { BYTES_PER_MS, SILENCE } from "../../audio/ulaw.ts";
import type { Cancel, Clock } from "../../clock.ts";

export interface PlayOutOptions {
  clock: Clock;
  onStarted?(): void;
  /** It fell silent; `burst` is what was heard since it started. Not called after `clear` or `stop`. */
  onCompleted?(burst: Uint8Array): void;
}

/** What a caller hears of a call through. */
export interface PlayOut {
  readonly playing: boolean;
  /** When it last began to play or fell silent, monotonic. */
  readonly changedMs: number;
  /** Bursts begun so far. */
  readonly bursts: number;
  /** How much has been heard so far, without the silence between. */
  readonly spokenMs: number;
  /** Received and not heard yet. */
  readonly queuedBytes: number;
  /** Drops what is queued. @returns the bytes that will not be heard, and what was heard of the burst */
  clear(): { dropped: number; burst: Uint8Array };
  /** The call is over: nothing sounds any more. @returns as `clear` */
  stop(): { dropped: number; burst: Uint8Array };
  /** All that was heard since the beginning, with silence where there was silence, up to now. */
  heard(): Uint8Array;
}

interface Burst {
  /** On the timeline of what was heard, bytes. */
  at: number;
  chunks: Uint8Array[];
  bytes: number;
}

export class Player implements PlayOut {
  readonly #clock: Clock;
  readonly #options: PlayOutOptions;
  readonly #originMs: number;
  readonly #bursts: Burst[] = [];
  #playing: { burst: Burst; startMs: number } | undefined;
  #cancel: Cancel | undefined;
  #changedMs: number;
  #stopped = false;

  /** The timeline begins now. */
  constructor(options: PlayOutOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#originMs = this.#changedMs = options.clock.now();
  }

  get playing(): boolean {
    return this.#playing !== undefined;
  }

  get changedMs(): number {
    return this.#changedMs;
  }

  get bursts(): number {
    return this.#bursts.length;
  }

  get spokenMs(): number {
    const queued = this.#bursts.reduce((sum, { bytes }) => sum + bytes, 0);
    return (queued - this.queuedBytes) / BYTES_PER_MS;
  }

  get queuedBytes(): number {
    return this.#playing ? this.#playing.burst.bytes - this.#heardBytes() : 0;
  }

  play(audio: Uint8Array): void {
    if (this.#stopped || audio.length === 0) return;
    // A timer may be late: what has run dry by the clock is over before the next burst begins.
    if (this.#playing && this.queuedBytes === 0) this.#complete();
    if (this.#playing) {
      this.#playing.burst.chunks.push(audio);
      this.#playing.burst.bytes += audio.length;
    } else {
      this.#start(audio);
    }
    this.#arm();
  }

  clear(): { dropped: number; burst: Uint8Array } {
    if (!this.#playing) return { dropped: 0, burst: new Uint8Array() };
    this.#cancel?.();
    const { burst } = this.#playing;
    const heard = this.#heardBytes();
    const dropped = burst.bytes - heard;
    const audio = join(burst).subarray(0, heard);
    burst.chunks = [audio];
    burst.bytes = heard;
    this.#playing = undefined;
    this.#changedMs = this.#clock.now();
    return { dropped, burst: audio };
  }

  stop(): { dropped: number; burst: Uint8Array } {
    const left = this.clear();
    this.#stopped = true;
    return left;
  }

  heard(): Uint8Array {
    const last = this.#bursts.at(-1);
    const untilNow = Math.round((this.#clock.now() - this.#originMs) * BYTES_PER_MS);
    const bytes = this.#playing ? last!.at + this.#heardBytes() : untilNow;
    const timeline = new Uint8Array(Math.max(bytes, last && !this.#playing ? end(last) : 0))
      .fill(SILENCE);
    for (const burst of this.#bursts) {
      timeline.set(join(burst).subarray(0, timeline.length - burst.at), burst.at);
    }
    return timeline;
  }

  #start(audio: Uint8Array): void {
    const nowMs = this.#clock.now();
    const last = this.#bursts.at(-1);
    const at = Math.max(
      Math.round((nowMs - this.#originMs) * BYTES_PER_MS),
      last ? end(last) : 0,
    );
    const burst = { at, chunks: [audio], bytes: audio.length };
    this.#bursts.push(burst);
    this.#playing = { burst, startMs: nowMs };
    this.#changedMs = nowMs;
    this.#options.onStarted?.();
  }

  #arm(): void {
    this.#cancel?.();
    if (!this.#playing) return;
    const { burst, startMs } = this.#playing;
    const leftMs = startMs + burst.bytes / BYTES_PER_MS - this.#clock.now();
    this.#cancel = this.#clock.after(Math.max(0, leftMs), () => {
      // A timer may also be early by a fraction.
      if (this.queuedBytes > 0) this.#arm();
      else this.#complete();
    });
  }

  #complete(): void {
    if (!this.#playing) return;
    this.#cancel?.();
    const { burst, startMs } = this.#playing;
    this.#playing = undefined;
    this.#changedMs = startMs + burst.bytes / BYTES_PER_MS;
    this.#options.onCompleted?.(join(burst));
  }

  #heardBytes(): number {
    if (!this.#playing) return 0;
    const { burst, startMs } = this.#playing;
    const passed = (this.#clock.now() - startMs) * BYTES_PER_MS;
    // A whisker for binary fractions, else the last sample would never be over.
    return Math.min(burst.bytes, Math.floor(passed + 1e-3));
  }
}

function end({ at, bytes }: Burst): number {
  return at + bytes;
}

function join(burst: Burst): Uint8Array {
  const [only] = burst.chunks;
  if (burst.chunks.length === 1 && only) return only;
  const all = new Uint8Array(burst.bytes);
  let at = 0;
  for (const chunk of burst.chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  burst.chunks = [all];
  return all;
}
