// How late timers run: the first sign that something holds the thread that carries the calls (P-05).
import type { Cancel, Clock } from "../clock.ts";

const EVERY_MS = 100;
/** About a second of them. */
const PER_SECOND = 10;
const SECONDS = 60;
const MINUTES = 60;

export interface EventLoopLag {
  /** The worst delay since it was last asked, in milliseconds. */
  takeWorstMs(): number;
  /** The worst delay of about the last so many seconds, at most a minute; asking changes nothing. */
  recentWorstMs(seconds?: number): number;
  /** The worst of each minute of about the last hour, oldest first; the last one is not over. */
  byMinuteMs(): number[];
  /** About once a second: the worst delay since the last time. */
  onSecond(listener: (worstMs: number) => void): void;
  stop(): void;
}

export function watchEventLoop(clock: Clock): EventLoopLag {
  const listeners: ((worstMs: number) => void)[] = [];
  let worstMs = 0;
  let secondMs = 0;
  let seconds: number[] = [];
  let minutes: number[] = [];
  let count = 0;
  let cancel: Cancel = () => {};
  const arm = () => {
    const dueMs = clock.now() + EVERY_MS;
    cancel = clock.after(EVERY_MS, () => {
      const lateMs = clock.now() - dueMs;
      arm();
      note(lateMs);
    });
  };
  function note(lateMs: number): void {
    worstMs = Math.max(worstMs, lateMs);
    secondMs = Math.max(secondMs, lateMs);
    if (count++ % (PER_SECOND * SECONDS) === 0) minutes = [...minutes.slice(1 - MINUTES), 0];
    minutes.push(Math.max(minutes.pop() ?? 0, lateMs));
    if (count % PER_SECOND !== 0) return;
    const overMs = secondMs;
    secondMs = 0;
    seconds = [...seconds.slice(1 - SECONDS), overMs];
    for (const told of listeners) told(overMs);
  }
  arm();
  return {
    takeWorstMs() {
      const taken = worstMs;
      worstMs = 0;
      return taken;
    },
    recentWorstMs: (of = SECONDS) => Math.max(secondMs, 0, ...seconds.slice(-of)),
    byMinuteMs: () => [...minutes],
    onSecond: (listener) => void listeners.push(listener),
    stop: () => cancel(),
  };
}
