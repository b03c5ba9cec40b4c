// How late timers run: the first sign that something holds the thread that carries the calls (P-05).
import type { Cancel, Clock } from "../clock.ts";

const EVERY_MS = 500;
/** About a minute of them. */
const RECENT = 120;

export interface EventLoopLag {
  /** The worst delay since it was last asked, in milliseconds. */
  takeWorstMs(): number;
  /** The worst delay of about the last minute; asking changes nothing. */
  recentWorstMs(): number;
  stop(): void;
}

export function watchEventLoop(clock: Clock): EventLoopLag {
  let worstMs = 0;
  let recent: number[] = [];
  let cancel: Cancel = () => {};
  const arm = () => {
    const dueMs = clock.now() + EVERY_MS;
    cancel = clock.after(EVERY_MS, () => {
      const lateMs = clock.now() - dueMs;
      worstMs = Math.max(worstMs, lateMs);
      recent = [...recent.slice(1 - RECENT), lateMs];
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
    recentWorstMs: () => Math.max(0, ...recent),
    stop: () => cancel(),
  };
}
