// Keeps the sound of calls: takes it at once, writes it later, in big pieces. A store that is full or slow loses the
// recording of a call, never the call. Knows neither HTTP nor what a call is.
import { type Clock, within } from "../clock.ts";
import type { Log } from "../observe/log.ts";
import { RecordingError, type RecordingStore } from "./recording_store.ts";
import { Tape } from "./tape.ts";

export interface RecordingsOptions {
  store: RecordingStore;
  clock: Clock;
  log: Log;
  /** The caller's side stands so much later in the frames that come. */
  callerLateMs: number;
}

/** Sound of one call; see bridge/call_recording.ts. */
export interface CallTape {
  frame(frame: Uint8Array, untilMs: number): void;
  secret(): void;
  readonly kept: { durationMs: number; audioBytes: number };
  end(): void;
}

export interface Recordings extends Pick<RecordingStore, "size" | "read" | "delete" | "bytes"> {
  /** A string: it cannot begin, and why. `onBroken`: at most once, later: no more is kept. */
  keep(callId: string, onBroken: (code: string) => void): CallTape | string;
  deleteOld: RecordingStore["deleteOld"];
  /** Resolves once all that was taken is written, or has waited long enough. */
  stop(): Promise<void>;
}

/** Below it no recording begins: the store of calls is on the same disk. */
export const FREE_BYTES = 500 * 1024 * 1024;
/** Below it those that were begun break off, too. */
export const LEAST_FREE_BYTES = 100 * 1024 * 1024;
const LOOK_MS = 30_000;
/** What waits for a slow disk, of all calls and of one (a minute). Beyond it a recording breaks off. */
const WAITING_BYTES = 16 * 1024 * 1024;
const WAITING_OF_ONE = 60_000 * 16;
const STOP_MS = 3000;

export function createRecordings(options: RecordingsOptions): Recordings {
  return new Keeper(options);
}

class Keeper implements Recordings {
  readonly #options: RecordingsOptions;
  /** Recordings that are not closed yet. */
  readonly #open = new Map<string, Promise<void>>();
  #waitingBytes = 0;
  #freeBytes = Infinity;
  #lookedAtMs = -Infinity;
  readonly size: RecordingStore["size"];
  readonly bytes: RecordingStore["bytes"];
  readonly deleteOld: RecordingStore["deleteOld"];

  constructor(options: RecordingsOptions) {
    this.#options = options;
    const { store } = options;
    this.bytes = () => store.bytes();
    this.deleteOld = (asked) => store.deleteOld(asked);
    this.size = async (callId) => {
      await this.#open.get(callId);
      return await store.size(callId);
    };
    void this.#look();
  }

  keep(callId: string, onBroken: (code: string) => void): CallTape | string {
    const { clock, log, callerLateMs } = this.#options;
    void this.#look();
    if (this.#freeBytes < FREE_BYTES) {
      log.error("recording_not_begun", { call: callId, code: "disk_full" });
      return "disk_full";
    }
    let broken = false;
    let waiting = 0;
    let audioBytes = 0;
    const fail = (code: string) => {
      if (broken) return;
      broken = true;
      log.error("recording_broken", { call: callId, code, audioBytes });
      onBroken(code);
    };
    const writer = this.#options.store.open(callId);
    let last: Promise<unknown> = writer.catch((error) => fail(codeOf(error)));
    const write = (audio: Uint8Array<ArrayBuffer>) => {
      if (broken) return;
      void this.#look();
      if (this.#freeBytes < LEAST_FREE_BYTES) return fail("disk_full");
      if (
        this.#waitingBytes + audio.length > WAITING_BYTES || waiting + audio.length > WAITING_OF_ONE
      ) {
        return fail("disk_slow");
      }
      this.#waitingBytes += audio.length;
      waiting += audio.length;
      last = last.then(async () => {
        try {
          if (broken) return;
          await (await writer).write(audio);
          audioBytes += audio.length;
        } catch (error) {
          fail(codeOf(error));
        } finally {
          this.#waitingBytes -= audio.length;
          waiting -= audio.length;
        }
      });
    };
    const tape = new Tape({ startMs: clock.now(), callerLateMs, onPiece: write });
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    this.#open.set(callId, closed);
    let over = false;
    return {
      frame: (frame, untilMs) => broken ? undefined : tape.frame(frame, untilMs),
      secret: () => tape.forget(),
      get kept() {
        const durationMs = Math.round(tape.durationMs);
        return broken
          ? { durationMs: Math.floor(audioBytes / 16), audioBytes }
          : { durationMs, audioBytes: durationMs * 16 };
      },
      end: () => {
        if (over) return;
        over = true;
        if (!broken) tape.end();
        last.then(async () => await (await writer).close()).catch((error) => {
          if (!broken) log.error("recording_not_closed", { call: callId, code: codeOf(error) });
        }).finally(() => {
          this.#open.delete(callId);
          resolve();
        });
      },
    };
  }

  async read(...asked: Parameters<RecordingStore["read"]>) {
    await this.#open.get(asked[0]);
    return await this.#options.store.read(...asked);
  }

  async delete(callId: string): Promise<boolean> {
    await this.#open.get(callId);
    return await this.#options.store.delete(callId);
  }

  async stop(): Promise<void> {
    await within(Promise.all(this.#open.values()), { clock: this.#options.clock, ms: STOP_MS });
  }

  /** Asked beside calls: each goes by the last answer. */
  async #look(): Promise<void> {
    const { clock, store, log } = this.#options;
    if (clock.now() - this.#lookedAtMs < LOOK_MS) return;
    this.#lookedAtMs = clock.now();
    const free = await store.freeBytes() ?? Infinity;
    const isNew = free < FREE_BYTES && this.#freeBytes >= FREE_BYTES;
    if (isNew) log.error("recordings_disk_full", { freeBytes: free });
    this.#freeBytes = free;
  }
}

function codeOf(error: unknown): string {
  return error instanceof RecordingError ? error.code : "not_written";
}
