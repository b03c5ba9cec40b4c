// Which calls a route takes.
import { texted } from "./language.ts";

export const ROUTE_WORDS_TEXTS = texted("route_words", {
  number: (pattern: string) => `the number is ${pattern}`,
  path: (pattern: string) => `the address ends in ${pattern}`,
  variable: (name: string, value: string) => `${name} is ${value || "anything"}`,
  every: "every call",
  where: (conditions: readonly string[]) => `calls where ${conditions.join(" and ")}`,
  others: (agent: string) => `All other calls → ${agent}`,
});
