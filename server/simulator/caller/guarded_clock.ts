// A clock whose timers harm nobody else: a fault in one ends this call, with its reason, and nothing else.
import type { Clock } from "../../clock.ts";
import { guarded } from "../../guard.ts";

export function guardedClock(clock: Clock, onFault: (fault: unknown) => void): Clock {
  return {
    now: () => clock.now(),
    wall: () => clock.wall(),
    after: (ms, fn) => clock.after(ms, guarded(onFault, fn)),
  };
}
