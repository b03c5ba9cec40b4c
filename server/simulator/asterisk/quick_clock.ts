// For the simulators' own tests with real sockets: a clock that runs faster than life.
import type { Clock } from "../../clock.ts";

/** Not more, so that a busy machine makes no deadline late. */
const TIMES = 5;

export const quickClock: Clock = {
  now: () => performance.now() * TIMES,
  wall: () => Date.now(),
  after(ms, fn) {
    const timer = setTimeout(fn, ms / TIMES);
    return () => clearTimeout(timer);
  },
};
