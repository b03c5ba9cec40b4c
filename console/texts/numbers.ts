// Numbers as the language of the console writes them. Imports nothing but the language, and asks for it only when a
// number is wanted: tables of texts use it.
import { language } from "./language.ts";

let counts: Intl.NumberFormat | null = null;

/** "4,096", "4.096". */
export function countWords(n: number): string {
  counts ??= new Intl.NumberFormat(language(), { maximumFractionDigits: 0 });
  return counts.format(n);
}

/** "1 call", "3 calls". */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${countWords(n)} ${n === 1 ? one : many}`;
}

/** With so many digits behind the point: "2.40", "2,40". */
export function fixedWords(n: number, digits: number): string {
  return pointed(n.toFixed(digits));
}

/** As short as it is, and not grouped: "2.5", "2,5". */
export function pointed(number: number | string): string {
  const text = String(number);
  return language() === "de" ? text.replace(".", ",") : text;
}
