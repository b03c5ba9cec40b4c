// What the store needs done beside calls: older calls taken into the index, calls deleted when they are asked to
// be or too old. Always one small piece at a time with a rest after it, so that no call's events wait for it.
// Knows no SQL. What a stop leaves undone is taken up at the next start.
import type { Cancel, Clock } from "../clock.ts";
import { faultPlace, guarded } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import type { Deletion, Store } from "./store.ts";

export interface HousekeepingOptions {
  store: Pick<Store, "indexCalls" | "deleteCall" | "deleteOldCalls" | "sweep">;
  clock: Clock;
  log: Log;
  /** Days that ended calls are kept; null: for ever. */
  retentionDays: number | null;
  /** Calls that are in no answer of the store any more. */
  onDeleted(callIds: readonly string[]): void;
}

export interface Housekeeping {
  start(): void;
  /**
   * Deletes a call that has ended; nothing of it is in the file once this resolves.
   * @throws StoreError where the store could not do it, or not wholly: the rest is then done later.
   */
  deleteCall(callId: string): Promise<Deletion>;
  /** Resolves once nothing is asked of the store any more. */
  stop(): Promise<void>;
}

export const REST_MS = 20;
const DAY_MS = 24 * 3_600_000;
const TRY_AGAIN_MS = 60_000;
const INDEX_EVENTS = 200;
const SWEEP_ROWS = 200;
const OLD_CALLS = 10;

export function createHousekeeping(options: HousekeepingOptions): Housekeeping {
  return new Rounds(options);
}

class Rounds implements Housekeeping {
  readonly #options: HousekeepingOptions;
  /** One piece of work at a time, whoever asked for it. */
  #last: Promise<unknown> = Promise.resolve();
  #rests = new Map<Cancel, () => void>();
  #stopped = false;

  constructor(options: HousekeepingOptions) {
    this.#options = options;
  }

  start(): void {
    void this.#rounds();
  }

  async deleteCall(callId: string): Promise<Deletion> {
    const { store, clock } = this.#options;
    const deletion = await this.#piece(() => store.deleteCall(callId, clock.wall()));
    if (deletion !== "deleted") return deletion;
    this.#told([callId]);
    await this.#sweep();
    return deletion;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const [cancel, wake] of this.#rests) {
      cancel();
      wake();
    }
    this.#rests.clear();
    await this.#last.catch(() => {});
  }

  async #rounds(): Promise<void> {
    while (!this.#stopped) {
      let nextMs = DAY_MS;
      try {
        await this.#round();
      } catch (error) {
        if (this.#stopped) return;
        this.#options.log.warn("housekeeping_failed", { place: faultPlace(error) });
        nextMs = TRY_AGAIN_MS;
      }
      await this.#rest(nextMs);
    }
  }

  async #round(): Promise<void> {
    const { store } = this.#options;
    await this.#sweep();
    await this.#deleteOld();
    await this.#pieces(() => store.indexCalls(INDEX_EVENTS));
  }

  async #sweep(): Promise<void> {
    const { store, clock } = this.#options;
    await this.#pieces(() => store.sweep({ rows: SWEEP_ROWS, atMs: clock.wall() }));
  }

  async #deleteOld(): Promise<void> {
    const { store, clock, log, retentionDays } = this.#options;
    if (retentionDays === null) return;
    const endedBeforeMs = clock.wall() - retentionDays * DAY_MS;
    let calls = 0;
    await this.#pieces(async () => {
      const ids = await store.deleteOldCalls({
        endedBeforeMs,
        limit: OLD_CALLS,
        atMs: clock.wall(),
      });
      this.#told(ids);
      calls += ids.length;
      return ids.length > 0;
    });
    if (calls > 0) log.info("old_calls_deleted", { calls, olderThanDays: retentionDays });
    await this.#sweep();
  }

  /** Until `work` says that there is no more. */
  async #pieces(work: () => Promise<boolean>): Promise<void> {
    while (!this.#stopped && await this.#piece(work)) await this.#rest(REST_MS);
  }

  #piece<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work, work);
    this.#last = done;
    return done;
  }

  #rest(ms: number): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#options.clock.after(ms, () => {
      this.#rests.delete(cancel);
      resolve();
    });
    this.#rests.set(cancel, resolve);
    return promise;
  }

  #told(callIds: readonly string[]): void {
    if (callIds.length === 0) return;
    const fault = (error: unknown) =>
      this.#options.log.error("housekeeping_fault", { place: faultPlace(error) });
    guarded(fault, () => this.#options.onDeleted(callIds))();
  }
}
