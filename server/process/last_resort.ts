// The net under every other net: an exception that nobody caught must not end the calls of others.
import type { Clock } from "../clock.ts";
import { faultPlace } from "../guard.ts";
import type { Log } from "../observe/log.ts";

const LIMIT = 3;
const WITHIN_MS = 60_000;

/**
 * Logs and survives uncaught faults; three within a minute mean that something is broken: `onBroken` (P-02).
 * Returns how to take the net away.
 */
export function installLastResort(
  options: { clock: Clock; log: Log; onBroken(): void },
): () => void {
  const times: number[] = [];
  const survive = (event: Event, kind: string, fault: unknown) => {
    event.preventDefault();
    if (isLostConnection(fault)) {
      options.log.warn("uncaught", { kind: "connection", at: faultPlace(fault) });
      return;
    }
    options.log.error("uncaught", { kind, at: faultPlace(fault) });
    const now = options.clock.now();
    times.push(now);
    while (times[0]! < now - WITHIN_MS) times.shift();
    if (times.length === LIMIT) options.onBroken();
  };
  const onError = (event: ErrorEvent) => survive(event, "error", event.error);
  const onRejection = (event: PromiseRejectionEvent) => survive(event, "rejection", event.reason);
  globalThis.addEventListener("error", onError);
  globalThis.addEventListener("unhandledrejection", onRejection);
  return () => {
    globalThis.removeEventListener("error", onError);
    globalThis.removeEventListener("unhandledrejection", onRejection);
  };
}

/**
 * Packages take their ears off a socket that they close; when its other side resets it in the same moment, nobody hears
 * that. The NATS client does with a server that refuses it. Nothing of ours is broken by it.
 */
export function isLostConnection(fault: unknown): boolean {
  return fault instanceof Error && "syscall" in fault && "code" in fault &&
    ["read", "write"].includes(String(fault.syscall)) &&
    ["ECONNRESET", "EPIPE", "ETIMEDOUT"].includes(String(fault.code));
}
