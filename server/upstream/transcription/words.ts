// What a transcription says of itself besides its words: how sure it is, and in which language. Pure.

/** Geometric mean of the tokens' probabilities, 0 to 1; null of none. */
export function confidenceOf(logprobs: readonly number[]): number | null {
  if (logprobs.length === 0) return null;
  const mean = logprobs.reduce((sum, logprob) => sum + logprob, 0) / logprobs.length;
  return Math.min(1, Math.exp(mean));
}

/** "de-AT" → "de"; only what ISO 639-1 has, each once. */
export function languageCodes(tags: readonly string[]): string[] {
  const codes = tags.map((tag) => tag.split(/[-_]/)[0]!.toLowerCase());
  return [...new Set(codes.filter((code) => /^[a-z]{2}$/.test(code)))];
}

/**
 * The language that was heard as a tag: the one of those expected that it must be, or what was told; "" of none.
 * `told`: codes from the model, the likeliest first.
 */
export function languageTag(told: readonly string[], expected: readonly string[]): string {
  const [first = ""] = told;
  if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(first)) return "";
  if (first.includes("-")) return first;
  const fitting = expected.filter((tag) => tag.split("-")[0]!.toLowerCase() === first);
  return fitting.length === 1 ? fitting[0]! : first;
}
