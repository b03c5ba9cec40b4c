import { assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { ModelHealth } from "../contract/health.ts";
import { SERVER_SETTINGS_DEFAULTS } from "../contract/settings_limits.ts";
import { silentLog } from "../observe/log.ts";
import { CALL_ENDED, CALL_STARTED, sampleCall } from "../store/sample_rows.ts";
import { type AlertSources, watchAlerts } from "./alert_watch.ts";

const MODEL: ModelHealth = {
  sessions: 0,
  lastReadyAtMs: null,
  lastConnectMs: null,
  failures: 0,
  lastFailure: null,
};

function setUp() {
  const clock = new ManualClock();
  const told: string[] = [];
  const logged: string[] = [];
  const sources: AlertSources = {
    model: MODEL,
    refusedAtMs: null,
    closedByLagMs: null,
    spend: { day: "2026-11-21", usd: 0, budgetUsd: null },
    worstLagMs: 0,
    storeTrouble: false,
    selfCall: null,
    webhooks: [],
    live: [],
  };
  const alerts = watchAlerts({
    sources: () => sources,
    settings: () => SERVER_SETTINGS_DEFAULTS.alerts,
    clock,
    log: {
      ...silentLog,
      info: (code) => logged.push(code),
      warn: (code) => logged.push(code),
      error: (code) => logged.push(code),
    },
    onAlert: (type, { kind }) => told.push(`${type} ${kind} ${alerts.open.length}`),
  });
  return { clock, told, logged, sources, alerts };
}

Deno.test("sessions that fail one after another raise an alert, and the first that is ready clears it", () => {
  const { clock, told, logged, sources, alerts } = setUp();
  const lastFailure = { code: "E_UP_CONNECT", atMs: clock.wall() };
  sources.model = { ...MODEL, sessions: 7, failures: 40 };
  clock.advance(2000);
  sources.model = { ...sources.model, failures: 42, lastFailure };
  clock.advance(30_000);
  assertEquals(told, ["alert.raised model_down 1"]);
  assertEquals(alerts.counts().filter(({ count }) => count > 0), [{
    kind: "model_down",
    count: 1,
  }]);
  clock.advance(3_600_000);
  assertEquals(told.length, 1, "nobody has tried since: nothing says that it is well");
  sources.model = { ...sources.model, sessions: 8 };
  clock.advance(30_000);
  assertEquals(told.slice(1), ["alert.cleared model_down 0"]);
  assertEquals(logged, ["alert_raised", "alert_cleared"]);
  alerts.stop();
  assertEquals(clock.pending, 0);
});

Deno.test("the last hundred ends count", () => {
  const { clock, told, alerts } = setUp();
  const end = (reason: "internal" | "caller_hung_up") =>
    alerts.ended(
      sampleCall("c", [CALL_STARTED, { ...CALL_ENDED, reason } as typeof CALL_ENDED], {
        atMs: clock.wall(),
      }).call,
    );
  for (let i = 0; i < 10; i++) end("internal");
  clock.advance(1000);
  assertEquals(told, ["alert.raised failed_calls 1"]);
  for (let i = 0; i < 91; i++) end("caller_hung_up");
  clock.advance(90_000);
  assertEquals(told.at(-1), "alert.cleared failed_calls 0");
  alerts.stop();
});

Deno.test("P-01 a fault in whoever is asked costs that look only", () => {
  const { clock, told, logged, sources, alerts } = setUp();
  const spend = sources.spend;
  Object.defineProperty(sources, "spend", {
    configurable: true,
    enumerable: true,
    get: () => {
      throw new Error("bug");
    },
  });
  clock.advance(1000);
  assertEquals(logged, ["alerts_fault"]);
  Object.defineProperty(sources, "spend", {
    value: { ...spend, usd: 1, budgetUsd: 1 },
    enumerable: true,
  });
  clock.advance(1000);
  assertEquals(told, ["alert.raised budget_spent 1"]);
  alerts.stop();
});
