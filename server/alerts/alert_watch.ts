// Looks once a second whether something is the matter, and tells when an alert is raised or cleared. Never on the path
// of a call's sound; where its facts come from it does not know.
import type { Cancel, Clock } from "../clock.ts";
import { type Alert, ALERT_KINDS, type AlertKind } from "../contract/alert_kinds.ts";
import type { CallSummary } from "../contract/call.ts";
import type { ModelHealth } from "../contract/health.ts";
import type { ServerSettings } from "../contract/server_settings.ts";
import { faultPlace } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import { type AlertState, NO_ALERTS, openAlerts, stepAlerts } from "./alert_step.ts";
import { type AlertFacts, conditionsOf, patienceOf } from "./conditions.ts";

export interface AlertSources extends Omit<AlertFacts, "wallMs" | "model" | "ends"> {
  model: ModelHealth;
}

export interface AlertWatchOptions {
  /** Asked once a second. Must be quick. */
  sources(): AlertSources;
  settings(): ServerSettings["alerts"];
  clock: Clock;
  log: Log;
  /** One was raised or cleared; `open` has it already. */
  onAlert(type: "alert.raised" | "alert.cleared", alert: Alert): void;
  newId?: () => string;
  /** Name of this instance among several; absent: the server is alone. */
  instance?: () => string | undefined;
}

export interface AlertWatch {
  /** Those that hold now, the newest first. */
  readonly open: readonly Alert[];
  /** For the metrics: how many hold, of each kind. */
  counts(): { kind: AlertKind; count: number }[];
  /** A call has ended. */
  ended(call: CallSummary): void;
  stop(): void;
}

const EVERY_MS = 1000;
const ENDS_KEPT = 100;

export function watchAlerts(options: AlertWatchOptions): AlertWatch {
  return new Watch(options);
}

class Watch implements AlertWatch {
  readonly #options: AlertWatchOptions;
  #state: AlertState = NO_ALERTS;
  #open: readonly Alert[] = [];
  #ends: AlertFacts["ends"] = [];
  /** Sessions that were ready, and failures, when one last became ready. */
  #ready = { sessions: 0, failures: 0 };
  #tick: Cancel;

  constructor(options: AlertWatchOptions) {
    this.#options = options;
    this.#tick = this.#arm();
  }

  get open(): readonly Alert[] {
    return this.#open;
  }

  counts(): { kind: AlertKind; count: number }[] {
    return ALERT_KINDS.map((kind) => ({
      kind,
      count: this.#open.filter((alert) => alert.kind === kind).length,
    }));
  }

  ended({ endReason, endedAtMs }: CallSummary): void {
    if (!endReason) return;
    const end = { atMs: endedAtMs ?? this.#options.clock.wall(), reason: endReason };
    this.#ends = [...this.#ends, end].slice(-ENDS_KEPT);
  }

  stop(): void {
    this.#tick();
  }

  #arm(): Cancel {
    const { clock, log } = this.#options;
    return clock.after(EVERY_MS, () => {
      this.#tick = this.#arm();
      try {
        this.#look();
      } catch (error) {
        log.error("alerts_fault", { place: faultPlace(error) });
      }
    });
  }

  #look(): void {
    const { clock, log, settings, newId = () => crypto.randomUUID() } = this.#options;
    const { on, ...marks } = settings();
    const { model, ...sources } = this.#options.sources();
    const wallMs = clock.wall();
    const facts: AlertFacts = {
      ...sources,
      wallMs,
      model: { failures: this.#failing(model), code: model.lastFailure?.code ?? "" },
      ends: this.#ends,
    };
    const { state, raised, cleared } = stepAlerts(this.#state, {
      nowMs: clock.now(),
      wallMs,
      conditions: conditionsOf(facts, marks),
      on,
      patience: (kind) => patienceOf(kind, marks),
      newId,
      instance: this.#options.instance?.(),
    });
    this.#state = state;
    if (raised.length + cleared.length === 0) return;
    this.#open = openAlerts(state);
    for (const alert of cleared) {
      log.info("alert_cleared", { kind: alert.kind, alert: alert.id });
      this.#options.onAlert("alert.cleared", alert);
    }
    for (const alert of raised) {
      log.warn("alert_raised", { kind: alert.kind, alert: alert.id, ...alert.facts });
      this.#options.onAlert("alert.raised", alert);
    }
  }

  /** Sessions that failed since one was last ready. */
  #failing({ sessions, failures }: ModelHealth): number {
    if (sessions !== this.#ready.sessions) this.#ready = { sessions, failures };
    return failures - this.#ready.failures;
  }
}
