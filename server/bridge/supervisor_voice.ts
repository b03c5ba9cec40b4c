// A supervisor's microphone on its way to the phone: stretches of speech become items of the play-out, a small lead
// keeps the line from stuttering, pauses are not sent. Knows neither the socket nor who speaks.
import { BYTES_PER_MS, rms } from "../audio/ulaw.ts";
import type { Clock } from "../clock.ts";

/** Where it is played. */
export interface SupervisorOutlet {
  readonly remainingMs: number;
  enqueue(ids: { itemId: string; responseId: string }, audio: Uint8Array): void;
  complete(itemId: string): void;
}

/** Held before a stretch begins: the network's unevenness, and the beginning of a first word. */
const LEAD_MS = 260;
/** Root mean square in 16-bit samples: less is the noise of a room. */
const VOICE_RMS = 90;
/** A pause that long ends a stretch. */
const PAUSE_MS = 1000;
/** The same where no sound comes at all. */
const STALLED_MS = 400;
/** More waiting than this is not real time. */
const MOST_AHEAD_MS = 2000;

export class SupervisorVoice {
  readonly #outlet: SupervisorOutlet;
  readonly #clock: Clock;
  #count = 0;
  #itemId: string | null = null;
  #kept: Uint8Array[] = [];
  #keptBytes = 0;
  /** Some of what is kept is voice. */
  #voiced = false;
  #quietBytes = 0;
  #lastAtMs = 0;

  constructor(outlet: SupervisorOutlet, clock: Clock) {
    this.#outlet = outlet;
    this.#clock = clock;
  }

  /** Mono mu-law at 8 kHz, as it comes from the microphone. The array is ours to keep. */
  hear(audio: Uint8Array): void {
    this.#lastAtMs = this.#clock.now();
    const voiced = rms(audio) > VOICE_RMS;
    if (this.#itemId !== null) return this.#goOn(this.#itemId, audio, voiced);
    this.#kept.push(audio);
    this.#keptBytes += audio.length;
    this.#voiced ||= voiced;
    if (this.#voiced && this.#keptBytes >= LEAD_MS * BYTES_PER_MS) return this.#begin();
    while (!this.#voiced && this.#keptBytes > LEAD_MS * BYTES_PER_MS) {
      this.#keptBytes -= this.#kept.shift()!.length;
    }
  }

  /** Called a few times a second. */
  tick(): void {
    if (this.#clock.now() - this.#lastAtMs < STALLED_MS) return;
    if (this.#itemId === null && this.#voiced) this.#begin();
    this.#end();
  }

  /** Nothing more comes, or what was under way was cut off. */
  stop(): void {
    this.#end();
    this.#kept = [];
    this.#keptBytes = 0;
    this.#voiced = false;
  }

  #begin(): void {
    this.#itemId = `supervisor-${++this.#count}`;
    this.#quietBytes = 0;
    for (const audio of this.#kept) this.#play(this.#itemId, audio);
    this.#kept = [];
    this.#keptBytes = 0;
    this.#voiced = false;
  }

  #goOn(itemId: string, audio: Uint8Array, voiced: boolean): void {
    this.#quietBytes = voiced ? 0 : this.#quietBytes + audio.length;
    this.#play(itemId, audio);
    if (this.#quietBytes >= PAUSE_MS * BYTES_PER_MS) this.#end();
  }

  #play(itemId: string, audio: Uint8Array): void {
    if (this.#outlet.remainingMs > MOST_AHEAD_MS) return;
    this.#outlet.enqueue({ itemId, responseId: itemId }, audio);
  }

  #end(): void {
    if (this.#itemId !== null) this.#outlet.complete(this.#itemId);
    this.#itemId = null;
  }
}
