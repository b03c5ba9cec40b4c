// How the day's spending stands against its budget, in words. Pure.
import type { ServerStatus } from "../../server/contract/feed.ts";
import { SPEND_TEXTS as TEXTS } from "../texts/spend_words.ts";
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
  const sums = [dollarWords(usd), dollarWords(budgetUsd)] as const;
  if (usd >= budgetUsd) {
    return {
      tone: "act",
      title: TEXTS.spent,
      words: TEXTS.spentWords(...sums),
    };
  }
  const share = Math.floor((usd / budgetUsd) * 100);
  return {
    tone: "watch",
    title: TEXTS.nearly(share),
    words: TEXTS.nearlyWords(...sums),
  };
}
