// Whether this instance takes one more call: not while it is being stopped, above its cap, or while it cannot keep up.
// Asked for each call, so it decides by what is known already.
import { LAG_GATE, stepLagGate } from "./lag_gate.ts";
import type { Log } from "./observe/log.ts";
import type { EventLoopLag } from "./observe/event_loop_lag.ts";
import type { Metrics } from "./observe/metrics.ts";

export interface AdmissionOptions {
  maxCalls: number;
  /** 0: however late timers run. */
  maxLagMs: number;
  live(): number;
  draining(): boolean;
  /** Absent: nobody measures. */
  lag?: Pick<EventLoopLag, "onSecond">;
  log: Log;
  metrics: Metrics;
}

export interface Admission {
  state(): "open" | "draining" | "full";
  /** Share of the places for calls that are taken, 0 to 1. */
  taken(): number;
  /** How late timers run while it is full for that reason alone; else null. */
  readonly lateMs: number | null;
}

export function createAdmission(options: AdmissionOptions): Admission {
  const { maxCalls, maxLagMs, log } = options;
  let gate = LAG_GATE;
  let lateMs = 0;
  options.lag?.onSecond((worstMs) => {
    if (maxLagMs === 0) return;
    const { closed } = gate;
    gate = stepLagGate(gate, { worstMs, maxLagMs });
    lateMs = Math.max(Math.round(worstMs), closed ? lateMs : 0);
    if (gate.closed === closed) return;
    if (gate.closed) log.warn("calls_refused_for_lag", { lagMs: lateMs, maxLagMs });
    else log.info("calls_taken_again", { maxLagMs });
  });
  options.metrics.gauge(
    "admission_closed_by_lag",
    "1 while new calls are refused because timers run late",
    () => Number(gate.closed),
  );
  const taken = () => gate.closed ? 1 : Math.min(1, options.live() / maxCalls);
  return {
    state: () => options.draining() ? "draining" : taken() >= 1 ? "full" : "open",
    taken,
    get lateMs() {
      return gate.closed ? lateMs : null;
    },
  };
}
