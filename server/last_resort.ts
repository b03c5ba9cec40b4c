// The net under every other net: an exception that nobody caught must not end the calls of others.
import type { Clock } from "./clock.ts";
import { faultPlace } from "./guard.ts";
import type { Log } from "./observe/log.ts";

const LIMIT = 3;
const WITHIN_MS = 60_000;

/** Logs and survives uncaught faults; three within a minute mean that something is broken: `onBroken` (P-02). */
export function installLastResort(options: { clock: Clock; log: Log; onBroken(): void }): void {
  const times: number[] = [];
  const survive = (kind: string, error: unknown) => {
    options.log.error("uncaught", { kind, at: faultPlace(error) });
    const now = options.clock.now();
    times.push(now);
    while (times[0]! < now - WITHIN_MS) times.shift();
    if (times.length === LIMIT) options.onBroken();
  };
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    survive("error", event.error);
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    survive("rejection", event.reason);
  });
}
