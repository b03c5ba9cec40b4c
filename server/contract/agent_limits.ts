// The closed sets and bounds of an agent's settings. Pure values without zod, so that the console
// can offer exactly what the server accepts.

/** Stands for the draft where a call names the version that answers it; published ones begin at 1. */
export const DRAFT_VERSION = 0;

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

export const NOISE_REDUCTIONS = ["off", "near_field", "far_field"] as const;

/** What a single digit can do: hand the call on, end it, have the agent repeat, or do as `words` say. */
export const DIGIT_ACTIONS = ["escalate", "end", "repeat", "instruct"] as const;

export const SUMMARY_FORMATS = ["text", "json"] as const;
export const HTTP_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
/** "spoken_yes": a tool of the server runs only once the caller has said yes. */
export const MCP_APPROVALS = ["never", "spoken_yes"] as const;

/** What the provider takes as a function's name. */
export const TOOL_NAME = /^[A-Za-z0-9_-]{1,64}$/;
/** `{{customer.name}}` in a prompt. */
export const VARIABLE_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,99}$/;
/** `{{secret.CRM_KEY}}` in a header is the setting SECRET_CRM_KEY. */
export const SECRET_NAME = /^[A-Z][A-Z0-9_]{0,59}$/;

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
  phraseBytes: 1024,
  schemaBytes: 16 * 1024,
  variables: 50,
  tools: 20,
  mcpServers: 5,
  handovers: 10,
  routes: 100,
  bargeInMs: { min: 0, max: 2000 },
  noInputMs: { min: 3000, max: 120_000 },
  giveUpAfter: { min: 1, max: 10 },
  maxLengthMs: { min: 60_000, max: 7_200_000 },
  warnMs: { min: 0, max: 300_000 },
  digitCount: { min: 1, max: 40 },
  digitGapMs: { min: 500, max: 20_000 },
  handWaitMs: { min: 10_000, max: 120_000 },
  toolTimeoutMs: { min: 500, max: 20_000 },
} as const;

/** Size of a text as it is limited: bytes of UTF-8, not characters. */
export function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
