// The sum of the day in the store, to which every server of one store adds its own. Adding is at once and never fails;
// what the store does not take waits. Knows nothing of prices, budgets or who else adds.
import { type Cancel, type Clock, within } from "../clock.ts";
import { faultPlace } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import type { Store } from "../store/store.ts";
import { counterOf, type DaySpent, utcDay } from "./spent.ts";

export interface KeptSumOptions {
  store: Pick<Store, "addToCounter">;
  clock: Clock;
  log: Log;
  /** Others add to it, so that it must be read also while nothing is added here. */
  shared: boolean;
  /** The store has answered. `added`: what this server had put in with that. */
  onSum(sum: DaySpent, added: number): void;
}

const WRITE_MS = 2000;
const READ_MS = 10_000;
/** A store that takes longer does not keep the server from stopping. */
const STOP_MS = 1500;

export class KeptSum {
  readonly #options: KeptSumOptions;
  /** As the store has said last, or another server since. */
  #known: DaySpent;
  /** By day: what the store does not have yet. */
  readonly #waiting = new Map<string, number>();
  /** Of `#waiting`, what is on its way; the store may have it already. */
  #flying: DaySpent | null = null;
  #writing: Promise<void> | null = null;
  #timer: Cancel | null = null;
  #hurried = false;
  #inTrouble = false;
  #stopped = false;

  constructor(options: KeptSumOptions, known: DaySpent) {
    this.#options = options;
    this.#known = known;
    this.#arm();
  }

  /** As far as is known here, what is on its way to the store included. */
  usdOf(day: string): number {
    const known = this.#known.day === day ? this.#known.usd : 0;
    const flying = this.#flying?.day === day ? this.#flying.usd : 0;
    return Math.max(0, known + flying + (this.#waiting.get(day) ?? 0));
  }

  add(day: string, usd: number): void {
    if (this.#stopped) return;
    this.#waiting.set(day, (this.#waiting.get(day) ?? 0) + usd);
    this.#arm();
  }

  /** What another server has read in the store just now. */
  hear(sum: DaySpent): void {
    const { day, usd } = this.#known;
    // A word may be older than what was read here; the next look in the store has the last one.
    if (sum.day > day || (sum.day === day && sum.usd > usd)) this.#known = sum;
  }

  /** Nothing is added any more; what waits is written within a moment or not at all. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.();
    this.#timer = null;
    await within(this.#writeLast(), { clock: this.#options.clock, ms: STOP_MS });
  }

  async #writeLast(): Promise<void> {
    await this.#writing;
    if (this.#waiting.size > 0) await this.#write();
  }

  #arm(): void {
    const hurried = this.#waiting.size > 0;
    if (this.#stopped || this.#writing) return;
    if (!hurried && !this.#options.shared) return;
    if (this.#timer && this.#hurried >= hurried) return;
    this.#timer?.();
    this.#hurried = hurried;
    this.#timer = this.#options.clock.after(hurried ? WRITE_MS : READ_MS, () => {
      this.#timer = null;
      this.#writing = this.#write().finally(() => {
        this.#writing = null;
        this.#arm();
      });
    });
  }

  /** Never rejects. Adding nothing reads. */
  async #write(): Promise<void> {
    const today = utcDay(this.#options.clock.wall());
    if (this.#waiting.size === 0) this.#waiting.set(today, 0);
    try {
      for (const [day, usd] of [...this.#waiting]) await this.#put({ day, usd });
      this.#inTrouble = false;
    } catch (error) {
      if (!this.#inTrouble) this.#options.log.warn("spend_not_saved", { place: faultPlace(error) });
      this.#inTrouble = true;
    }
  }

  async #put(added: DaySpent): Promise<void> {
    const { day } = added;
    this.#waiting.delete(day);
    this.#flying = added;
    const before = this.#known;
    let usd: number;
    try {
      usd = await this.#options.store.addToCounter(counterOf(day), added.usd);
    } catch (error) {
      // It may have been added all the same: rather too much than too little.
      if (added.usd !== 0) this.#waiting.set(day, added.usd + (this.#waiting.get(day) ?? 0));
      throw error;
    } finally {
      this.#flying = null;
    }
    const heard = this.#known === before || this.#known.day !== day ? 0 : this.#known.usd;
    if (day >= this.#known.day) this.#known = { day, usd: Math.max(usd, heard) };
    this.#options.onSum({ day, usd }, added.usd);
  }
}
