// Time as a thing that is handed in, so that every delay of the console can be tested without waiting.
// Knows nothing of the console.

/** Undoes a pending timer. Calling it late or twice is harmless. */
export type Cancel = () => void;

export interface Timers {
  /** The browser's wall clock, UTC milliseconds. May be wrong against the server's. */
  wallMs(): number;
  /** Runs `fn` once after `ms` milliseconds. */
  after(ms: number, fn: () => void): Cancel;
}

export const browserTimers: Timers = {
  wallMs: () => Date.now(),
  after(ms, fn) {
    const timer = setTimeout(fn, ms);
    return () => clearTimeout(timer);
  },
};
