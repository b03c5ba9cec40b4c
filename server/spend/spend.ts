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
import { KeptSum } from "./kept_sum.ts";
import { type AdmittedCall, type AdmittedPage, NumberLimit } from "./number_limit.ts";
import { counterOf, type DaySpent, readSpent, utcDay } from "./spent.ts";

export type Refusal = "E_BUDGET" | "E_NUMBER_LIMIT";

/** Other servers that answer calls on the same budget. */
export interface OtherSpenders {
  /** Of this server among them. */
  me: string;
  /** Keys the hashes of numbers; the same on all. */
  salt: string;
  /** Tells them what the store says now; where it is another hundredth of the budget. */
  spent(sum: DaySpent): void;
  /** Tells them of a call that was let in. */
  admitted(call: AdmittedCall): void;
}

export interface SpendOptions {
  store: Pick<Store, "setting" | "replaceSetting" | "addToCounter">;
  clock: Clock;
  log: Log;
  /** Dollars a day (UTC); null: no limit. */
  budgetUsd: number | null;
  /** Null: no limit. */
  maxCallsPerNumberPerHour: number | null;
  /** Absent: there are none. */
  others?: OtherSpenders;
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
  /** What others tell. */
  hearSpent(sum: DaySpent): void;
  hearAdmitted(calls: readonly AdmittedCall[]): void;
  /** What others ask: the calls of the last hour. `from`: 0, then what the page before said. */
  admittedCalls(from: number): AdmittedPage;
  /** Saves what has been spent. Nothing is counted any more. */
  stop(): Promise<void>;
}

/** Takes up the day where it stands in the store. A store that cannot be read is no reason not to begin. */
export async function openSpend(options: SpendOptions): Promise<Spend> {
  const { store, clock, log } = options;
  const day = utcDay(clock.wall());
  let spentUsd = 0;
  try {
    spentUsd = await store.addToCounter(counterOf(day), 0) + await takeOver(store, day);
  } catch (error) {
    log.warn("spend_not_read", { place: faultPlace(error) });
  }
  return new DailySpend(options, { day, usd: spentUsd });
}

const EARLIER_SETTING = "spend";

/** Counts what an earlier version of the server kept of this day; once, whoever finds it. */
async function takeOver(store: SpendOptions["store"], day: string): Promise<number> {
  const kept = await store.setting(EARLIER_SETTING);
  const usd = readSpent(kept, day);
  if (usd === 0 || !await store.replaceSetting(EARLIER_SETTING, kept, "")) return 0;
  await store.addToCounter(counterOf(day), usd);
  return usd;
}

const TELL_MS = 10_000;
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
  readonly #sum: KeptSum;
  #day: string;
  /** Alerts that have been given today. */
  #alerted: number;
  /** What people have been told last. */
  #toldUsd: number;
  #tell: Cancel | null = null;
  #dayCheck: Cancel | null = null;
  #stopped = false;

  constructor(options: SpendOptions, spent: DaySpent) {
    const { store, clock, log, others, maxCallsPerNumberPerHour: callsPerHour } = options;
    this.#options = options;
    this.#onChange = guarded(
      (error) => log.error("spend_fault", { place: faultPlace(error) }),
      options.onChange,
    );
    this.#numbers = callsPerHour === null
      ? null
      : new NumberLimit({ callsPerHour, clock, ...(others && { others }) });
    this.#sum = new KeptSum({
      store,
      clock,
      log,
      shared: others !== undefined,
      onSum: (sum, added) => this.#summed(sum, added),
    }, spent);
    this.#day = spent.day;
    this.#toldUsd = spent.usd;
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
    return {
      day: this.#day,
      usd: this.#sum.usdOf(this.#day),
      budgetUsd: this.#options.budgetUsd,
    };
  }

  hearSpent(sum: DaySpent): void {
    if (this.#stopped) return;
    this.#sum.hear(sum);
    this.#learned();
  }

  hearAdmitted(calls: readonly AdmittedCall[]): void {
    this.#numbers?.note(calls);
  }

  admittedCalls(from: number): AdmittedPage {
    return this.#numbers?.held(from) ?? { calls: [], next: null };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#tell?.();
    this.#dayCheck?.();
    await this.#sum.stop();
  }

  #add(usd: () => number): void {
    if (this.#stopped) return;
    const { usd: before } = this.today();
    this.#sum.add(this.#day, Math.max(usd(), -before));
    this.#tellLater();
    // Among others whoever's share reaches a mark alerts; that is known once the store has added it.
    if (!this.#options.others) this.#alert();
  }

  /** The store has answered. */
  #summed(sum: DaySpent, added: number): void {
    const { others } = this.#options;
    if (!others) return;
    const hundredths = (usd: number) =>
      Math.floor(usd * 100 / (this.#options.budgetUsd ?? Infinity));
    // Of less than that the others read soon enough by themselves.
    if (hundredths(sum.usd) > hundredths(sum.usd - added)) others.spent(sum);
    if (this.#stopped) return;
    const due = this.#due(sum.usd);
    if (due > this.#due(sum.usd - added)) this.#logAlert(due, sum.usd);
    this.#learned();
  }

  /** The sum may be another by what others spent; who spent it has alerted. */
  #learned(): void {
    const { usd } = this.today();
    if (usd !== this.#toldUsd) this.#tellLater();
    const due = this.#due();
    if (due <= this.#alerted) return;
    this.#alerted = due;
    this.#changed();
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
    this.#alerted = this.#due();
  }

  /** Consoles must see the new day even while nobody calls. */
  #checkDay(): void {
    const wall = this.#options.clock.wall();
    const midnight = Date.parse(utcDay(wall)) + 24 * 3_600_000;
    this.#dayCheck = this.#options.clock.after(Math.min(midnight - wall, DAY_CHECK_MS), () => {
      const before = this.#day;
      if (this.today().day !== before) this.#changed();
      this.#checkDay();
    });
  }

  /** How many alerts such a sum of the day calls for. */
  #due(usd = this.#sum.usdOf(this.#day)): number {
    const { budgetUsd } = this.#options;
    if (budgetUsd === null) return 0;
    return ALERTS.filter((share) => usd >= share * budgetUsd).length;
  }

  #alert(): void {
    const due = this.#due();
    if (due <= this.#alerted) return;
    this.#alerted = due;
    this.#logAlert(due, this.today().usd);
    this.#changed();
  }

  #logAlert(due: number, usd: number): void {
    const { log, budgetUsd } = this.#options;
    const percent = Math.round((ALERTS[due - 1] ?? 0) * 100);
    log.warn("budget_alert", { percent, usd: cents(usd), budgetUsd });
  }

  #tellLater(): void {
    this.#tell ??= this.#options.clock.after(TELL_MS, () => {
      this.#tell = null;
      this.#changed();
    });
  }

  #changed(): void {
    this.#toldUsd = this.today().usd;
    this.#onChange();
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
