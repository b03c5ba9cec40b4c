// How late timers run: the first sign that something holds the thread that carries the calls (P-05).
import type { Cancel, Clock } from "../clock.ts";

const EVERY_MS = 500;

export interface EventLoopLag {
  /** The worst delay since it was last asked, in milliseconds. */
  takeWorstMs(): number;
  stop(): void;
}

export function watchEventLoop(clock: Clock): EventLoopLag {
  let worstMs = 0;
  let cancel: Cancel = () => {};
  const arm = () => {
    const dueMs = clock.now() + EVERY_MS;
    cancel = clock.after(EVERY_MS, () => {
      worstMs = Math.max(worstMs, clock.now() - dueMs);
      arm();
    });
  };
  arm();
  return {
    takeWorstMs() {
      const taken = worstMs;
      worstMs = 0;
      return taken;
    },
    stop: () => cancel(),
  };
}
