// Commits events first and publishes them second, in order, in small batches.
// Knows nothing of readers; a store that fails or hangs makes records late, never a call.
import type { Cancel, Clock } from "../clock.ts";
import type { CallSummary } from "../contract/call.ts";
import { type CallEvent, PASSING } from "../contract/event.ts";
import { faultPlace, guarded } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import type { Store } from "../store/store.ts";

export interface RecorderOptions {
  store: Pick<Store, "append">;
  clock: Clock;
  log: Log;
  /** Each event once, in order. */
  publish: (events: readonly CallEvent[]) => void;
  /** A sentence for people while events are published without being saved; null once all is well. */
  onTrouble: (message: string | null) => void;
  /** Of events that are kept for a store in trouble. */
  keptBytes?: number;
}

export interface Recorder {
  /** `call`: the state that `event` leads to. Never throws, never waits. */
  add(event: CallEvent, call: CallSummary): void;
  /** Published events of a call that are not in the store yet. */
  unsaved(callId: string): CallEvent[];
  /** Writes what waits, without delay. True: all is in the store; false: the store is in trouble. */
  flush(): Promise<boolean>;
  /** Gives up: nothing is written or published any more. Flush before. */
  close(): void;
}

export function createRecorder(options: RecorderOptions): Recorder {
  return new BatchRecorder(options);
}

const BATCH_MS = 25;
const BATCH_EVENTS = 200;
/** A store that takes longer is in trouble: what people see must not wait for it. */
const PATIENCE_MS = 1500;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5000;
/** Minutes of a full house. */
const KEPT_BYTES = 32 * 1024 * 1024;
/** What is left of them once there are more: some go at once, so that not each event has the whole queue gone through. */
const LEFT_SHARE = 0.9;
/** What a kept event costs beside its text: the state of its call. */
const SUMMARY_BYTES = 512;

interface Entry {
  event: CallEvent;
  call: CallSummary;
  passing: boolean;
  published: boolean;
  bytes: number;
}

class BatchRecorder implements Recorder {
  readonly #options: RecorderOptions;
  readonly #publish: (events: readonly CallEvent[]) => void;
  readonly #onTrouble: (message: string | null) => void;
  /** What the store is writing now, and what comes after it. */
  #inFlight: Entry[] = [];
  #queue: Entry[] = [];
  #queueBytes = 0;
  /** What nobody has been shown yet, in order. */
  #fresh: Entry[] = [];
  #writing = false;
  #trouble: string | null = null;
  #lost = 0;
  #retryMs = FIRST_RETRY_MS;
  #tick: Cancel | null = null;
  #retry: Cancel | null = null;
  #patience: Cancel | null = null;
  #flushing: ((saved: boolean) => void)[] = [];
  #closed = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
    const fault = (error: unknown) =>
      options.log.error("recorder_fault", { place: faultPlace(error) });
    this.#publish = guarded(fault, options.publish);
    this.#onTrouble = guarded(fault, options.onTrouble);
  }

  add(event: CallEvent, call: CallSummary): void {
    if (this.#closed) return;
    const passing = PASSING.has(event.type);
    const bytes = JSON.stringify(event).length + SUMMARY_BYTES;
    const entry = { event, call, passing, published: false, bytes };
    this.#fresh.push(entry);
    // What only passes by is shown, and waits for no store.
    if (this.#trouble === null || !passing) this.#enqueue(entry);
    if (this.#trouble === null && this.#writing) return; // goes with the next batch
    if (this.#trouble === null && this.#queue.length >= BATCH_EVENTS) this.#write();
    else this.#tick ??= this.#options.clock.after(BATCH_MS, () => this.#ticked());
  }

  unsaved(callId: string): CallEvent[] {
    return [...this.#inFlight, ...this.#queue]
      .filter(({ event, published, passing }) => event.callId === callId && published && !passing)
      .map(({ event }) => event);
  }

  flush(): Promise<boolean> {
    if (this.#closed) return Promise.resolve(false);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#flushing.push(resolve);
    if (this.#writing) this.#losePatienceLater();
    else this.#write();
    return promise;
  }

  close(): void {
    this.#closed = true;
    for (const cancel of [this.#tick, this.#retry, this.#patience]) cancel?.();
    this.#flushed(false);
  }

  #ticked(): void {
    this.#tick = null;
    if (this.#trouble !== null) this.#publishAll();
    else if (!this.#writing) this.#write();
  }

  #write(): void {
    this.#tick?.();
    this.#tick = null;
    this.#retry?.();
    this.#retry = null;
    this.#inFlight = this.#queue.splice(0, BATCH_EVENTS);
    for (const { bytes } of this.#inFlight) this.#queueBytes -= bytes;
    const stored = this.#inFlight.filter((entry) => !entry.passing);
    if (stored.length > 0) {
      this.#writing = true;
      this.#losePatienceLater();
      this.#append(stored).then(() => this.#written(), (error) => this.#failed(error));
    } else if (this.#inFlight.length > 0) {
      this.#written();
    } else {
      this.#recovered();
      this.#flushed(true);
    }
  }

  async #append(entries: readonly Entry[]): Promise<void> {
    const calls = new Map(entries.map(({ call }) => [call.callId, call]));
    await this.#options.store.append(entries.map(({ event }) => event), [...calls.values()]);
  }

  #written(): void {
    // Without its timer the answer came too late, and the next one may as well.
    const inTime = !this.#writing || this.#patience !== null;
    this.#writing = false;
    this.#patience?.();
    this.#patience = null;
    this.#retryMs = FIRST_RETRY_MS;
    const written = this.#inFlight;
    this.#inFlight = [];
    this.#show(written);
    if (this.#closed) return;
    const left = this.#queue.length;
    if (left === 0 || (inTime && left <= BATCH_EVENTS)) this.#recovered();
    if (left > 0) this.#write();
    else this.#flushed(true);
  }

  #failed(error: unknown): void {
    this.#writing = false;
    this.#patience?.();
    this.#patience = null;
    this.#queue = [...this.#inFlight, ...this.#queue].filter(({ passing }) => !passing);
    this.#queueBytes = this.#queue.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#inFlight = [];
    if (this.#closed) return;
    this.#inTrouble(error instanceof Error ? error.message : String(error));
    this.#retry = this.#options.clock.after(this.#retryMs, () => this.#write());
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
  }

  #losePatienceLater(): void {
    this.#patience ??= this.#options.clock.after(PATIENCE_MS, () => {
      this.#patience = null;
      this.#inTrouble("the store does not answer");
    });
  }

  #inTrouble(reason: string): void {
    if (this.#trouble === null) this.#options.log.error("store_trouble", { reason });
    this.#setTrouble(
      `Calls are not being saved (${reason}). They go on; what is said is kept in memory, and saving is tried again.`,
    );
    this.#publishAll();
    this.#flushed(false);
  }

  #recovered(): void {
    if (this.#trouble === null) return;
    // Nobody waits for them any more: what they tell comes again.
    this.#fresh = this.#fresh.filter(({ passing }) => !passing);
    this.#options.log.info("store_recovered", { lostEvents: this.#lost });
    this.#lost = 0;
    this.#setTrouble(null);
  }

  #setTrouble(message: string | null): void {
    if (message === this.#trouble) return;
    this.#trouble = message;
    this.#onTrouble(message);
  }

  #publishAll(): void {
    this.#show(this.#fresh);
    this.#bound();
  }

  /** Each once, in order. */
  #show(entries: readonly Entry[]): void {
    const fresh = entries.filter((entry) => !entry.published);
    for (const entry of fresh) entry.published = true;
    this.#fresh = this.#fresh.filter((entry) => !entry.published);
    if (fresh.length > 0) this.#publish(fresh.map(({ event }) => event));
  }

  #enqueue(entry: Entry): void {
    this.#queue.push(entry);
    this.#queueBytes += entry.bytes;
  }

  /** Drops the oldest, but of each call its beginning and end only where nothing else is left. */
  #bound(): void {
    const { keptBytes = KEPT_BYTES } = this.#options;
    if (this.#queueBytes <= keptBytes) return;
    if (this.#lost === 0) {
      this.#options.log.error("events_lost", { unsavedBytes: this.#queueBytes });
    }
    for (const mayGo of [isMiddle, () => true]) {
      this.#queue = this.#queue.filter((entry) => {
        if (this.#queueBytes <= keptBytes * LEFT_SHARE || !mayGo(entry)) return true;
        this.#queueBytes -= entry.bytes;
        this.#lost++;
        return false;
      });
    }
  }

  #flushed(saved: boolean): void {
    for (const resolve of this.#flushing.splice(0)) resolve(saved);
  }
}

function isMiddle({ event }: Entry): boolean {
  return event.type !== "call.started" && event.type !== "call.ended";
}
