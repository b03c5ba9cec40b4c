// Runs the play-out of one call: hands pieces to the channel when they fall due and tells what was heard.
// Knows neither the model nor the conversation.
import { type HeardItem, Playout, type PlayoutItem } from "../audio/playout.ts";
import { BYTES_PER_MS } from "../audio/ulaw.ts";
import type { Cancel, Clock } from "../clock.ts";
import type { Channel } from "../telephony/channel.ts";

export interface PacerOptions {
  channel: Channel;
  clock: Clock;
  /** The first byte of an item was handed over. */
  onStarted(item: PlayoutItem): void;
  /** No more of an item will be heard. */
  onFinished(item: HeardItem): void;
  /** What was handed to the phone, and that it dropped what it had not played: for whoever listens. */
  onPlayed?(audio: Uint8Array): void;
  onCleared?(): void;
  /** A timer's fault must reach the call, not the process. */
  guard(fn: () => void): () => void;
}

/** At the end of a call the phone's own report is worth waiting for. */
const FAREWELL_GRACE_MS = 2000;

export class Pacer {
  readonly #options: PacerOptions;
  readonly #playout: Playout;
  /** It may fire early and look again, so it is not set anew for every piece that comes in. */
  #timer: { dueMs: number; cancel: Cancel } | null = null;
  #stopped = false;
  #graceMs: number | undefined;
  /** The channel knows that nothing follows for now. */
  #resting = true;

  constructor(options: PacerOptions) {
    this.#options = options;
    this.#playout = new Playout(options.channel.pacing);
  }

  /** Whether the caller hears something, or is about to. */
  get busy(): boolean {
    return this.#playout.busy;
  }

  enqueue(ids: { itemId: string; responseId: string }, audio: Uint8Array): void {
    if (this.#stopped) return;
    this.#playout.enqueue(ids, audio, this.#options.clock.now());
    this.#pump();
  }

  /** No more audio of this item, or of any, will come. */
  complete(itemId?: string): void {
    this.#playout.complete(itemId);
    this.#pump();
  }

  /** From here on an item counts as heard when the phone says so, if it does so within two seconds. */
  waitForReports(): void {
    if (this.#options.channel.reportsPlayback) this.#graceMs = FAREWELL_GRACE_MS;
  }

  /** Silences the phone first, then counts what was heard. */
  interrupt(): { cut: HeardItem[]; droppedMs: number } {
    const { channel, clock } = this.#options;
    this.#noteUnsent();
    channel.clear();
    this.#options.onCleared?.();
    this.#resting = true;
    this.#cancelTimer();
    return this.#playout.interrupt(clock.now());
  }

  playbackStarted(): void {
    this.#noteUnsent();
    this.#playout.playbackStarted(this.#options.clock.now());
    this.#pump();
  }

  playbackCompleted(): void {
    this.#noteUnsent();
    this.#playout.playbackCompleted(this.#options.clock.now());
    this.tick();
  }

  /** Milliseconds until the caller has heard all there is, if nothing more comes. */
  get remainingMs(): number {
    const now = this.#options.clock.now();
    return this.#playout.aheadMs(now) + this.#playout.waitingBytes / BYTES_PER_MS;
  }

  /** Milliseconds of what was handed to the phone that the caller has not heard yet. */
  get aheadMs(): number {
    return this.#playout.aheadMs(this.#options.clock.now());
  }

  /** Reports what has been heard; called a few times a second. */
  tick(): void {
    if (this.#stopped) return;
    const now = this.#options.clock.now();
    this.#noteUnsent();
    for (const item of this.#playout.finished(now, this.#graceMs)) {
      this.#options.onFinished(item);
    }
    this.#pump();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTimer();
  }

  #pump(): void {
    if (this.#stopped) return;
    const { clock, channel, guard } = this.#options;
    const now = clock.now();
    this.#noteUnsent();
    for (let piece = this.#playout.next(now); piece; piece = this.#playout.next(now)) {
      channel.play(piece.audio);
      this.#options.onPlayed?.(piece.audio);
      this.#resting = false;
      this.#noteUnsent();
      for (const item of piece.started) this.#options.onStarted(item);
    }
    if (!this.#resting && this.#playout.isHandedOver) {
      this.#resting = true;
      channel.rest?.();
    }
    const dueInMs = this.#playout.dueInMs(now);
    if (dueInMs === null) return this.#cancelTimer();
    const dueMs = now + dueInMs;
    if (this.#timer && this.#timer.dueMs <= dueMs) return;
    this.#cancelTimer();
    const wake = guard(() => {
      this.#timer = null;
      this.#pump();
    });
    this.#timer = { dueMs, cancel: clock.after(dueInMs, wake) };
  }

  /** What the channel holds back has not left, so it is not heard either. */
  #noteUnsent(): void {
    this.#playout.withhold(this.#options.channel.unsentBytes, this.#options.clock.now());
  }

  #cancelTimer(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}
