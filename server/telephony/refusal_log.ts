// One log line per code and second: a storm of refusals must not become a storm of lines. Knows no protocol.
import type { Clock } from "../clock.ts";
import type { Log } from "../observe/log.ts";

/** `event`: name of the log line. `detail` never holds a key or a caller's words; `from`: the peer's address. */
export function sampledRefusals<Code extends string>(
  event: string,
  { clock, log }: { clock: Clock; log: Log },
): (code: Code, detail: string, from: string) => void {
  const samples = new Map<Code, { atMs: number; suppressed: number }>();
  return (code, detail, from) => {
    const nowMs = clock.now();
    const last = samples.get(code);
    if (last && nowMs - last.atMs < 1_000) {
      last.suppressed++;
      return;
    }
    samples.set(code, { atMs: nowMs, suppressed: 0 });
    log.warn(event, { code, detail, from, suppressed: last?.suppressed ?? 0 });
  };
}
