// Whether a server that cannot keep up takes calls: it stops after timers ran late for a while, not after one hiccup, and
// begins again after they did not for a while, so that it does not flap. Pure.

export interface LagGate {
  closed: boolean;
  /** Looks one after the other that spoke against it. */
  against: number;
}

export const LAG_GATE: LagGate = { closed: false, against: 0 };

/** Looks, one a second, that decide. */
const LOOKS = 3;

/** `worstMs`: how late a timer ran since the last look. */
export function stepLagGate(
  { closed, against }: LagGate,
  { worstMs, maxLagMs }: { worstMs: number; maxLagMs: number },
): LagGate {
  const late = worstMs > maxLagMs;
  if (late === closed) return { closed, against: 0 };
  return against + 1 < LOOKS ? { closed, against: against + 1 } : { closed: late, against: 0 };
}
