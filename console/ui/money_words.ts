// Amounts of money in words. Pure.
import { fixedWords } from "../texts/numbers.ts";
import { TIME_TEXTS } from "../texts/time_words.ts";

/** "$12.40", under a dollar to a tenth of a cent: "$0.042"; what is smaller still: "under $0.001". */
export function dollarWords(usd: number): string {
  if (usd > 0 && usd < 0.001) return TIME_TEXTS.under(dollars(0.001, 3));
  return dollars(usd, usd === 0 || usd >= 0.9995 ? 2 : 3);
}

function dollars(usd: number, digits: number): string {
  return TIME_TEXTS.dollars(fixedWords(usd, digits));
}
