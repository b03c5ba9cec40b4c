// Which calls a route takes, in German.
import type { ROUTE_WORDS_TEXTS } from "../route_words.ts";

export const route_words: typeof ROUTE_WORDS_TEXTS = {
  number: (pattern) => `Nummer ${pattern}`,
  path: (pattern) => `Adresse endet auf ${pattern}`,
  variable: (name, value) => `${name} ist ${value || "beliebig"}`,
  every: "jeden Anruf",
  where: (conditions) => `Anrufe mit: ${conditions.join(" und ")}`,
  others: (agent) => `Alle anderen Anrufe → ${agent}`,
};
