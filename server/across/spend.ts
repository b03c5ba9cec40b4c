// Joins what is spent, and how often numbers call, to the other instances: they share the day's budget and each number's
// calls. Knows no price and no limit.
import type { Fleet } from "../fleet/fleet.ts";
import { createOddWords } from "./odd_words.ts";
import { openSpend, type Spend, type SpendOptions } from "../spend/spend.ts";
import { heardCalls, heardPage, heardSpent } from "../spend/spent.ts";

export interface FleetSpendOptions extends Omit<SpendOptions, "others"> {
  fleet: Fleet;
  /** Keys the hashes of numbers; the same on all instances. */
  salt: string;
}

const ASK_MS = 5000;
/** Of one instance; more than this are none of ours. */
const MOST_PAGES = 256;

export async function openFleetSpend(options: FleetSpendOptions): Promise<Spend> {
  const { fleet, salt, log } = options;
  if (fleet.me === "") return await openSpend(options);
  const spend = await openSpend({
    ...options,
    others: {
      me: fleet.me,
      salt: `number ${salt}`,
      spent: (sum) => fleet.tell("spent", sum),
      admitted: (call) => fleet.tell("admitted", [call]),
    },
  });
  const odd = createOddWords(options);
  fleet.hear("spent", (value, from) => {
    const sum = heardSpent(value);
    if (sum) spend.hearSpent(sum);
    else odd("spent", from);
  });
  fleet.hear("admitted", (value, from) => {
    const calls = heardCalls(value);
    if (calls) spend.hearAdmitted(calls);
    else odd("admitted", from);
  });
  fleet.answer("admitted", (from) => Promise.resolve(spend.admittedCalls(Number(from) || 0)));

  /** What it let in before it was heard, or while it was not. */
  async function catchUp(instance: string): Promise<void> {
    let from: number | null = 0;
    for (let pages = 0; from !== null && pages < MOST_PAGES; pages++) {
      const page = heardPage(await fleet.ask(instance, "admitted", from, ASK_MS));
      if (!page) return odd("admitted", instance);
      spend.hearAdmitted(page.calls);
      from = page.next;
    }
  }
  const found = (instance: string) =>
    catchUp(instance).catch(() => log.warn("admitted_not_read", { instance }));
  if (options.maxCallsPerNumberPerHour !== null) {
    fleet.onFound((instance) => void found(instance));
    for (const instance of fleet.others()) void found(instance);
  }
  return spend;
}
