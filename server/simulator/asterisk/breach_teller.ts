// Tells breaches of a closed list of rules, each with what was received and what would have been right; a rule that is
// broken with every frame is told a few times. It knows no protocol.

/** Of one rule in one call. */
const MOST = 10;

export type TellBreach<R> = (rule: R, received: string) => void;

/** @param rules a sentence for each: what is right, and where it is written */
export function breachTeller<R extends string>(
  rules: Readonly<Record<R, string>>,
  tell: (rule: string, detail: string) => void,
): TellBreach<R> {
  const told = new Map<R, number>();
  return (rule, received) => {
    const times = (told.get(rule) ?? 0) + 1;
    told.set(rule, times);
    if (times > MOST) return;
    const more = times === MOST ? " (no more of this kind are told)" : "";
    tell(rule, `${rules[rule]}; received: ${received}${more}`);
  };
}
