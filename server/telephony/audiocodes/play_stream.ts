// What the caller hears: one play stream at a time, a new id for each answer, never left open (audiocodes § 5).
// Converts to the format of the call, keeps what cannot leave, and knows how long what left may still sound.
import { FromUlaw } from "../../audio/sound_format.ts";
import { BYTES_PER_MS } from "../../audio/ulaw.ts";
import type { Cancel, Clock } from "../../clock.ts";
import { guarded } from "../../guard.ts";
import type { Line } from "./line.ts";
import type { MediaFormat } from "./media.ts";
import { wavHeader } from "./wav_header.ts";

export interface PlayStreamOptions {
  format: MediaFormat;
  clock: Clock;
  line: Line;
  /** The other side has not read for so long that it counts as gone. */
  onStuck(): void;
  /** Something was thrown away, because far more waits than the bridge should have handed over. */
  onOverflow(): void;
  onFault(error: unknown): void;
}

/** A socket with so much in it is not read. */
const BACKLOG_LIMIT_BYTES = 256 * 1024;
const STUCK_AFTER_MS = 5_000;
const LOOK_AGAIN_MS = 100;
/** Of mu-law: two seconds, more than the bridge hands over at once. */
const MAX_WAITING_BYTES = 16_000;
/** The phone may begin to play this much later than we sent. */
const START_SLACK_MS = 300;

export class PlayStream {
  readonly #options: PlayStreamOptions;
  readonly #converter: FromUlaw;
  #line: Line | null;
  #lastId = 0;
  #open = false;
  /** Answers and the ends of answers that could not leave. */
  #waiting: (Uint8Array | "rest")[] = [];
  #waitingBytes = 0;
  #soundsUntilMs = -Infinity;
  #slowSinceMs: number | null = null;
  #cancel: Cancel | null = null;

  constructor(options: PlayStreamOptions) {
    this.#options = options;
    this.#line = options.line;
    this.#converter = new FromUlaw(options.format.sound);
  }

  /** Bytes of mu-law that should have left. */
  get unsentBytes(): number {
    return this.#waitingBytes;
  }

  /**
   * How long the caller may still hear what left, by our own reckoning; 0: nothing. An open stream sounds even while
   * it is silent: what silences it would cut off the rest of it.
   */
  get soundsForMs(): number {
    const soundMs = this.#soundsUntilMs + START_SLACK_MS - this.#options.clock.now();
    return Math.max(this.#open ? START_SLACK_MS : 0, soundMs);
  }

  play(ulaw: Uint8Array): void {
    if (ulaw.length === 0) return;
    if (this.#waiting.length === 0 && this.#mayLeave()) return this.#send(ulaw);
    if (this.#waitingBytes + ulaw.length > MAX_WAITING_BYTES) return this.#options.onOverflow();
    this.#waiting.push(ulaw);
    this.#waitingBytes += ulaw.length;
  }

  /** The answer is whole: the stream ends, what was sent of it is played. */
  rest(): void {
    if (this.#waiting.length === 0) return this.#stop();
    if (this.#waiting.at(-1) !== "rest") this.#waiting.push("rest");
  }

  /** Throws away what did not leave and ends the stream; returns the bytes thrown away. */
  clear(): number {
    const droppedBytes = this.#dropWaiting();
    this.#converter.reset();
    this.#stop();
    this.#soundsUntilMs = -Infinity;
    return droppedBytes;
  }

  /** The socket is gone, the stream with it; what is played now waits. A socket that is there still hears its end. */
  disconnect(): void {
    this.#stop();
    this.#line = null;
    this.#soundsUntilMs = -Infinity;
    this.#slowSinceMs = null;
    this.#stopLooking();
  }

  /** On a new socket: what waits leaves, in a new stream. */
  connect(line: Line): void {
    this.#line = line;
    this.#sendWaiting();
  }

  /** Ends the stream and plays nothing more; `quietly`: without a word. */
  close({ quietly }: { quietly: boolean }): void {
    this.#dropWaiting();
    if (quietly) this.#open = false;
    else this.#stop();
    this.#line = null;
    this.#stopLooking();
  }

  #send(ulaw: Uint8Array): void {
    const { clock, format } = this.#options;
    if (!this.#open) {
      this.#open = true;
      this.#lastId++;
      this.#say("playStream.start", { mediaFormat: format.name });
      if (format.wav) this.#chunk(wavHeader(format.sound));
    }
    this.#chunk(this.#converter.push(ulaw));
    this.#soundsUntilMs = Math.max(clock.now(), this.#soundsUntilMs) + ulaw.length / BYTES_PER_MS;
  }

  #stop(): void {
    if (!this.#open) return;
    this.#chunk(this.#converter.flush());
    this.#open = false;
    this.#say("playStream.stop", {});
  }

  #chunk(sound: Uint8Array): void {
    if (sound.length > 0) this.#say("playStream.chunk", { audioChunk: sound.toBase64() });
  }

  #say(type: string, fields: Readonly<Record<string, unknown>>): void {
    this.#line?.send({ type, streamId: String(this.#lastId), ...fields });
  }

  /** A socket that is not read must not become a queue of ours. */
  #mayLeave(): boolean {
    if (!this.#line) return false;
    if (this.#line.backlogBytes <= BACKLOG_LIMIT_BYTES) return true;
    this.#slowSinceMs ??= this.#options.clock.now();
    this.#lookAgain();
    return false;
  }

  #sendWaiting(): void {
    while (this.#waiting.length > 0 && this.#mayLeave()) {
      this.#slowSinceMs = null;
      const next = this.#waiting.shift()!;
      if (next === "rest") {
        this.#stop();
        continue;
      }
      this.#waitingBytes -= next.length;
      this.#send(next);
    }
  }

  #lookAgain(): void {
    const { clock, onFault } = this.#options;
    this.#cancel ??= clock.after(
      LOOK_AGAIN_MS,
      guarded(onFault, () => {
        this.#cancel = null;
        this.#look();
      }),
    );
  }

  #look(): void {
    const { clock, onStuck } = this.#options;
    this.#sendWaiting();
    if (this.#line && this.#line.backlogBytes <= BACKLOG_LIMIT_BYTES) this.#slowSinceMs = null;
    if (this.#slowSinceMs === null) return this.#stopLooking();
    if (clock.now() - this.#slowSinceMs >= STUCK_AFTER_MS) return onStuck();
    this.#lookAgain();
  }

  #dropWaiting(): number {
    const droppedBytes = this.#waitingBytes;
    this.#waiting = [];
    this.#waitingBytes = 0;
    return droppedBytes;
  }

  #stopLooking(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
