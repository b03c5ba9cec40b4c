// A beat that does not drift: what a late timer missed is made up for at once, so that as much sound flows as should.
import { type Clock, systemClock } from "../../clock.ts";

/** The first beat is at once. @returns stops it */
export function steadily(
  everyMs: number,
  beat: () => void,
  clock: Clock = systemClock,
): () => void {
  let dueMs = clock.now();
  let stopped = false;
  let cancel = () => {};
  const wake = () => {
    for (; !stopped && dueMs <= clock.now(); dueMs += everyMs) beat();
    if (!stopped) cancel = clock.after(Math.max(0, dueMs - clock.now()), wake);
  };
  wake();
  return () => {
    stopped = true;
    cancel();
  };
}
