import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { ALERT_KINDS, type AlertKind } from "../contract/alert_kinds.ts";
import {
  type AlertState,
  type Condition,
  MOST_OF_A_KIND,
  NO_ALERTS,
  openAlerts,
  stepAlerts,
} from "./alert_step.ts";

const WALL = 1_700_000_000_000;
const slow = () => ({ raiseMs: 10_000, clearMs: 5000 });
const condition = (kind: AlertKind, subject = ""): Condition => ({ kind, subject, facts: {} });

/** Feeds moments one after another, each with what is the matter then. */
function run(patience = slow, on: readonly AlertKind[] = ALERT_KINDS) {
  let state: AlertState = NO_ALERTS;
  let ids = 0;
  const told: string[] = [];
  return {
    told,
    open: () => openAlerts(state),
    at(nowMs: number, conditions: readonly Condition[], wanted = on) {
      const out = stepAlerts(state, {
        nowMs,
        wallMs: WALL + nowMs,
        conditions,
        on: wanted,
        patience,
        newId: () => `${++ids}`,
      });
      state = out.state;
      for (const { id } of out.cleared) told.push(`cleared ${id}`);
      for (const { id } of out.raised) told.push(`raised ${id}`);
    },
  };
}

Deno.test("an alert is raised after it held a while, and cleared after it was well a while", () => {
  const { at, told, open } = run();
  const bad = [condition("model_down")];
  at(0, bad);
  at(9000, bad);
  assertEquals(told, []);
  at(10_000, bad);
  assertEquals(told, ["raised 1"]);
  assertEquals(open(), [{ id: "1", kind: "model_down", sinceMs: WALL, facts: {} }]);
  at(11_000, []);
  at(15_000, bad);
  at(16_000, []);
  at(20_999, []);
  assertEquals(told, ["raised 1"], "it was the matter again in between");
  at(21_000, []);
  assertEquals([told, open()], [["raised 1", "cleared 1"], []]);
});

Deno.test("what comes and goes is never raised", () => {
  const { at, told } = run();
  for (let nowMs = 0; nowMs < 600_000; nowMs += 1000) {
    at(nowMs, nowMs % 9000 === 0 ? [] : [condition("held_up")]);
  }
  assertEquals(told, []);
});

Deno.test("each call has an alert of its own, and there are no more than anybody can look at", () => {
  const { at, told, open } = run(() => ({ raiseMs: 0, clearMs: 0 }));
  const calls = Array.from({ length: 30 }, (_, i) => condition("call_waits", `call ${i}`));
  at(0, calls);
  assertEquals([told.length, open().length], [MOST_OF_A_KIND, MOST_OF_A_KIND]);
  at(1000, calls);
  assertEquals(told.length, MOST_OF_A_KIND);
  at(2000, calls.slice(5));
  assertEquals(open().length, MOST_OF_A_KIND - 5);
  at(3000, calls.slice(5));
  assertEquals(open().length, MOST_OF_A_KIND, "those that had no room have it now");
});

Deno.test("a kind that is switched off is cleared at once and raised no more", () => {
  const { at, told } = run();
  const bad = [condition("no_credit")];
  at(0, bad);
  at(10_000, bad);
  at(11_000, bad, ["model_down"]);
  at(60_000, bad, ["model_down"]);
  assertEquals(told, ["raised 1", "cleared 1"]);
});

const moment = fc.record({
  waitMs: fc.nat(8000),
  bad: fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 3 }),
  on: fc.boolean(),
});

Deno.test("each alert is raised once and cleared once, raised and cleared take turns, and what is told is what holds", () => {
  fc.assert(fc.property(fc.array(moment, { maxLength: 60 }), (moments) => {
    const { at, told, open } = run();
    let nowMs = 0;
    const holding = new Set<string>();
    let seen = 0;
    for (const { waitMs, bad, on } of moments) {
      nowMs += waitMs;
      const wanted: AlertKind[] = on ? ["call_waits"] : [];
      at(nowMs, bad.map((subject) => condition("call_waits", subject)), wanted);
      for (const line of told.slice(seen)) {
        const [what, id = ""] = line.split(" ");
        assert(what === "raised" ? !holding.has(id) : holding.delete(id), line);
        if (what === "raised") holding.add(id);
      }
      seen = told.length;
      assertEquals(new Set(open().map(({ id }) => id)), holding);
      assert(holding.size <= 3, "one of each subject at most");
    }
    assertEquals(new Set(told).size, told.length, "nothing is told twice");
  }));
});

Deno.test("an alert says which of several instances it is about, unless it is about all of them", () => {
  const { raised } = stepAlerts(NO_ALERTS, {
    nowMs: 0,
    wallMs: WALL,
    conditions: [
      condition("held_up"),
      { ...condition("budget_spent"), id: "budget_spent_2026-11-21" },
    ],
    on: ALERT_KINDS,
    patience: () => ({ raiseMs: 0, clearMs: 0 }),
    newId: () => "made",
    instance: "east",
  });
  assertEquals(raised.map(({ id, instance }) => [id, instance]), [
    ["made", "east"],
    ["budget_spent_2026-11-21", undefined],
  ]);
});
