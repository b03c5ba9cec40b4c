// Waiting that a signal can end, on a Clock.
import type { Clock } from "../clock.ts";

/** Resolves after `ms`, or at once when `signal` fires. */
export function pause(ms: number, { clock, signal }: { clock: Clock; signal: AbortSignal }) {
  return new Promise<void>((go) => {
    if (signal.aborted) return go();
    const end = () => {
      cancel();
      signal.removeEventListener("abort", end);
      go();
    };
    const cancel = clock.after(ms, end);
    signal.addEventListener("abort", end);
  });
}

/** What `promise` gives, or null when `ms` are over first. */
export async function within<T>(promise: Promise<T>, ms: number, clock: Clock): Promise<T | null> {
  const late = Promise.withResolvers<null>();
  const cancel = clock.after(ms, () => late.resolve(null));
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    cancel();
  }
}

/** What `promise` gives, or null when `signal` fires first. */
export async function unlessAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal,
): Promise<T | null> {
  if (signal.aborted) return null;
  const stopped = Promise.withResolvers<null>();
  const stop = () => stopped.resolve(null);
  signal.addEventListener("abort", stop);
  try {
    return await Promise.race([promise, stopped.promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
