// CUSTOMER_DATA as flow authors write it: "name:Anna;order:A-17". Pure.

export interface DataPair {
  name: string;
  value: string;
}

const MAX_PAIRS = 50;

/** In their order; the first colon splits. `odd`: parts that are no pair, or one too many. */
export function customerPairs(text: string): { pairs: DataPair[]; odd: number } {
  const pairs: DataPair[] = [];
  let odd = 0;
  for (const part of text.split(";")) {
    if (part.trim() === "") continue;
    const colon = part.indexOf(":");
    const name = part.slice(0, Math.max(colon, 0)).trim();
    if (name === "" || pairs.length >= MAX_PAIRS) odd++;
    else pairs.push({ name, value: part.slice(colon + 1).trim() });
  }
  return { pairs, odd };
}
