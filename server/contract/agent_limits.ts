// The closed sets and bounds of an agent's settings. Pure values without zod, so that the console
// can offer exactly what the server accepts.

/** Voices of the Realtime API (openai-realtime § 5.3). A voice is fixed once a call has heard it. */
export const VOICES = [
  "marin",
  "cedar",
  "alloy",
  "ash",
  "ballad",
  "coral",
  "echo",
  "sage",
  "shimmer",
  "verse",
] as const;
export type Voice = (typeof VOICES)[number];

/** Models on offer in the editor; `shutdown` is the provider's announced last day (§ 5.3a). */
export const MODELS: readonly { id: string; reasoning: boolean; shutdown?: string }[] = [
  { id: "gpt-realtime-2.1", reasoning: true },
  { id: "gpt-realtime-2.1-mini", reasoning: true },
  { id: "gpt-realtime-2", reasoning: true },
  { id: "gpt-realtime-1.5", reasoning: false },
  { id: "gpt-realtime", reasoning: false, shutdown: "2027-01-20" },
  { id: "gpt-realtime-mini", reasoning: false, shutdown: "2027-01-20" },
];

/** Models the provider has switched off; a call on them could only fail. */
export const GONE_MODELS: readonly RegExp[] = [
  /^gpt-4o(-mini)?-realtime-preview/,
  /^gpt-realtime-mini-2025-10-06$/,
];

export const REASONING_EFFORTS = ["minimal", "low", "medium", "high", "xhigh"] as const;
export type ReasoningEffort = (typeof REASONING_EFFORTS)[number];

export const EAGERNESS = ["auto", "low", "medium", "high"] as const;
export type Eagerness = (typeof EAGERNESS)[number];

export const LIMITS = {
  nameChars: 60,
  promptBytes: 32 * 1024,
  greetingBytes: 2 * 1024,
  noteChars: 200,
  threshold: { min: 0, max: 1 },
  prefixPaddingMs: { min: 0, max: 2000 },
  silenceDurationMs: { min: 100, max: 4000 },
  idleTimeoutMs: { min: 5000, max: 30_000 },
  maxOutputTokens: { min: 1, max: 4096 },
} as const;

/** Size of a text as it is limited: bytes of UTF-8, not characters. */
export function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
