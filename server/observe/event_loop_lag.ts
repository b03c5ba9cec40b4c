// How late timers run: the first sign that something holds the thread that carries the calls (P-05).
import type { Cancel, Clock } from "../clock.ts";

const EVERY_MS = 500;
/** About a minute of them. */
const RECENT = 120;
const MINUTES = 60;

export interface EventLoopLag {
  /** The worst delay since it was last asked, in milliseconds. */
  takeWorstMs(): number;
  /** The worst delay of about the last minute; asking changes nothing. */
  recentWorstMs(): number;
  /** The worst of each minute of about the last hour, oldest first; the last one is not over. */
  byMinuteMs(): number[];
  stop(): void;
}

export function watchEventLoop(clock: Clock): EventLoopLag {
  let worstMs = 0;
  let recent: number[] = [];
  let minutes: number[] = [];
  let count = 0;
  let cancel: Cancel = () => {};
  const arm = () => {
    const dueMs = clock.now() + EVERY_MS;
    cancel = clock.after(EVERY_MS, () => {
      const lateMs = clock.now() - dueMs;
      worstMs = Math.max(worstMs, lateMs);
      recent = [...recent.slice(1 - RECENT), lateMs];
      if (count++ % RECENT === 0) minutes = [...minutes.slice(1 - MINUTES), 0];
      minutes.push(Math.max(minutes.pop() ?? 0, lateMs));
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
    byMinuteMs: () => [...minutes],
    stop: () => cancel(),
  };
}
