import { assertEquals } from "@std/assert";
import { CALL_STARTED, sampleCall } from "../store/sample_rows.ts";
import type { CallSummary } from "../contract/call.ts";
import { SERVER_SETTINGS_DEFAULTS } from "../contract/settings_limits.ts";
import { type AlertFacts, conditionsOf, patienceOf } from "./conditions.ts";

const MINUTE = 60_000;
const NOW = 1_700_000_000_000;
const day = "2026-11-21";
const MARKS = SERVER_SETTINGS_DEFAULTS.alerts;
const CALM: AlertFacts = {
  wallMs: NOW,
  model: { failures: 0, code: "" },
  refusedAtMs: null,
  closedByLagMs: null,
  spend: { day, usd: 5, budgetUsd: null },
  ends: [],
  worstLagMs: 3,
  storeTrouble: false,
  selfCall: null,
  webhooks: [],
  live: [],
};
const kinds = (facts: Partial<AlertFacts>) =>
  conditionsOf({ ...CALM, ...facts }, MARKS).map(({ kind }) => kind);
const ends = (count: number, reason: AlertFacts["ends"][number]["reason"], atMs = NOW) =>
  Array.from({ length: count }, () => ({ atMs, reason }));
const receiver = {
  webhookId: "crm",
  name: "CRM",
  sinceMs: NOW - 10 * MINUTE,
  lastAtMs: NOW - MINUTE,
  reason: "503",
  givenUp: false,
};
const call = (change: Partial<CallSummary>): CallSummary => ({
  ...sampleCall("c", [CALL_STARTED]).call,
  ...change,
});
const hand = { handId: "h", question: "?", answers: [], untilMs: 0, otherwise: "" };

for (
  const [what, facts, expected] of [
    ["nothing at all", {}, []],
    ["a blip of the model", { model: { failures: 1, code: "E_UP_LOST" } }, []],
    ["a model that cannot be had", { model: { failures: 2, code: "E_UP_CONNECT" } }, [
      "model_down",
    ]],
    ["answers that failed", { model: { failures: 5, code: "E_UP_ERROR" } }, []],
    ["no credit", { model: { failures: 1, code: "E_UP_QUOTA" } }, ["no_credit"]],
    ["a call turned away just now", { refusedAtMs: NOW - 59_000 }, ["calls_refused"]],
    ["a call turned away before", { refusedAtMs: NOW - 61_000 }, []],
    ["calls turned away since it cannot keep up", { closedByLagMs: 400 }, ["calls_refused"]],
    ["some of the budget", { spend: { day, usd: 8.9, budgetUsd: 10 } }, []],
    ["most of the budget", { spend: { day, usd: 9, budgetUsd: 10 } }, ["budget_near"]],
    ["all of the budget", { spend: { day, usd: 10, budgetUsd: 10 } }, ["budget_spent"]],
    ["nine faults", { ends: ends(9, "upstream_lost") }, []],
    ["ten faults", { ends: [...ends(9, "upstream_lost"), ...ends(1, "internal")] }, [
      "failed_calls",
    ]],
    ["faults of yesterday", { ends: ends(50, "internal", NOW - 25 * 60 * MINUTE) }, []],
    ["callers who hung up, and a stop", {
      ends: [...ends(50, "caller_hung_up"), ...ends(50, "drained")],
    }, []],
    ["a late event loop", { worstLagMs: 250 }, ["held_up"]],
    ["a store in trouble", { storeTrouble: true }, ["store_trouble"]],
    ["a self-call that was answered", { selfCall: { ok: true, code: null } }, []],
    ["a self-call that was not", { selfCall: { ok: false, code: "E" } }, ["self_call_failed"]],
    ["a receiver that fails for ten minutes", { webhooks: [receiver] }, []],
    [
      "one that fails for half an hour",
      { webhooks: [{ ...receiver, sinceMs: NOW - 31 * MINUTE }] },
      ["webhook_given_up"],
    ],
    ["one that something was given up for", { webhooks: [{ ...receiver, givenUp: true }] }, [
      "webhook_given_up",
    ]],
    ["one that nothing was sent to for a day", {
      webhooks: [{ ...receiver, givenUp: true, lastAtMs: NOW - 24 * 60 * MINUTE }],
    }, []],
    ["a raised hand", { live: [call({ hand })] }, ["call_waits"]],
    ["an agent that says nothing", {
      live: [call({ state: "thinking", stateSinceMs: NOW - 10_000 })],
    }, ["call_waits"]],
    ["an agent that thinks", { live: [call({ state: "thinking", stateSinceMs: NOW - 5000 })] }, []],
    ["a call in which all is well", { live: [call({ state: "agent_speaking" })] }, []],
  ] as [string, Partial<AlertFacts>, string[]][]
) {
  Deno.test(`of ${what}: ${expected.join() || "no alert"}`, () =>
    assertEquals(kinds(facts), expected));
}

Deno.test("an alert about a call names it, its agent, and why, and none of its words", () => {
  const personAsks = { ...call({}).signs, personAsks: 1 };
  const [condition] = conditionsOf({ ...CALM, live: [call({ signs: personAsks })] }, MARKS);
  assertEquals(condition, {
    kind: "call_waits",
    subject: "c",
    facts: { callId: "c", agent: "Parcels", reason: "person" },
  });
  const taken = call({ signs: personAsks, takenOver: true });
  assertEquals(kinds({ live: [taken] }), [], "a supervisor has it");
});

Deno.test("how long a call waits before anybody is told is a setting", () => {
  assertEquals(patienceOf("call_waits", { ...MARKS, callWaitsMs: 33_000 }).raiseMs, 33_000);
  assertEquals(patienceOf("budget_spent", MARKS).raiseMs, 0);
});

Deno.test("what every instance of a server finds has the same name on all, another each day", () => {
  const names = [day, "2026-11-22"].map((day) =>
    conditionsOf({ ...CALM, spend: { day, usd: 10, budgetUsd: 10 } }, MARKS).map(({ id }) => id)
  );
  assertEquals(names, [["budget_spent_2026-11-21"], ["budget_spent_2026-11-22"]]);
});
