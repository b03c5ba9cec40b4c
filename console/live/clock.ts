// One ticking signal that drives every timer on the screen, in the server's time.
// Stands still while the data is stale: a timer that runs on would claim what nobody knows.
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type Connection, staleForMs } from "./connection.ts";
import { pausable } from "./pausable.ts";
import type { Timers } from "./timers.ts";

export interface Clock {
  /** The server's wall clock, as far as it is known; stands still while stale. */
  nowMs: ReadonlySignal<number>;
  /** The browser's own clock; never stands still. */
  wallMs: ReadonlySignal<number>;
  /** Server's clock minus browser's clock. */
  offsetMs: ReadonlySignal<number>;
  /** Whether the data is older than a short hiccup. */
  stale: ReadonlySignal<boolean>;
  setServerNow(nowMs: number): void;
  stop(): void;
}

const STALE_AFTER_MS = 3000;
const TICK_MS = 1000;

export function createClock(
  options: {
    timers: Timers;
    connection: ReadonlySignal<Connection>;
    /** While true, `nowMs` stands still with the rest of the view. */
    paused: ReadonlySignal<boolean>;
  },
): Clock {
  const { timers, connection, paused } = options;
  const wallMs = signal(timers.wallMs());
  const offsetMs = signal(0);
  const stale = computed(() =>
    connection.value.known && staleForMs(connection.value, wallMs.value) > STALE_AFTER_MS
  );
  const serverNowMs = computed(() =>
    (stale.value ? connection.value.sinceMs : wallMs.value) + offsetMs.value
  );
  const nowMs = pausable(serverNowMs, paused);
  let cancel = timers.after(TICK_MS, tick);

  function tick(): void {
    wallMs.value = timers.wallMs();
    cancel = timers.after(TICK_MS, tick);
  }

  return {
    nowMs,
    wallMs,
    offsetMs,
    stale,
    setServerNow(serverNowMs) {
      wallMs.value = timers.wallMs();
      offsetMs.value = serverNowMs - timers.wallMs();
    },
    stop: () => cancel(),
  };
}
