// The only way out to the phone system: stamps seq and clientseq at the moment of sending, keeps to the
// rates, and knows how long what was sent may still sound. Knows no state of the session.
import { BYTES_PER_MS } from "../../audio/ulaw.ts";
import type { Clock } from "../../clock.ts";
import { guarded } from "../../guard.ts";
import type { SocketPort } from "../socket_port.ts";
import { Alarm } from "./alarm.ts";
import { Limiter } from "./limiter.ts";

/** One thing that an `event` message tells (§ 6). */
export interface Entity {
  type: string;
  data: Readonly<Record<string, unknown>>;
}

/** Events that are made only when they may leave, because what waits may be joined or outdated by then. */
export interface LineSource {
  /** How many messages of the burst to leave to others; null: nothing waits, or it may not leave. */
  readonly spare: number | null;
  /** All that fits into one event; asked only where something waits. */
  take(): readonly Entity[];
}

export interface OutboxOptions {
  socket: SocketPort;
  clock: Clock;
  sessionId: string;
  /** Highest seq received from the phone system so far. */
  clientSeq(): number;
  /** Largest binary message. */
  maxBytes: number;
  /** Gives way to every other message. */
  lines?: LineSource;
  /** A fault while sending from a timer: it must not reach the process. */
  onFault(error: unknown): void;
}

type Parameters = Readonly<Record<string, unknown>>;

const MAX_WAITING_TEXTS = 50;
/** The phone may start to play this much later than we sent. */
const START_SLACK_MS = 2_000;
/**
 * `playback_completed` may come this much before sound can have ended: a phone takes its packets of 20 ms
 * ahead. Well below the shortest piece, or a doubled message would be believed of a piece just sent.
 */
const HINT_SLACK_MS = 40;

export class Outbox {
  #options: OutboxOptions;
  #seq = 0;
  #textLimit: Limiter;
  #binaryLimit: Limiter;
  #texts: { type: string; parameters: Parameters }[] = [];
  #audio: Uint8Array[] = [];
  #unsentBytes = 0;
  #opened = false;
  /** Sound cannot end before: each piece takes its own length, from when it left and after those before it. */
  #soundsUntilMs = -Infinity;
  /** The phone said that it played all, when that was possible. */
  #playedOut = false;
  #alarm: Alarm;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#textLimit = new Limiter(options.clock.now());
    this.#binaryLimit = new Limiter(options.clock.now());
    this.#alarm = new Alarm(options.clock, guarded(options.onFault, () => this.flush()));
  }

  /** Highest seq sent. */
  get seq(): number {
    return this.#seq;
  }

  get unsentBytes(): number {
    return this.#unsentBytes;
  }

  /** Sends at once, whatever the rate: a late pong or closed ends the call, a late barge_in is noise. */
  sayNow(type: string, parameters: Parameters): void {
    this.#textLimit.take(this.#options.clock.now());
    this.#options.socket.send(JSON.stringify({
      version: "2",
      id: this.#options.sessionId,
      type,
      seq: ++this.#seq,
      clientseq: this.#options.clientSeq(),
      parameters,
    }));
    if (type === "opened") {
      this.#opened = true;
      this.flush();
    }
  }

  /** Sends as soon as the rate allows, never before `opened`. False: too many wait already, and it was not taken. */
  say(type: string, parameters: Parameters): boolean {
    if (this.#texts.length >= MAX_WAITING_TEXTS) return false;
    this.#texts.push({ type, parameters });
    this.flush();
    return true;
  }

  /** Sends audio in order, as soon as the rate allows and never before `opened`. */
  play(audio: Uint8Array): void {
    if (audio.length === 0) return;
    this.#audio.push(audio);
    this.#unsentBytes += audio.length;
    this.flush();
  }

  /** Sends what the rate allows; for who has put something into `lines`. */
  flush(): void {
    if (!this.#opened) return;
    const nowMs = this.#options.clock.now();
    while (this.#texts.length > 0 && this.#textLimit.waitMs(nowMs) === 0) {
      const { type, parameters } = this.#texts.shift()!;
      this.sayNow(type, parameters);
    }
    while (this.#linesWaitMs(nowMs) === 0) this.sendLines();
    while (this.#audio.length > 0 && this.#binaryLimit.waitMs(nowMs) === 0) {
      this.#sendAudio(nowMs);
    }
    this.#setAlarm(nowMs);
  }

  /** Sends one event of `lines` at once, whatever the rate. */
  sendLines(): void {
    const entities = this.#options.lines?.take() ?? [];
    if (entities.length > 0) this.sayNow("event", { entities });
  }

  /** Drops audio that has not left; returns its bytes. */
  dropAudio(): number {
    const bytes = this.#unsentBytes;
    this.#audio = [];
    this.#unsentBytes = 0;
    return bytes;
  }

  /** Drops everything that has not left, but for lines that may still leave: without any, no timer is left. */
  dropAll(): void {
    this.dropAudio();
    this.#texts = [];
    this.#setAlarm(this.#options.clock.now());
  }

  /** Whether the phone may still be playing, by our own reckoning: its messages are hints (G-27). */
  maySound(): boolean {
    const slackMs = this.#playedOut ? 0 : START_SLACK_MS;
    return this.#options.clock.now() < this.#soundsUntilMs + slackMs;
  }

  /** The phone will play nothing more of what was sent. */
  silenced(): void {
    this.#soundsUntilMs = -Infinity;
  }

  /** `playback_completed` came: it may spare the wait for a late start, never shorten the sound itself. */
  playbackCompleted(): void {
    if (this.#options.clock.now() >= this.#soundsUntilMs - HINT_SLACK_MS) this.#playedOut = true;
  }

  /** `error` 429: audio and ordinary texts wait; pong, closed, disconnect and barge_in do not. */
  holdOff(ms: number): void {
    const nowMs = this.#options.clock.now();
    this.#textLimit.holdOff(nowMs, ms);
    this.#binaryLimit.holdOff(nowMs, ms);
  }

  #sendAudio(nowMs: number): void {
    const audio = this.#nextPiece();
    this.#unsentBytes -= audio.length;
    this.#binaryLimit.take(nowMs);
    this.#soundsUntilMs = Math.max(nowMs, this.#soundsUntilMs) + audio.length / BYTES_PER_MS;
    this.#playedOut = false;
    this.#options.socket.send(audio);
  }

  /** What had to wait leaves joined, so that the rate of messages does not become the rate of sound. */
  #nextPiece(): Uint8Array<ArrayBuffer> {
    let count = 0;
    let bytes = 0;
    for (const piece of this.#audio) {
      if (count > 0 && bytes + piece.length > this.#options.maxBytes) break;
      bytes += piece.length;
      count++;
    }
    const pieces = this.#audio.splice(0, count);
    if (count === 1) return pieces[0] as Uint8Array<ArrayBuffer>;
    const joined = new Uint8Array(bytes);
    let at = 0;
    for (const piece of pieces) {
      joined.set(piece, at);
      at += piece.length;
    }
    return joined;
  }

  #linesWaitMs(nowMs: number): number {
    const spare = this.#options.lines?.spare ?? null;
    return spare === null ? Infinity : this.#textLimit.waitMs(nowMs, spare);
  }

  #setAlarm(nowMs: number): void {
    const textWaitMs = this.#texts.length > 0 ? this.#textLimit.waitMs(nowMs) : Infinity;
    const audioWaitMs = this.#audio.length > 0 ? this.#binaryLimit.waitMs(nowMs) : Infinity;
    this.#alarm.set(nowMs + Math.min(textWaitMs, audioWaitMs, this.#linesWaitMs(nowMs)));
  }
}
