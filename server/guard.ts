// Keeps a fault in one callback from reaching the process: an exception in a socket or timer callback
// would end it, and every call with it. Imports nothing; everything may import it.

/** Wraps `fn` so that what it throws goes to `onFault`, and what that throws goes nowhere. */
export function guarded<A extends unknown[]>(
  onFault: (error: unknown) => void,
  fn: (...args: A) => void,
): (...args: A) => void {
  return (...args) => {
    try {
      fn(...args);
    } catch (error) {
      try {
        onFault(error);
      } catch {
        // A fault in the handling of a fault must not become a third.
      }
    }
  };
}

/** The name and place of an error, without its message: a message may quote a caller's words. */
export function faultPlace(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frame = error.stack?.split("\n").find((line) => line.includes("at "))?.trim() ?? "";
  return `${error.name} ${frame.replace(/file:\/\/\S*\/(server|console)\//, "$1/")}`.slice(0, 200);
}
