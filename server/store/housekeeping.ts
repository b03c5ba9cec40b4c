// What the store needs done beside calls: older calls taken into the index, calls, recordings and entries of the audit
// deleted when they are asked to be or too old. Always one small piece at a time with a rest after it, so that no call's events wait for it.
// Knows no SQL. What a stop leaves undone is taken up at the next start.
import type { Cancel, Clock } from "../clock.ts";
import { faultPlace, guarded } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import type { Deletion, Store } from "./store.ts";

export interface HousekeepingOptions {
  store: Pick<Store, "indexCalls" | "deleteCall" | "deleteOldCalls" | "sweep" | "deleteOldAudit">;
  clock: Clock;
  log: Log;
  /** Days that each is kept, as it is set now; null: for ever. */
  retention: () => {
    callsDays: number | null;
    recordingsDays: number | null;
    auditDays: number | null;
  };
  /** Among servers of one store one does the rounds; `hurry` where another does. Absent: this one. */
  leads?: () => boolean;
  /** The sound of calls; absent: none is kept. */
  recordings?: OldRecordings;
  /** Calls that are in no answer of the store any more. */
  onDeleted(callIds: readonly string[]): void;
}

export interface OldRecordings {
  /** Those that nothing was added to since then, at most so many. True: there may be more. */
  deleteOld(asked: { beforeMs: number; limit: number }): Promise<boolean>;
  delete(callId: string): Promise<unknown>;
}

export interface Housekeeping {
  start(): void;
  /** Looks again soon: what is kept for how long is another. */
  hurry(): void;
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
const OLD_RECORDINGS = 5;
const OLD_AUDIT = 200;

export function createHousekeeping(options: HousekeepingOptions): Housekeeping {
  return new Rounds(options);
}

class Rounds implements Housekeeping {
  readonly #options: HousekeepingOptions;
  /** One piece of work at a time, whoever asked for it. */
  #last: Promise<unknown> = Promise.resolve();
  #rests = new Map<Cancel, () => void>();
  #hurried = false;
  /** Ends the rest between two rounds. */
  #nextRound: (() => void) | null = null;
  #stopped = false;

  constructor(options: HousekeepingOptions) {
    this.#options = options;
  }

  start(): void {
    void this.#rounds();
  }

  hurry(): void {
    this.#hurried = true;
    this.#nextRound?.();
  }

  async deleteCall(callId: string): Promise<Deletion> {
    const { store, clock } = this.#options;
    const deletion = await this.#piece(() => store.deleteCall(callId, clock.wall()));
    if (deletion !== "deleted") return deletion;
    this.#told([callId]);
    await this.#options.recordings?.delete(callId);
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
      this.#hurried = false;
      try {
        await this.#round();
      } catch (error) {
        if (this.#stopped) return;
        this.#options.log.warn("housekeeping_failed", { place: faultPlace(error) });
        nextMs = TRY_AGAIN_MS;
      }
      if (!this.#hurried) await this.#rest(nextMs, (end) => this.#nextRound = end);
      this.#nextRound = null;
    }
  }

  async #round(): Promise<void> {
    const { store, leads = () => true } = this.#options;
    const pieces = [
      () => this.#sweep(leads),
      () => this.#deleteOld(leads),
      () => this.#deleteOldRecordings(leads),
      () => this.#deleteOldAudit(leads),
      () => this.#pieces(() => store.indexCalls(INDEX_EVENTS), leads),
    ];
    for (const piece of pieces) if (leads()) await piece();
  }

  async #sweep(goOn?: () => boolean): Promise<void> {
    const { store, clock } = this.#options;
    await this.#pieces(() => store.sweep({ rows: SWEEP_ROWS, atMs: clock.wall() }), goOn);
  }

  async #deleteOld(leads: () => boolean): Promise<void> {
    const { store, clock, log, recordings } = this.#options;
    const { callsDays } = this.#options.retention();
    if (callsDays === null) return;
    const endedBeforeMs = clock.wall() - callsDays * DAY_MS;
    let calls = 0;
    await this.#pieces(async () => {
      const ids = await store.deleteOldCalls({
        endedBeforeMs,
        limit: OLD_CALLS,
        atMs: clock.wall(),
      });
      this.#told(ids);
      for (const id of ids) await recordings?.delete(id);
      calls += ids.length;
      return ids.length > 0;
    }, leads);
    if (calls > 0) log.info("old_calls_deleted", { calls, olderThanDays: callsDays });
    await this.#sweep(leads);
  }

  async #deleteOldRecordings(leads: () => boolean): Promise<void> {
    const { recordings, clock, retention } = this.#options;
    const { recordingsDays } = retention();
    if (!recordings || recordingsDays === null) return;
    const beforeMs = clock.wall() - recordingsDays * DAY_MS;
    await this.#pieces(() => recordings.deleteOld({ beforeMs, limit: OLD_RECORDINGS }), leads);
  }

  async #deleteOldAudit(leads: () => boolean): Promise<void> {
    const { store, clock, retention } = this.#options;
    const { auditDays } = retention();
    if (auditDays === null) return;
    const beforeMs = clock.wall() - auditDays * DAY_MS;
    await this.#pieces(
      async () => await store.deleteOldAudit({ beforeMs, limit: OLD_AUDIT }) >= OLD_AUDIT,
      leads,
    );
  }

  /** Until `work` says that there is no more. */
  async #pieces(work: () => Promise<boolean>, goOn = () => true): Promise<void> {
    while (!this.#stopped && goOn() && await this.#piece(work)) await this.#rest(REST_MS);
  }

  #piece<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work, work);
    this.#last = done;
    return done;
  }

  /** `told`: how to end it early. */
  #rest(ms: number, told?: (end: () => void) => void): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const over = () => {
      this.#rests.delete(cancel);
      resolve();
    };
    const cancel = this.#options.clock.after(ms, over);
    this.#rests.set(cancel, resolve);
    told?.(() => {
      cancel();
      over();
    });
    return promise;
  }

  #told(callIds: readonly string[]): void {
    if (callIds.length === 0) return;
    const fault = (error: unknown) =>
      this.#options.log.error("housekeeping_fault", { place: faultPlace(error) });
    guarded(fault, () => this.#options.onDeleted(callIds))();
  }
}
