// What the server raises an alert about. Plain values: the console imports them.

/**
 * "model_down": calls cannot reach the model; "no_credit": the account has none left; "calls_refused": the server is
 * full; "budget_near": nine tenths of today's budget are spent; "budget_spent"; "failed_calls": of the last calls too
 * many ended by a fault; "held_up": the event loop is late; "store_trouble": nothing can be saved; "self_call_failed":
 * the server could not call itself; "webhook_given_up": a receiver took nothing for long; "call_waits": a live call
 * wants a supervisor's eye for so long.
 */
export const ALERT_KINDS = [
  "model_down",
  "no_credit",
  "calls_refused",
  "budget_near",
  "budget_spent",
  "failed_calls",
  "held_up",
  "store_trouble",
  "self_call_failed",
  "webhook_given_up",
  "call_waits",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Of all instances of the server together, however many there are; the others are each instance's own. */
export const ALERTS_OF_ALL: readonly AlertKind[] = [
  "budget_near",
  "budget_spent",
  "webhook_given_up",
];

/** One that holds now. It is raised once and cleared once. */
export interface Alert {
  id: string;
  kind: AlertKind;
  sinceMs: number;
  /** By name; whose it is among several. Absent: the server is alone, or it is about all of them. */
  instance?: string | undefined;
  /** What was measured, by name; of "call_waits" the `callId`. */
  facts: Readonly<Record<string, string>>;
}
