// How the day's spending stands against its budget, in words. Pure.
import type { ServerStatus } from "../../server/contract/feed.ts";
import { dollarWords } from "../ui/money_words.ts";

/** From this share of the budget on people are told. */
const TOLD_FROM = 0.8;

export interface SpendNews {
  tone: "watch" | "act";
  title: string;
  words: string;
}

/** Null where there is nothing to worry about. */
export function spendNews({ usd, budgetUsd }: ServerStatus["spend"]): SpendNews | null {
  if (budgetUsd === null || usd < budgetUsd * TOLD_FROM) return null;
  const sums = `${dollarWords(usd)} of ${dollarWords(budgetUsd)}, by the price table`;
  if (usd >= budgetUsd) {
    return {
      tone: "act",
      title: "Today's budget is spent: new calls are refused",
      words: `${sums}. Calls in progress go on; new ones are taken after midnight UTC.`,
    };
  }
  const share = Math.floor((usd / budgetUsd) * 100);
  return {
    tone: "watch",
    title: `${share} % of today's budget is spent`,
    words: `${sums}. At 100 % new calls are refused until midnight UTC.`,
  };
}
