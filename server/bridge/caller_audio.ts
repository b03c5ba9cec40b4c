// Caller audio on its way to the model: forwarded at once, kept while no model is there, silence where
// none comes. Knows the two clocks of a call: its own and that of the audio the model was given.
import { BYTES_PER_MS, silence } from "../audio/ulaw.ts";
import type { Clock } from "../clock.ts";
import type { Upstream, UpstreamEvent } from "../upstream/upstream.ts";
import { LineLevels } from "./line_levels.ts";

/** Kept while the model is being dialled: the first words of a caller, not a backlog. */
const KEPT_BYTES = 5000 * BYTES_PER_MS;
/** Longer than the frames and the stalls of a phone system; the model's clock must not stand still (§ 4.3). */
const GAP_MS = 1200;
/** Of what was sent, the last that the model may not have heard when it is lost. */
const DOUBTFUL_BYTES = 5000 * BYTES_PER_MS;
/** An event of the model proves that it heard the audio up to about this long before. */
const PROOF_LAG_BYTES = 1000 * BYTES_PER_MS;
/** Kept from before a turn's detected start. */
const TURN_LEAD_MS = 500;
const MUTED_FRAME = silence(1000);

export class CallerAudio {
  readonly #clock: Clock;
  readonly #answeredAtMs: number;
  #upstream: Upstream | null = null;
  #muted = false;
  #hushed = false;
  #levels: LineLevels | null = null;
  #kept: Uint8Array[] = [];
  #keptBytes = 0;
  #droppedBytes = 0;
  #appendedBytes = 0;
  /** The caller's frames since the model's last sign of life, for the session after it. */
  #doubtful: Uint8Array[] = [];
  #doubtfulBytes = 0;
  #lastAtMs: number;

  constructor(clock: Clock, answeredAtMs: number) {
    this.#clock = clock;
    this.#answeredAtMs = answeredAtMs;
    this.#lastAtMs = answeredAtMs;
  }

  /** Milliseconds of audio that were too old to keep. */
  get droppedMs(): number {
    return Math.round(this.#droppedBytes / BYTES_PER_MS);
  }

  /** One frame from the phone. This is the hot path: straight through. */
  frame(audio: Uint8Array): void {
    this.#lastAtMs = this.#clock.now();
    this.#levels?.add(audio);
    const heard = this.#muted || this.#hushed ? mutedLike(audio) : audio;
    if (!this.#upstream) return this.#keep(heard);
    this.#append(this.#upstream, heard);
    this.#doubtful.push(heard);
    this.#doubtfulBytes += audio.length;
    this.#trimDoubtful(DOUBTFUL_BYTES);
  }

  /** A model is ready: it gets what was kept, then everything that comes. */
  attach(upstream: Upstream): void {
    this.#upstream = upstream;
    this.#appendedBytes = 0;
    const kept = this.#kept;
    this.#kept = [];
    this.#keptBytes = 0;
    for (const audio of kept) this.#append(upstream, audio);
  }

  /**
   * The model is gone. `replay`: the caller was speaking, or may have been unheard: what is in doubt is
   * kept for the next one.
   */
  detach(replay = false): void {
    if (this.#upstream && replay) {
      this.#kept.unshift(...this.#doubtful);
      this.#keptBytes += this.#doubtfulBytes;
    }
    this.#upstream = null;
    this.#doubtful = [];
    this.#doubtfulBytes = 0;
  }

  /**
   * The model gave a sign of life: it has heard what was sent, but for the last second. `unansweredMs`:
   * a turn that began then on the call's clock is kept until it is answered.
   */
  heard(unansweredMs: number | null): void {
    const sinceMs = unansweredMs === null
      ? 0
      : this.#lastAtMs - this.#answeredAtMs - unansweredMs + TURN_LEAD_MS;
    this.#trimDoubtful(Math.min(DOUBTFUL_BYTES, Math.max(PROOF_LAG_BYTES, sinceMs * BYTES_PER_MS)));
  }

  /** From here on the model hears silence: a farewell is not to be interrupted. */
  mute(): void {
    this.#muted = true;
  }

  /** The same for a while, for instance while tones are on the line. */
  hush(on: boolean): void {
    this.#hushed = on;
  }

  /** From here on it is known how much of the line is voice. */
  measure(): void {
    this.#levels ??= new LineLevels();
  }

  /** Milliseconds of voice since then on the call's clock; 0 where nothing is measured. */
  voicedMs(sinceMs: number): number {
    return this.#levels?.voicedMs(this.#lastAtMs - this.#answeredAtMs - sinceMs) ?? 0;
  }

  /** The phone is gone: a turn that was still open ends by `ms` of silence, and nothing follows. */
  endTurn(ms: number): void {
    this.#upstream?.append(silence(ms));
    this.#upstream = null;
  }

  /** Fills a gap in the phone's audio with as much silence. Called a few times a second. */
  tick(): void {
    const now = this.#clock.now();
    const gapMs = now - this.#lastAtMs;
    if (!this.#upstream || gapMs < GAP_MS) return;
    this.#lastAtMs = now;
    const filler = silence(Math.min(gapMs, 2000));
    this.#levels?.add(filler);
    this.#append(this.#upstream, filler);
  }

  /** A time on the clock of appended audio, on the clock of the call (milliseconds since the answer). */
  callMs(audioMs: number): number {
    const appendedMs = this.#appendedBytes / BYTES_PER_MS;
    const offsetMs = this.#lastAtMs - this.#answeredAtMs;
    return Math.max(0, Math.round(offsetMs - appendedMs + audioMs));
  }

  /** An event of the model with its times on the call's clock. */
  onCallClock<E extends UpstreamEvent>(event: E): E {
    if (event.type === "speech_started") {
      return { ...event, audioStartMs: this.callMs(event.audioStartMs) };
    }
    return event.type === "speech_stopped"
      ? { ...event, audioEndMs: this.callMs(event.audioEndMs) }
      : event;
  }

  #trimDoubtful(limitBytes: number): void {
    while (this.#doubtfulBytes > limitBytes) this.#doubtfulBytes -= this.#doubtful.shift()!.length;
  }

  #append(upstream: Upstream, audio: Uint8Array): void {
    this.#appendedBytes += audio.length;
    upstream.append(audio);
  }

  #keep(audio: Uint8Array): void {
    this.#kept.push(audio);
    this.#keptBytes += audio.length;
    while (this.#keptBytes > KEPT_BYTES && this.#kept.length > 0) {
      const oldest = this.#kept.shift()!;
      this.#keptBytes -= oldest.length;
      this.#droppedBytes += oldest.length;
    }
  }
}

function mutedLike(audio: Uint8Array): Uint8Array {
  return audio.length <= MUTED_FRAME.length
    ? MUTED_FRAME.subarray(0, audio.length)
    : silence(audio.length / BYTES_PER_MS);
}
