// Joins the alerts to what they are about and to who is told. Knows no rule of when one is raised.
import { type AlertWatch, watchAlerts } from "./alerts/alert_watch.ts";
import type { Clock } from "./clock.ts";
import { type Alert, ALERTS_OF_ALL } from "./contract/alert_kinds.ts";
import type { FleetStatus } from "./contract/fleet.ts";
import type { DoorHealth, ModelHealth } from "./contract/health.ts";
import type { Webhooks } from "./finished/webhooks.ts";
import type { Fleet } from "./fleet/fleet.ts";
import type { Floor } from "./floor/floor.ts";
import type { Log } from "./observe/log.ts";
import type { Metrics } from "./observe/metrics.ts";
import type { SettingsBook } from "./settings/settings_book.ts";
import type { Spend } from "./spend/spend.ts";

export interface AlertSideOptions {
  settings: Pick<SettingsBook, "settings">;
  floor: Pick<Floor, "live" | "onEnded" | "storeTrouble" | "statusChanged">;
  spend: Pick<Spend, "today">;
  doors: () => readonly DoorHealth[];
  model: () => ModelHealth;
  selfCall: () => { ok: boolean; code: string | null } | null;
  /** Of about the last minute. */
  worstLagMs: () => number;
  /** How late timers run while calls are turned away for that. */
  closedByLagMs: () => number | null;
  fleet: Pick<Fleet, "leads" | "onLeads" | "status">;
  webhooks: Pick<Webhooks, "troubles" | "alert">;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

export function createAlertSide(options: AlertSideOptions): AlertWatch {
  const { settings, floor, webhooks, fleet, clock, log } = options;
  const alerts = watchAlerts({
    sources: () => ({
      model: options.model(),
      refusedAtMs: refusedAtMs(options.doors()),
      spend: options.spend.today(),
      worstLagMs: options.worstLagMs(),
      closedByLagMs: options.closedByLagMs(),
      storeTrouble: floor.storeTrouble !== null,
      // The last one of before it was switched off says nothing of today.
      selfCall: settings.settings.selfCall.on ? options.selfCall() : null,
      webhooks: webhooks.troubles,
      live: floor.live(),
    }),
    settings: () => settings.settings.alerts,
    instance: () => fleet.status()?.instances.find(({ me }) => me)?.name,
    clock,
    log,
    onAlert(type, alert) {
      // What every instance finds is told by one.
      if (!ALERTS_OF_ALL.includes(alert.kind) || fleet.leads) webhooks.alert(type, alert);
      floor.statusChanged();
    },
  });
  fleet.onLeads((leads) => {
    const ofAll = alerts.open.filter(({ kind }) => leads && ALERTS_OF_ALL.includes(kind));
    // Those of a moment in which no instance led.
    for (const alert of ofAll) webhooks.alert("alert.raised", alert, { once: true });
  });
  floor.onEnded((call) => alerts.ended(call));
  options.metrics.gauges(
    "alerts_open",
    "Alerts that hold now",
    () => alerts.counts().map(({ kind, count }) => ({ labels: { kind }, value: count })),
  );
  return alerts;
}

/** Those of all instances, the newest first; what several of them tell alike once. */
export function alertsOfFleet(own: readonly Alert[], fleet: FleetStatus | null): Alert[] {
  const others = fleet?.instances.filter(({ me }) => !me).flatMap(({ alerts }) => alerts) ?? [];
  const byId = new Map([...others, ...own].map((alert) => [alert.id, alert]));
  return [...byId.values()].sort((a, b) => b.sinceMs - a.sinceMs);
}

/** When a call was last turned away because the server was full. */
function refusedAtMs(doors: readonly DoorHealth[]): number | null {
  const times = doors.flatMap(({ lastRefusal }) =>
    lastRefusal?.code === "full" ? [lastRefusal.atMs] : []
  );
  return times.length === 0 ? null : Math.max(...times);
}
