// Words of other instances that are not understood, which are dropped: one line a minute tells how many there were.
import type { Clock } from "../clock.ts";
import type { Log } from "../observe/log.ts";

const EVERY_MS = 60_000;

export function createOddWords(
  { clock, log }: { clock: Pick<Clock, "now">; log: Log },
): (topic: string, instance: string) => void {
  let count = 0;
  let toldAtMs = -Infinity;
  return (topic, instance) => {
    count++;
    if (clock.now() - toldAtMs < EVERY_MS) return;
    log.warn("fleet_words_odd", { topic, instance, count });
    toldAtMs = clock.now();
    count = 0;
  };
}
