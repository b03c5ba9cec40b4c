// Finished calls on their way out: in the store before they are sent, tried again until they are taken.
// Knows nothing of HTTP or of what is sent; never in the way of a call.
import type { Cancel, Clock } from "../clock.ts";
import { faultPlace, guarded } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import type { DeliveryRow, Store } from "../store/store.ts";
import type { Deliver } from "./delivery.ts";
import { afterTry, type DeliveryOutcome } from "./retry_plan.ts";

export interface DeliveriesOptions {
  store: Pick<
    Store,
    "putDelivery" | "deleteDelivery" | "dueDeliveries" | "waitingDeliveries" | "forgetDeliveries"
  >;
  deliver: Deliver;
  clock: Clock;
  log: Log;
  /** 0 ≤ x < 1 */
  random: () => number;
  /** `waiting` is another. */
  onChange: () => void;
}

export interface Deliveries {
  /** Finished calls that have not been taken yet. */
  readonly waiting: number;
  /** A call that is to be sent, at the latest `withinMs` from now. Never throws. */
  add(callId: string, withinMs: number): void;
  /** Sends an added call now, unless that has begun. */
  hasten(callId: string): void;
  /** Saves what can be saved within 1.5 s; what was being sent is sent again after the next start. */
  close(): Promise<void>;
}

export function createDeliveries(options: DeliveriesOptions): Deliveries {
  return new StoredDeliveries(options);
}

const AT_ONCE = 4;
/** Changes that are kept for a store in trouble. */
const UNSAVED = 1000;
const STORE_RETRY_MS = 5000;
/** Looks again at least so often, so that a jump of the wall clock delays nothing for long. */
const LONGEST_SLEEP_MS = 60_000;
const CLOSE_MS = 1500;
const DAY_MS = 24 * 3_600_000;
/** How long a delivery that was given up is kept. */
const KEEP_MS = 7 * DAY_MS;

/** A row as it should be in the store; null: removed. */
interface Unsaved {
  row: DeliveryRow | null;
}

class StoredDeliveries implements Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #onChange: () => void;
  /** By id; what the store has not taken in yet. */
  readonly #unsaved = new Map<string, Unsaved>();
  /** By call: added, and not being sent yet. */
  readonly #held = new Map<string, DeliveryRow>();
  readonly #sending = new Set<string>();
  readonly #stop = new AbortController();
  #waiting = 0;
  #running: Promise<void> = Promise.resolve();
  #busy = false;
  #again = false;
  #wake: Cancel | null = null;
  #inTrouble = false;
  #forgetAtMs = -Infinity;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
    this.#onChange = guarded((error) => this.#fault(error), options.onChange);
    this.#pump();
  }

  get waiting(): number {
    return this.#waiting;
  }

  add(callId: string, withinMs: number): void {
    const { clock, log } = this.#options;
    if (this.#unsaved.size >= UNSAVED) {
      log.error("delivery_lost", { callId });
      return;
    }
    const createdAtMs = clock.wall();
    const id = `call_finished_${callId}`;
    const nextAtMs = createdAtMs + withinMs;
    const row: DeliveryRow = { id, callId, state: "waiting", attempts: 0, nextAtMs, createdAtMs };
    this.#held.set(callId, row);
    this.#save(id, row);
  }

  hasten(callId: string): void {
    const row = this.#held.get(callId);
    if (!row) return;
    this.#held.delete(callId);
    const nextAtMs = Math.min(row.nextAtMs, this.#options.clock.wall());
    this.#save(row.id, { ...row, nextAtMs });
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#wake?.();
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const cancel = this.#options.clock.after(CLOSE_MS, resolve);
    await Promise.race([late, this.#saveLast()]);
    cancel();
  }

  async #saveLast(): Promise<void> {
    await this.#running;
    await this.#saveAll().catch(() => this.#storeFailed());
  }

  #save(id: string, row: DeliveryRow | null): void {
    this.#unsaved.set(id, { row });
    this.#pump();
  }

  #pump(): void {
    if (this.#stop.signal.aborted) return;
    this.#again = true;
    if (!this.#busy) this.#running = this.#run();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#again && !this.#stop.signal.aborted) {
        this.#again = false;
        this.#wake?.();
        this.#wake = null;
        await this.#saveAll();
        await this.#sendDue();
        this.#inTrouble = false;
      }
    } catch {
      this.#storeFailed();
    } finally {
      this.#busy = false;
    }
  }

  async #saveAll(): Promise<void> {
    const { store } = this.#options;
    for (const [id, unsaved] of this.#unsaved) {
      await (unsaved.row ? store.putDelivery(unsaved.row) : store.deleteDelivery(id));
      if (this.#unsaved.get(id) === unsaved) this.#unsaved.delete(id);
    }
  }

  async #sendDue(): Promise<void> {
    const { store, clock } = this.#options;
    const due = await store.dueDeliveries({ atMs: clock.wall(), limit: AT_ONCE });
    for (const row of due) {
      // The store does not know yet that it is being sent, or has been while it was asked.
      const known = this.#sending.has(row.id) || this.#unsaved.has(row.id);
      if (known || this.#sending.size >= AT_ONCE || this.#stop.signal.aborted) continue;
      this.#sending.add(row.id);
      this.#send(row);
    }
    await this.#forget();
    const { count, nextAtMs } = await store.waitingDeliveries();
    this.#tell(count);
    // While something is being sent, its end is what looks for the next.
    if (this.#sending.size === 0 && nextAtMs !== null) this.#sleep(nextAtMs - clock.wall());
  }

  async #send(row: DeliveryRow): Promise<void> {
    const { clock, random } = this.#options;
    this.#held.delete(row.callId);
    let outcome: DeliveryOutcome = { kind: "not_tried" };
    try {
      outcome = await this.#options.deliver(row, this.#stop.signal);
    } catch (error) {
      this.#fault(error);
    }
    this.#sending.delete(row.id);
    if (this.#stop.signal.aborted && outcome.kind !== "taken") return;
    const next = afterTry(row, outcome, { nowMs: clock.wall(), random: random() });
    this.#note(outcome, next);
    this.#save(row.id, next);
  }

  #note(outcome: DeliveryOutcome, next: DeliveryRow | null): void {
    if (!next || !("detail" in outcome)) return;
    const { callId, attempts, state } = next;
    const code = state === "given_up" ? "delivery_given_up" : "delivery_failed";
    this.#options.log.warn(code, { callId, attempts, reason: outcome.detail });
  }

  async #forget(): Promise<void> {
    const { store, clock } = this.#options;
    if (clock.now() < this.#forgetAtMs) return;
    await store.forgetDeliveries(clock.wall() - KEEP_MS);
    this.#forgetAtMs = clock.now() + DAY_MS;
  }

  #tell(waiting: number): void {
    if (waiting === this.#waiting) return;
    this.#waiting = waiting;
    this.#onChange();
  }

  #storeFailed(): void {
    if (!this.#inTrouble) {
      this.#options.log.warn("deliveries_not_saved", { unsaved: this.#unsaved.size });
    }
    this.#inTrouble = true;
    this.#sleep(STORE_RETRY_MS);
  }

  #sleep(ms: number): void {
    if (this.#stop.signal.aborted) return;
    this.#wake?.();
    this.#wake = this.#options.clock.after(Math.min(Math.max(ms, 0), LONGEST_SLEEP_MS), () => {
      this.#wake = null;
      this.#pump();
    });
  }

  #fault(error: unknown): void {
    this.#options.log.error("delivery_fault", { place: faultPlace(error) });
  }
}
