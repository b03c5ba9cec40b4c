import { assertEquals } from "@std/assert";
import { alertsOfFleet, createAlertSide } from "./alert_side.ts";
import { ManualClock } from "./clock.ts";
import type { Alert } from "./contract/alert_kinds.ts";
import type { FleetStatus } from "./contract/fleet.ts";
import { SERVER_SETTINGS_DEFAULTS } from "./contract/settings_limits.ts";
import { createMetrics } from "./observe/metrics.ts";
import { silentLog } from "./observe/log.ts";
import { QUIET_FACTS } from "./fleet/testing/fleet_kit.ts";

const clock = () => new ManualClock({ wallMs: Date.parse("2026-11-21T12:00:00Z") });

function setUp(name: string, at: ManualClock, leads: boolean) {
  const facts = { lateMs: null as number | null, usd: 0 };
  const posts: string[] = [];
  const listeners: ((leads: boolean) => void)[] = [];
  const instance = { ...QUIET_FACTS, id: name, name, version: "1", startedAtMs: 0, heard: true };
  const fleet = {
    leads,
    onLeads(listener: (leads: boolean) => void) {
      listeners.push(listener);
      return () => {};
    },
    status: (): FleetStatus => ({
      bus: "nats",
      busConnected: true,
      instances: [{ ...instance, me: true, alerts: alerts?.open ?? [] }],
    }),
  };
  const alerts: ReturnType<typeof createAlertSide> | null = createAlertSide({
    settings: {
      settings: { ...SERVER_SETTINGS_DEFAULTS },
    },
    floor: { live: () => [], onEnded: () => () => {}, storeTrouble: null, statusChanged() {} },
    spend: { today: () => ({ day: "2026-11-21", usd: facts.usd, budgetUsd: 10 }) },
    doors: () => [],
    model: () => ({
      sessions: 0,
      lastReadyAtMs: null,
      lastConnectMs: null,
      failures: 0,
      lastFailure: null,
    }),
    selfCall: () => null,
    worstLagMs: () => 0,
    closedByLagMs: () => facts.lateMs,
    fleet,
    webhooks: {
      troubles: [],
      alert: (type, { kind, instance = "all" }, { once } = { once: false }) =>
        posts.push(`${type} ${kind} ${instance}${once ? " once" : ""}`),
    },
    clock: at,
    log: silentLog,
    metrics: createMetrics(),
  });
  const lead = () => {
    fleet.leads = true;
    for (const told of listeners) told(true);
  };
  return { alerts, facts, posts, fleet, lead };
}

Deno.test("L-04 what all instances find is posted by the one that leads, and shown once; their own each tells", () => {
  const at = clock();
  const [a, b] = [setUp("a", at, true), setUp("b", at, false)];
  a.facts.usd = b.facts.usd = 10;
  b.facts.lateMs = 400;
  at.advance(1000);
  assertEquals(a.posts, ["alert.raised budget_spent all"]);
  assertEquals(b.posts, ["alert.raised calls_refused b"]);
  const [other] = b.fleet.status().instances;
  const fleet = { ...a.fleet.status(), instances: [{ ...other!, me: false }] };
  const shown = alertsOfFleet(a.alerts.open, fleet).map(({ kind, instance }) => [kind, instance]);
  assertEquals(shown.sort(), [["budget_spent", undefined], ["calls_refused", "b"]]);
  b.lead();
  assertEquals(b.posts.slice(1), ["alert.raised budget_spent all once"], "unless it has been");
  for (const { alerts } of [a, b]) alerts.stop();
  assertEquals(at.pending, 0);
});

Deno.test("alerts of a server that is alone are its own, the newest first", () => {
  const alert = (id: string, sinceMs: number): Alert => ({
    id,
    kind: "held_up",
    sinceMs,
    facts: {},
  });
  const shown = alertsOfFleet([alert("old", 1), alert("new", 2)], null);
  assertEquals(shown.map(({ id }) => id), ["new", "old"]);
});
