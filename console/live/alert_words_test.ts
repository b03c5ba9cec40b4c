import { assert, assertEquals } from "@std/assert";
import { ALERT_KINDS, type AlertKind } from "../../server/contract/alert_kinds.ts";
import { test } from "../testing.ts";
import { alertWords, spokenAlert } from "./alert_words.ts";

const FACTS = {
  code: "E_UP_CONNECT",
  usd: "9.12",
  budgetUsd: "10.00",
  failed: "12",
  calls: "100",
  reason: "upstream_lost",
  lagMs: "412",
};
const say = (kind: AlertKind, facts: Record<string, string> = FACTS, count = 1, may = true) =>
  alertWords(
    {
      kind,
      instance: "",
      alerts: Array.from({ length: count }, () => ({ id: "1", kind, sinceMs: 0, facts })),
    },
    () => may,
  );

test("every kind has its words, also where a fact is missing", () => {
  for (const kind of ALERT_KINDS) {
    for (const facts of [FACTS, {}]) {
      const words = spokenAlert(say(kind, facts));
      assert(words.length > 20 && !/undefined|NaN|null/.test(words), words);
    }
  }
});

test("calls that wait are told as one, a single one with why and where", () => {
  const facts = { callId: "a/b", agent: "Parcels", reason: "silent" };
  const one = say("call_waits", facts);
  assertEquals(one.link?.href, "/calls/a%2Fb");
  assertEquals(one.words, "The agent says nothing. Agent: Parcels.");
  const three = say("call_waits", facts, 3);
  assertEquals([three.title, three.link?.href], ["3 calls wait for a supervisor", "/"]);
});

test("a receiver's failure is said in the words of its log, and linked for those who may look", () => {
  const facts = { name: "CRM", reason: "connect" };
  assertEquals(say("webhook_given_up", facts).title, "The webhook CRM takes nothing");
  assert(say("webhook_given_up", facts).words.startsWith("Nobody answers there"));
  assertEquals(say("webhook_given_up", facts, 1, false).link, null);
});

test("failed calls lead to those that ended like that", () => {
  const { title, words, link } = say("failed_calls");
  assertEquals(title, "12 of the last 100 calls ended by a fault");
  assertEquals(words, "Most of them: The model could not be reached.");
  assertEquals(link?.href, "/history?endReason=upstream_lost");
});

test("one instance of several is named before what is the matter with it", () => {
  const held = { id: "1", kind: "held_up", sinceMs: 0, facts: FACTS } as const;
  const { title } = alertWords({ kind: "held_up", instance: "lisbon", alerts: [held] }, () => true);
  assertEquals(title, "lisbon: The server is held up");
});
