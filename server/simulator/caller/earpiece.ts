// The caller's ear at a phone: what arrives is played in real time and kept as it was heard. It hears sound, not
// pieces: silence that a phone system keeps flowing is passed over, and a breath between words is no end.
// It knows no protocol. (Genesys' play-out tells of every queue that runs dry instead: player.ts.)
import { BYTES_PER_MS, SILENCE } from "../../audio/ulaw.ts";
import type { Cancel, Clock } from "../../clock.ts";
import type { PlayOut, PlayOutOptions } from "./player.ts";
import { soundIn } from "./sound_level.ts";

/** Silence that is shorter belongs to what is said. */
const BREATH_MS = 300;
const BREATH_BYTES = BREATH_MS * BYTES_PER_MS;

export interface EarpieceOptions extends PlayOutOptions {
  /** How long the first piece waits after the queue ran dry, for others to catch up (a phone's jitter buffer). */
  jitterMs?: number;
}

/** A stretch of sound on the timeline, bytes. */
interface Stretch {
  from: number;
  until: number;
}

/** Where a piece came to lie. */
export interface Heard {
  /** Whether there is sound in it, or it belongs to what is being said. */
  speech: boolean;
  /** When the stretch of sound began that it is in, without the jitter buffer's wait; null without sound. */
  begunMs: number | null;
  /** When its first sound is heard, on the same terms. */
  soundMs: number | null;
}

export class Earpiece implements PlayOut {
  readonly #clock: Clock;
  readonly #options: EarpieceOptions;
  readonly #originMs: number;
  readonly #jitterBytes: number;
  readonly #pieces: { at: number; audio: Uint8Array }[] = [];
  readonly #stretches: Stretch[] = [];
  /** End of what was received, on the timeline. */
  #end = 0;
  /** Stretches that have begun to sound. */
  #begun = 0;
  #playing = false;
  #changedMs: number;
  #cancel: Cancel | undefined;
  #stopped = false;

  /** The timeline begins now. */
  constructor(options: EarpieceOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#originMs = this.#changedMs = options.clock.now();
    this.#jitterBytes = Math.round((options.jitterMs ?? 0) * BYTES_PER_MS);
  }

  get playing(): boolean {
    return this.#playing;
  }

  get changedMs(): number {
    return this.#changedMs;
  }

  get bursts(): number {
    return this.#begun;
  }

  get spokenMs(): number {
    const now = this.#now();
    const bytes = this.#stretches.reduce(
      (sum, { from, until }) => sum + Math.max(0, Math.min(until, now) - from),
      0,
    );
    return bytes / BYTES_PER_MS;
  }

  get queuedBytes(): number {
    return Math.max(0, this.#end - this.#now());
  }

  play(audio: Uint8Array): Heard {
    const nothing = { speech: false, begunMs: null, soundMs: null };
    if (this.#stopped || audio.length === 0) return nothing;
    // A timer may be late: what is over by the clock is over before the next begins.
    this.#look();
    const now = this.#now();
    const at = this.#end > now ? this.#end : now + this.#jitterBytes;
    this.#pieces.push({ at, audio });
    this.#end = at + audio.length;
    const within = at - (this.#stretches.at(-1)?.until ?? -Infinity) <= BREATH_BYTES;
    const found = soundIn(audio);
    for (const { from, until } of found) this.#join(at + from, at + until);
    this.#look();
    const [first] = found;
    if (!first) return { ...nothing, speech: within };
    const place = at + first.from;
    const stretch = this.#stretches.findLast(({ from }) => from <= place)!;
    return {
      speech: true,
      begunMs: this.#timeOf(stretch.from - this.#jitterBytes),
      soundMs: this.#timeOf(place - this.#jitterBytes),
    };
  }

  clear(): { dropped: number; burst: Uint8Array } {
    this.#look();
    this.#cancel?.();
    const now = this.#now();
    const dropped = this.#stretches.reduce(
      (sum, { from, until }) => sum + Math.max(0, until - Math.max(from, now)),
      0,
    );
    this.#cutAt(now);
    if (!this.#playing) return { dropped, burst: new Uint8Array() };
    const { from, until } = this.#stretches[this.#begun - 1]!;
    this.#playing = false;
    this.#changedMs = this.#timeOf(until);
    return { dropped, burst: this.#render(from, until) };
  }

  stop(): { dropped: number; burst: Uint8Array } {
    const left = this.clear();
    this.#stopped = true;
    return left;
  }

  heard(): Uint8Array {
    return this.#render(0, this.#now());
  }

  #now(): number {
    // A whisker for binary fractions, else the last sample would never be over.
    return Math.floor((this.#clock.now() - this.#originMs) * BYTES_PER_MS + 1e-3);
  }

  #timeOf(at: number): number {
    return this.#originMs + at / BYTES_PER_MS;
  }

  #join(from: number, until: number): void {
    const last = this.#stretches.at(-1);
    const isOver = last && this.#begun === this.#stretches.length && !this.#playing;
    if (last && !isOver && from - last.until <= BREATH_BYTES) last.until = until;
    else this.#stretches.push({ from, until });
  }

  /** Tells what began and ended by now, and wakes for what comes next. */
  #look(): void {
    this.#cancel?.();
    for (;;) {
      const dueAt = this.#dueAt();
      if (dueAt === undefined) return;
      if (dueAt > this.#now()) {
        const leftMs = this.#timeOf(dueAt) - this.#clock.now();
        this.#cancel?.();
        this.#cancel = this.#clock.after(Math.max(0, leftMs), () => this.#look());
        return;
      }
      if (this.#playing) {
        const { from, until } = this.#stretches[this.#begun - 1]!;
        this.#playing = false;
        this.#changedMs = this.#timeOf(until);
        this.#options.onCompleted?.(this.#render(from, until));
      } else {
        this.#changedMs = this.#timeOf(this.#stretches[this.#begun]!.from);
        this.#begun++;
        this.#playing = true;
        this.#options.onStarted?.();
      }
      // What was told may have ended the call.
      if (this.#stopped) return;
    }
  }

  #dueAt(): number | undefined {
    return this.#playing
      ? this.#stretches[this.#begun - 1]!.until + BREATH_BYTES
      : this.#stretches[this.#begun]?.from;
  }

  #cutAt(place: number): void {
    this.#end = Math.min(this.#end, place);
    while ((this.#pieces.at(-1)?.at ?? -1) >= place) this.#pieces.pop();
    const piece = this.#pieces.at(-1);
    if (piece) piece.audio = piece.audio.subarray(0, place - piece.at);
    while ((this.#stretches.at(-1)?.from ?? -1) >= place) this.#stretches.pop();
    const stretch = this.#stretches.at(-1);
    if (stretch) stretch.until = Math.min(stretch.until, place);
    this.#begun = Math.min(this.#begun, this.#stretches.length);
  }

  #render(from: number, until: number): Uint8Array {
    const sound = new Uint8Array(Math.max(0, until - from)).fill(SILENCE);
    for (let i = this.#pieces.length - 1; i >= 0; i--) {
      const { at, audio } = this.#pieces[i]!;
      if (at + audio.length <= from) break;
      if (at >= until) continue;
      const begin = Math.max(at, from);
      sound.set(audio.subarray(begin - at, until - at), begin - from);
    }
    return sound;
  }
}
