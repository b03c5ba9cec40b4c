// How the day's spending stands against its budget.
import { texted } from "./language.ts";

export const SPEND_TEXTS = texted("spend_words", {
  spent: "Today's budget is spent: new calls are refused",
  spentWords: (spent: string, budget: string) =>
    `${spent} of ${budget}, by the price table. Calls in progress go on; ` +
    "new ones are taken after midnight UTC.",
  nearly: (percent: number) => `${percent} % of today's budget is spent`,
  nearlyWords: (spent: string, budget: string) =>
    `${spent} of ${budget}, by the price table. At 100 % new calls are refused until midnight UTC.`,
});
