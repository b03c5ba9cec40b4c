// Which live calls want a supervisor's eye, and why, in words. Pure; knows no signals.
import type { CallSummary } from "../../server/contract/call.ts";
import { betweenPeople } from "./speakers.ts";

export interface Attention {
  /** 0: normal, 1: watch, 2: act. */
  level: 0 | 1 | 2;
  /** Why; "" at level 0. */
  reason: string;
}

const CALM: Attention = { level: 0, reason: "" };

/** Longer than these, a state is worth a look. Figures of a patient caller. */
export const WATCH_AFTER_MS = {
  connecting: 5000,
  thinking: 4000,
  listening: 20_000,
  held: 60_000,
  ending: 20_000,
} as const;

/** `stateMs`: how long the call has been in its state. */
export function attention(call: CallSummary, stateMs: number): Attention {
  if (call.state === "ended") return CALM;
  if (call.degraded) return { level: 2, reason: troubleWords(call.degraded) };
  // People keep each other waiting as they like.
  if (betweenPeople(call)) return CALM;
  const limit = WATCH_AFTER_MS[call.state as keyof typeof WATCH_AFTER_MS];
  if (limit === undefined || stateMs < limit) return CALM;
  switch (call.state) {
    case "connecting":
      return { level: 1, reason: "The model is slow to connect" };
    case "thinking":
      return { level: 1, reason: "The caller waits for an answer" };
    case "listening":
      return { level: 1, reason: "Nobody has spoken for a while" };
    case "held":
      return { level: 1, reason: "On hold for over a minute" };
    default:
      return { level: 1, reason: "The farewell takes long" };
  }
}

const TROUBLE: Readonly<Record<string, string>> = {
  E_UP_DNS: "The model's address cannot be found",
  E_UP_CONNECT: "The model cannot be reached",
  E_UP_TLS: "No secure connection to the model",
  E_UP_TIMEOUT: "The model does not answer in time",
  E_UP_AUTH: "The model refuses the API key",
  E_UP_MODEL: "The model's name is refused",
  E_UP_LIMIT: "The model's rate limit is reached",
  E_UP_QUOTA: "The account has no credit left",
  E_UP_5XX: "The model's provider has a fault",
  E_UP_CONFIG: "The model refuses the settings",
  E_UP_FORMAT: "The model answers in another audio format",
  E_UP_EXPIRED: "The model's session ran out",
  E_UP_LOST: "The connection to the model broke",
  E_UP_ERROR: "The model reported an error",
};

/** A trouble code in words; an unknown code stays readable as itself. */
export function troubleWords(code: string): string {
  return TROUBLE[code] ?? `Trouble: ${code.replace(/^E_/, "").replaceAll("_", " ").toLowerCase()}`;
}
