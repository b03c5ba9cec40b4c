// Waiting with an end. Real time: what is waited for is another machine.
import { systemClock, within as inTime } from "../clock.ts";

/** Resolves after `ms`, or once `signal` aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}

/** Once `what` has settled, or after `ms`. Never rejects. */
export async function within(ms: number, what: Promise<unknown>): Promise<void> {
  await inTime(what.catch(() => {}), { clock: systemClock, ms });
}
