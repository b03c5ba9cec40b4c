import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import type { Alert, AlertKind } from "../../server/contract/alert_kinds.ts";
import type { ServerStatus } from "../../server/contract/feed.ts";
import { test } from "../testing.ts";
import { createAlerts } from "./alerts.ts";
import { sampleFleet, sampleInstance } from "./sample_fleet.ts";

const alert = (kind: AlertKind, id: string = kind): Alert => ({ id, kind, sinceMs: 1, facts: {} });

function setUp(kept: string | null = null) {
  const status = signal<ServerStatus | null>(null);
  const storage = {
    text: kept,
    getItem: () => storage.text,
    setItem: (_key: string, text: string) => void (storage.text = text),
  };
  const alerts = createAlerts({ floor: { status }, storage });
  const tell = (...open: Alert[]) => {
    status.value = { alerts: open } as unknown as ServerStatus;
  };
  const shown = () => alerts.groups.value.map((group) => `${group.kind} ${group.alerts.length}`);
  return { alerts, tell, shown, storage, status };
}

test("alerts of one kind are told as one, and what callers feel comes first", () => {
  const { tell, shown, status } = setUp();
  assertEquals(shown(), []);
  tell(alert("call_waits", "a"), alert("held_up"), alert("call_waits", "b"), alert("no_credit"));
  assertEquals(shown(), ["no_credit 1", "call_waits 2", "held_up 1"]);
  status.value = {} as unknown as ServerStatus;
  assertEquals(shown(), []);
});

test("what was put away stays away after a reload, until it is raised anew", () => {
  const { alerts, tell, shown, storage } = setUp();
  tell(alert("held_up", "1"), alert("no_credit"));
  alerts.putAway(alerts.groups.value[1]!);
  assertEquals(shown(), ["no_credit 1"]);
  const reloaded = setUp(storage.text);
  reloaded.tell(alert("held_up", "1"));
  assertEquals(reloaded.shown(), []);
  reloaded.tell(alert("held_up", "2"));
  assertEquals(reloaded.shown(), ["held_up 1"]);
});

test("what is kept may be spoiled, and does not grow without end", () => {
  for (const text of ["{", "7", '[1,null,"a"]']) assertEquals(setUp(text).shown(), []);
  const { alerts, tell, storage } = setUp();
  for (let i = 0; i < 300; i++) {
    tell(alert("held_up", `${i}`));
    alerts.putAway(alerts.groups.value[0]!);
  }
  assertEquals(JSON.parse(storage.text ?? "").length, 100);
});

test("an alert of one instance of several stands by itself; calls and webhooks are the server's", () => {
  const { alerts, shown, status } = setUp();
  const of = (instance: string, kind: AlertKind) => ({
    ...alert(kind, `${instance} ${kind}`),
    instance,
  });
  const held = [of("lisbon", "held_up"), of("porto", "held_up"), alert("budget_near")];
  const fleet = sampleFleet([sampleInstance("b")]);
  const whose = () => alerts.groups.value.map(({ instance }) => instance);
  status.value = { alerts: held, fleet } as unknown as ServerStatus;
  assertEquals(whose(), ["lisbon", "porto", ""]);
  // Where it is the only one its name says nothing.
  status.value = { alerts: held.slice(1), fleet: sampleFleet([]) } as unknown as ServerStatus;
  assertEquals(whose(), ["", ""]);
  status.value = {
    alerts: [of("lisbon", "call_waits"), of("porto", "call_waits")],
    fleet,
  } as unknown as ServerStatus;
  assertEquals(shown(), ["call_waits 2"]);
});
