// What calls cost in a day, and who is answered: the budget of the day and the calls of one number.
// Knows nothing of how calls are carried; adding up must never make one wait.
import type { Cancel, Clock } from "../clock.ts";
import type { Usage } from "../contract/call.ts";
import type { ServerStatus } from "../contract/feed.ts";
import {
  costAt,
  type Price,
  priceOf,
  PRICES,
  TRANSCRIPTION_PRICES,
  transcriptionPriceOf,
} from "../contract/prices.ts";
import { faultPlace, guarded } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import type { Store } from "../store/store.ts";
import { NumberLimit } from "./number_limit.ts";
import { readSpent, utcDay } from "./spent.ts";

export type Refusal = "E_BUDGET" | "E_NUMBER_LIMIT";

export interface SpendOptions {
  store: Pick<Store, "setting" | "putSetting">;
  clock: Clock;
  log: Log;
  /** Dollars a day (UTC); null: no limit. */
  budgetUsd: number | null;
  /** Null: no limit. */
  maxCallsPerNumberPerHour: number | null;
  /** `today()` is another; at most every ten seconds, and when an alert is due. */
  onChange: () => void;
}

export interface Spend {
  /**
   * Whether a call may be answered; null: it may, and it counts for its number. Test calls and withheld
   * numbers are not limited by number. Live calls go on whatever the budget.
   */
  admit(invitation: { caller: string; origin: "phone" | "test" }): Refusal | null;
  /** Tokens a call has used since the last time; a model without a price counts as the dearest one. Never throws. */
  noteUsage(used: { model: string; usage: Usage }): void;
  /** Seconds of sound that a model wrote down; without a price it counts as the dearest one. Never throws. */
  noteSound(used: { model: string; seconds: number }): void;
  today(): ServerStatus["spend"];
  /** Saves what has been spent. Nothing is counted any more. */
  stop(): Promise<void>;
}

/** Takes up the day where an earlier process left it. A store that cannot be read is no reason not to begin. */
export async function openSpend(options: SpendOptions): Promise<Spend> {
  const day = utcDay(options.clock.wall());
  let spentUsd = 0;
  try {
    spentUsd = readSpent(await options.store.setting(SETTING), day);
  } catch (error) {
    options.log.warn("spend_not_read", { place: faultPlace(error) });
  }
  return new DailySpend(options, { day, usd: spentUsd });
}

const SETTING = "spend";
const SAVE_MS = 10_000;
/** A store that takes longer does not keep the server from stopping. */
const STOP_MS = 1500;
const ALERTS = [0.5, 0.8, 1];
/** Longest wait for the next day to begin, so that a jump of the wall clock is noticed. */
const DAY_CHECK_MS = 600_000;
/** Models without a price that are remembered as having been logged. */
const NAMED_MODELS = 100;

class DailySpend implements Spend {
  readonly #options: SpendOptions;
  readonly #onChange: () => void;
  readonly #numbers: NumberLimit | null;
  readonly #unpriced = new Set<string>();
  #day: string;
  #usd: number;
  /** Alerts that have been given today. */
  #alerted: number;
  #save: Cancel | null = null;
  #dayCheck: Cancel | null = null;
  #unsaved = false;
  #writing = false;
  #inTrouble = false;
  #stopped = false;

  constructor(options: SpendOptions, spent: { day: string; usd: number }) {
    const { clock, log, maxCallsPerNumberPerHour: callsPerHour } = options;
    this.#options = options;
    this.#onChange = guarded(
      (error) => log.error("spend_fault", { place: faultPlace(error) }),
      options.onChange,
    );
    this.#numbers = callsPerHour === null ? null : new NumberLimit({ callsPerHour, clock });
    this.#day = spent.day;
    this.#usd = spent.usd;
    this.#alerted = this.#due();
    if (this.#alerted === ALERTS.length) {
      log.warn("budget_used_up", { usd: cents(spent.usd), budgetUsd: options.budgetUsd });
    }
    this.#checkDay();
  }

  admit(invitation: { caller: string; origin: "phone" | "test" }): Refusal | null {
    const { usd, budgetUsd } = this.today();
    if (budgetUsd !== null && usd >= budgetUsd) return "E_BUDGET";
    if (invitation.origin === "test") return null;
    return this.#numbers?.admit(invitation.caller) === false ? "E_NUMBER_LIMIT" : null;
  }

  noteUsage({ model, usage }: { model: string; usage: Usage }): void {
    this.#add(() => costAt(this.#known(model, priceOf(model)) ?? DEAREST, usage));
  }

  noteSound({ model, seconds }: { model: string; seconds: number }): void {
    const price = () => this.#known(model, transcriptionPriceOf(model)) ?? DEAREST_MINUTE;
    this.#add(() => price() * seconds / 60);
  }

  today(): ServerStatus["spend"] {
    this.#turn();
    return { day: this.#day, usd: this.#usd, budgetUsd: this.#options.budgetUsd };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#save?.();
    this.#dayCheck?.();
    if (!this.#unsaved) return;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const cancel = this.#options.clock.after(STOP_MS, resolve);
    await Promise.race([late, this.#write()]);
    cancel();
  }

  #add(usd: () => number): void {
    if (this.#stopped) return;
    this.#turn();
    this.#usd = Math.max(0, this.#usd + usd());
    this.#unsaved = true;
    this.#saveLater();
    this.#alert();
  }

  /** Names a model without a price once. */
  #known<T>(model: string, price: T | null): T | null {
    if (price === null && !this.#unpriced.has(model) && this.#unpriced.size < NAMED_MODELS) {
      this.#unpriced.add(model);
      this.#options.log.warn("price_not_known", { model });
    }
    return price;
  }

  /** Begins a new day where the old one is over. */
  #turn(): void {
    const day = utcDay(this.#options.clock.wall());
    if (day === this.#day) return;
    this.#day = day;
    this.#usd = 0;
    this.#alerted = this.#due();
    this.#unsaved = true;
    if (!this.#stopped) this.#saveLater();
  }

  /** Consoles must see the new day even while nobody calls. */
  #checkDay(): void {
    const wall = this.#options.clock.wall();
    const midnight = Date.parse(utcDay(wall)) + 24 * 3_600_000;
    this.#dayCheck = this.#options.clock.after(Math.min(midnight - wall, DAY_CHECK_MS), () => {
      const before = this.#day;
      if (this.today().day !== before) this.#onChange();
      this.#checkDay();
    });
  }

  /** How many alerts the sum of the day calls for. */
  #due(): number {
    const { budgetUsd } = this.#options;
    if (budgetUsd === null) return 0;
    return ALERTS.filter((share) => this.#usd >= share * budgetUsd).length;
  }

  #alert(): void {
    const due = this.#due();
    if (due <= this.#alerted) return;
    this.#alerted = due;
    const { log, budgetUsd } = this.#options;
    const percent = Math.round((ALERTS[due - 1] ?? 0) * 100);
    log.warn("budget_alert", { percent, usd: cents(this.#usd), budgetUsd });
    this.#onChange();
  }

  #saveLater(): void {
    this.#save ??= this.#options.clock.after(SAVE_MS, async () => {
      this.#save = null;
      this.#onChange();
      if (!this.#writing) await this.#write();
      if (this.#unsaved && !this.#stopped) this.#saveLater();
    });
  }

  async #write(): Promise<void> {
    this.#unsaved = false;
    this.#writing = true;
    try {
      await this.#options.store.putSetting(
        SETTING,
        JSON.stringify({ day: this.#day, usd: this.#usd }),
      );
      this.#inTrouble = false;
    } catch (error) {
      this.#unsaved = true;
      if (!this.#inTrouble) this.#options.log.warn("spend_not_saved", { place: faultPlace(error) });
      this.#inTrouble = true;
    } finally {
      this.#writing = false;
    }
  }
}

/** What a model of unknown price is taken to cost: rather too much than too little. */
const DEAREST: Price = Object.values(PRICES).reduce((a, b) => ({
  textIn: Math.max(a.textIn, b.textIn),
  textCached: Math.max(a.textCached, b.textCached),
  textOut: Math.max(a.textOut, b.textOut),
  audioIn: Math.max(a.audioIn, b.audioIn),
  audioCached: Math.max(a.audioCached, b.audioCached),
  audioOut: Math.max(a.audioOut, b.audioOut),
}));

const DEAREST_MINUTE = Math.max(...Object.values(TRANSCRIPTION_PRICES));

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}
