// Messages on their way out to their receivers: in the store before they are sent, tried again until they are taken.
// Each receiver has its own share, so that a dead one holds up no other. A message may come twice, under the same name.
// Knows nothing of HTTP or of what is sent; never in the way of a call.
import { type Cancel, type Clock, within } from "../clock.ts";
import { faultPlace, guarded } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import type { DeliveryKey, DeliveryRow, Store } from "../store/store.ts";
import type { Deliver } from "./delivery.ts";
import type { OtherSenders, SenderWord } from "./one_sends.ts";
import { ReceiverTroubles, type Trouble } from "./receiver_troubles.ts";
import { afterTry, type DeliveryOutcome } from "./retry_plan.ts";

export interface DeliveriesOptions {
  store: Pick<
    Store,
    "putDelivery" | "delivery" | "dueDeliveries" | "waitingDeliveries" | "forgetDeliveries"
  >;
  /** Webhooks that are switched on, by id. What the others have waits. */
  webhookIds: () => readonly string[];
  deliver: Deliver;
  clock: Clock;
  log: Log;
  /** 0 ≤ x < 1 */
  random: () => number;
  /** Servers of the same store, of which one sends; absent: this one does. */
  others?: OtherSenders;
  /** `waiting` is another. */
  onChange: () => void;
}

export interface Deliveries {
  /** Messages that have not been taken yet by webhooks that are on. */
  readonly waiting: number;
  /** Receivers that take nothing at the moment. */
  readonly troubles: readonly Trouble[];
  /** A message that is to be sent, at the latest `withinMs` from now. Never throws. */
  add(message: Message, withinMs: number): void;
  /** Sends what was added of this call now, unless that has begun. */
  hasten(callId: string): void;
  /**
   * Sends it again, whatever became of it. Undefined: there is none.
   * @throws what the store throws where it cannot be read.
   */
  resend(key: DeliveryKey): Promise<DeliveryRow | undefined>;
  /** Other webhooks are on than before. */
  webhooksChanged(): void;
  /** What another server tells. */
  hear(word: SenderWord): void;
  /** Tells the others what only the one that sends knows, where that is this one. */
  tellState(): void;
  /** Saves what can be saved within 1.5 s; what was being sent is sent again after the next start. */
  close(): Promise<void>;
}

/** `body` "": it is made from the call's record each time. */
export type Message = Pick<DeliveryRow, "webhookId" | "id" | "event" | "callId" | "body">;

export function createDeliveries(options: DeliveriesOptions): Deliveries {
  return new StoredDeliveries(options);
}

/** To one receiver. */
const AT_ONCE = 4;
/** Changes that are kept for a store in trouble. */
const UNSAVED = 1000;
const STORE_RETRY_MS = 5000;
/** Looks again at least so often, so that a jump of the wall clock delays nothing for long. */
const LONGEST_SLEEP_MS = 60_000;
const CLOSE_MS = 1500;
const DAY_MS = 24 * 3_600_000;
/** How long the log goes back. */
const KEEP_MS = 30 * DAY_MS;
const FORGET_ROWS = 200;

class StoredDeliveries implements Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #onChange: () => void;
  /** What the store has not taken in yet. */
  readonly #unsaved = new Map<string, DeliveryRow>();
  /** Added, and not being sent yet; of calls only. */
  readonly #held = new Map<string, DeliveryRow>();
  /** By webhook: the names of what is being sent. */
  readonly #sending = new Map<string, Set<string>>();
  readonly #troubles = new ReceiverTroubles();
  readonly #stop = new AbortController();
  #waiting = 0;
  #running: Promise<void> = Promise.resolve();
  #busy = false;
  #again = false;
  #wake: Cancel | null = null;
  #inTrouble = false;
  #forgetAtMs = -Infinity;
  #told = "";

  constructor(options: DeliveriesOptions) {
    this.#options = options;
    this.#onChange = guarded((error) => this.#fault(error), options.onChange);
    options.others?.onLeads(() => {
      this.#told = "";
      this.#pump();
    });
    this.#pump();
  }

  get waiting(): number {
    return this.#waiting;
  }

  get troubles(): readonly Trouble[] {
    return this.#troubles.of(this.#options.webhookIds());
  }

  add(message: Message, withinMs: number): void {
    const { clock, log } = this.#options;
    if (this.#unsaved.size >= UNSAVED) {
      log.error("delivery_lost", { callId: message.callId, webhook: message.webhookId });
      return;
    }
    const createdAtMs = clock.wall();
    const nextAtMs = createdAtMs + withinMs;
    const row: DeliveryRow = {
      ...message,
      state: "waiting",
      attempts: 0,
      nextAtMs,
      createdAtMs,
      tries: [],
    };
    if (message.callId !== "" && withinMs > 0) this.#held.set(nameOf(row), row);
    this.#save(row);
  }

  hasten(callId: string): void {
    for (const [name, row] of this.#held) {
      if (row.callId !== callId) continue;
      this.#held.delete(name);
      if (this.#leads || this.#unsaved.has(name)) {
        this.#save({ ...row, nextAtMs: Math.min(row.nextAtMs, this.#options.clock.wall()) });
      } else {
        // Whoever sends knows what has become of it: written here it might be sent twice.
        const { webhookId, id } = row;
        this.#options.others?.tell({ about: "hasten", key: { webhookId, id } });
      }
    }
  }

  async resend(key: DeliveryKey): Promise<DeliveryRow | undefined> {
    const name = nameOf(key);
    const stored = this.#unsaved.get(name) ?? await this.#options.store.delivery(key);
    // It may have been tried meanwhile.
    const row = this.#unsaved.get(name) ?? stored;
    if (!row || this.#isSending(row) || this.#stop.signal.aborted) return row;
    this.#held.delete(name);
    const nextAtMs = this.#options.clock.wall();
    const again: DeliveryRow = { ...row, state: "waiting", attempts: 0, nextAtMs };
    this.#save(again);
    return again;
  }

  webhooksChanged(): void {
    this.#pump();
  }

  hear(word: SenderWord): void {
    if (word.about === "state") {
      if (this.#leads) return;
      this.#troubles.take(word.troubles);
      this.#tell(word.waiting);
    } else if (this.#leads && word.about === "put") this.#pump();
    else if (this.#leads && word.about === "hasten") void this.#hastenStored(word.key);
  }

  tellState(): void {
    this.#told = "";
    if (this.#leads) this.#tellOthers();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#wake?.();
    await within(this.#saveLast(), { clock: this.#options.clock, ms: CLOSE_MS });
  }

  async #saveLast(): Promise<void> {
    await this.#running;
    await this.#saveAll().catch(() => this.#storeFailed());
  }

  #save(row: DeliveryRow): void {
    this.#unsaved.set(nameOf(row), row);
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
        if (this.#leads) await this.#sendDue();
        else await this.#follow();
        this.#inTrouble = false;
      }
    } catch {
      this.#storeFailed();
    } finally {
      this.#busy = false;
    }
  }

  get #leads(): boolean {
    return this.#options.others?.leads ?? true;
  }

  async #saveAll(): Promise<void> {
    let saved = 0;
    for (const [name, row] of this.#unsaved) {
      await this.#options.store.putDelivery(row);
      if (this.#unsaved.get(name) === row) this.#unsaved.delete(name);
      saved++;
    }
    if (saved > 0 && !this.#leads) this.#options.others?.tell({ about: "put" });
  }

  async #hastenStored(key: DeliveryKey): Promise<void> {
    const { store, clock } = this.#options;
    const stored = await store.delivery(key).catch(() => undefined);
    const row = this.#unsaved.get(nameOf(key)) ?? stored;
    const nextAtMs = clock.wall();
    if (row?.state !== "waiting" || row.attempts > 0 || row.nextAtMs <= nextAtMs) return;
    if (this.#leads && !this.#isSending(row)) this.#save({ ...row, nextAtMs });
  }

  /** Another server sends. What it tells may be lost: the store is looked at all the same. */
  async #follow(): Promise<void> {
    const { clock } = this.#options;
    for (const [name, { nextAtMs }] of this.#held) {
      if (nextAtMs <= clock.wall()) this.#held.delete(name);
    }
    await this.#count();
    this.#sleep(LONGEST_SLEEP_MS);
  }

  /** What waits for webhooks that are on; tells how much it is. */
  async #count() {
    const { store, webhookIds } = this.#options;
    const all = await store.waitingDeliveries();
    const on = webhookIds();
    const waiting = all.filter(({ webhookId }) => on.includes(webhookId));
    this.#tell(waiting.reduce((sum, { count }) => sum + count, 0));
    return waiting;
  }

  async #sendDue(): Promise<void> {
    const { store, clock, webhookIds } = this.#options;
    const free = webhookIds().filter((id) => this.#sendingTo(id).size < AT_ONCE);
    const due = await store.dueDeliveries({
      atMs: clock.wall(),
      limit: AT_ONCE,
      webhookIds: free,
    });
    for (const row of due) {
      // The store does not know yet that it is being sent, or has been while it was asked.
      const known = this.#isSending(row) || this.#unsaved.has(nameOf(row));
      const sending = this.#sendingTo(row.webhookId);
      if (known || sending.size >= AT_ONCE || this.#stop.signal.aborted || !this.#leads) continue;
      sending.add(row.id);
      this.#send(row);
    }
    await this.#forget();
    const waiting = await this.#count();
    this.#tellOthers();
    // While something is being sent to a webhook, its end is what looks for the next.
    const idle = waiting.filter(({ webhookId }) => this.#sendingTo(webhookId).size === 0);
    const dueInMs = Math.min(...idle.map(({ nextAtMs }) => nextAtMs)) - clock.wall();
    // The word of what others put may be lost.
    if (idle.length > 0 || this.#options.others) this.#sleep(dueInMs);
  }

  async #send(row: DeliveryRow): Promise<void> {
    const { clock, random } = this.#options;
    this.#held.delete(nameOf(row));
    const begunAtMs = clock.now();
    let outcome: DeliveryOutcome = { kind: "not_tried" };
    try {
      outcome = await this.#options.deliver(row, this.#stop.signal);
    } catch (error) {
      this.#fault(error);
    }
    this.#sendingTo(row.webhookId).delete(row.id);
    if (this.#stop.signal.aborted && outcome.kind !== "taken") return;
    const tookMs = Math.round(clock.now() - begunAtMs);
    const next = afterTry(row, outcome, { nowMs: clock.wall(), tookMs, random: random() });
    this.#note(outcome, next);
    this.#save(next);
  }

  #note(outcome: DeliveryOutcome, next: DeliveryRow): void {
    this.#troubles.note(next, outcome, this.#options.clock.wall());
    if (!("detail" in outcome)) return;
    const { webhookId: webhook, callId, attempts, state } = next;
    const code = state === "given_up" ? "delivery_given_up" : "delivery_failed";
    this.#options.log.warn(code, { webhook, callId, attempts, reason: outcome.detail });
  }

  #sendingTo(webhookId: string): Set<string> {
    const sending = this.#sending.get(webhookId) ?? new Set();
    this.#sending.set(webhookId, sending);
    return sending;
  }

  #isSending({ webhookId, id }: DeliveryKey): boolean {
    return this.#sendingTo(webhookId).has(id);
  }

  async #forget(): Promise<void> {
    const { store, clock } = this.#options;
    if (clock.now() < this.#forgetAtMs) return;
    const asked = { beforeMs: clock.wall() - KEEP_MS, limit: FORGET_ROWS };
    // One piece at a time, so that what the store is asked meanwhile comes between them.
    while (await store.forgetDeliveries(asked) && !this.#stop.signal.aborted);
    this.#forgetAtMs = clock.now() + DAY_MS;
  }

  #tell(waiting: number): void {
    if (waiting === this.#waiting) return;
    this.#waiting = waiting;
    this.#onChange();
  }

  #tellOthers(): void {
    const { others } = this.#options;
    if (!others) return;
    const state = { waiting: this.#waiting, troubles: [...this.troubles] };
    const told = JSON.stringify(state);
    if (told === this.#told) return;
    this.#told = told;
    others.tell({ about: "state", ...state });
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

function nameOf({ webhookId, id }: DeliveryKey): string {
  return `${webhookId} ${id}`;
}
