// Counts messages against Genesys' rates: so many a second, bursts of so many (audiohook § 8.2). Pure.

export interface Rate {
  perSecond: number;
  burst: number;
}

/** What is left of a burst, and as of when. */
export interface Allowance {
  tokens: number;
  atMs: number;
}

export const MESSAGE_RATE: Rate = { perSecond: 5, burst: 25 };
export const PAUSE_RATE: Rate = { perSecond: 2, burst: 4 };

export function fullAllowance({ burst }: Rate): Allowance {
  return { tokens: burst, atMs: 0 };
}

/** Takes one message out of the allowance; a message too many takes nothing. */
export function take(
  allowance: Allowance,
  { perSecond, burst }: Rate,
  atMs: number,
): { allowance: Allowance; within: boolean } {
  const passedMs = Math.max(0, atMs - allowance.atMs);
  const tokens = Math.min(burst, allowance.tokens + passedMs * perSecond / 1000);
  // A whisker for binary fractions: a message exactly on time is on time.
  const within = tokens >= 1 - 1e-9;
  return { allowance: { tokens: within ? tokens - 1 : tokens, atMs }, within };
}
