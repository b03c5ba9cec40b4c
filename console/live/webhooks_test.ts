import { assertEquals } from "@std/assert";
import type { Webhook } from "../../server/contract/webhook.ts";
import { test } from "../testing.ts";
import { deliveriesQuery, isWebAddress, mergedWebhook, outcomeWords } from "./webhooks.ts";

test("every outcome is said in words, known or not", () => {
  assertEquals(["taken", "204", "503", "410", "timeout", "no_record", "odd"].map(outcomeWords), [
    "Taken",
    "Taken",
    "Refused with HTTP 503",
    "Refused with HTTP 410: the receiver wants no more of it",
    "No answer in time",
    "The call was deleted meanwhile",
    "Not taken: odd",
  ]);
});

test("deliveries are asked for by state and page", () => {
  assertEquals(deliveriesQuery("all", null), "");
  assertEquals(deliveriesQuery("given_up", "a b"), "state=given_up&before=a+b");
});

test("an address is one of the web", () => {
  const found = [
    "https://crm.example/x",
    "http://10.0.0.1",
    "ftp://x",
    "crm.example",
    "",
    "javascript:1",
  ]
    .map(isWebAddress);
  assertEquals(found, [true, true, false, false, false, false]);
});

test("a form keeps what was typed and follows what somebody else changed", () => {
  const before: Webhook = {
    id: "w",
    name: "CRM",
    url: "https://a.example",
    events: ["call.finished"],
    on: true,
    fromEnvironment: false,
    createdAtMs: 0,
    revision: 1,
  };
  const form = { name: "CRM", url: "https://mine.example", events: before.events, on: true };
  assertEquals(mergedWebhook(before, form, { ...before, url: "https://b.example", on: false }), {
    ...form,
    on: false,
  });
});
