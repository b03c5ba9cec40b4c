// Amounts of money in words. Pure.

/** "$12.40", under a dollar to a tenth of a cent: "$0.042"; what is smaller still: "under $0.001". */
export function dollarWords(usd: number): string {
  if (usd > 0 && usd < 0.001) return "under $0.001";
  return `$${usd.toFixed(usd === 0 || usd >= 0.9995 ? 2 : 3)}`;
}
