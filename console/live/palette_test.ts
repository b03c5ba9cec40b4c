import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { type Entry, findEntries, type GroupId, stepEntry } from "./palette.ts";

const entry = (group: GroupId, words: string, change: Partial<Entry> = {}): Entry => ({
  id: words,
  group,
  words,
  detail: "",
  also: "",
  number: "",
  keys: "",
  why: "",
  ...change,
});

const ALL = [
  entry("here", "Take over", { keys: "Shift+T" }),
  entry("here", "Publish v4…", { detail: "Publish" }),
  entry("here", "Transfer", { why: "This phone system cannot" }),
  entry("calls", "Call from ••• 0142", { detail: "Billing", number: "15550100142" }),
  entry("calls", "Call from ••• 0177", { detail: "Parcels", number: "15550100177" }),
  entry("places", "History", { also: "past calls search" }),
  entry("places", "Routes"),
  entry("agents", "Réception Köln"),
  entry("elsewhere", "Whisper to the agent", { why: "On the page of a live call" }),
];
const found = (asked: string) =>
  findEntries(ALL, asked).flatMap(({ entries }) => entries).map(({ words }) => words);

test("with nothing asked everything is there, in the order of groups", () => {
  assertEquals(findEntries(ALL, "  ").map(({ id }) => id), [
    "here",
    "calls",
    "places",
    "agents",
    "elsewhere",
  ]);
  assertEquals(found("").length, ALL.length);
});

test("every word must fit, whatever their order, case or accents", () => {
  assertEquals(found("koln RECEPTION"), ["Réception Köln"]);
  assertEquals(found("take xyz"), []);
  assertEquals(found("to"), ["Take over", "History", "Whisper to the agent"]);
});

test("a call is found by the last digits of its number, or by its agent", () => {
  assertEquals(found("0142"), ["Call from ••• 0142"]);
  assertEquals(found("77"), ["Call from ••• 0177"]);
  assertEquals(found("billing"), ["Call from ••• 0142"]);
});

test("hidden digits from the middle of a number find nothing", () => {
  assertEquals(found("5550"), []);
  assertEquals(found("1555"), []);
});

test("what fits at its beginning comes first; what cannot be done now comes after what can", () => {
  assertEquals(found("t")[0], "Take over");
  assertEquals(found("tra"), ["Transfer"]);
  const both = [
    entry("here", "Say", { why: "Not now" }),
    entry("places", "Essays"),
  ];
  const words = findEntries(both, "say").flatMap(({ entries }) => entries).map(({ id }) => id);
  assertEquals(words, ["Essays", "Say"]);
});

test("the group with the best entry leads, and words nobody sees are searched too", () => {
  assertEquals(found("past"), ["History"]);
  assertEquals(findEntries(ALL, "hist")[0]?.id, "places");
});

test("of many calls a few are shown until something is asked", () => {
  const calls = Array.from({ length: 40 }, (_, i) => entry("calls", `Call from ••• ${1000 + i}`));
  assertEquals(findEntries(calls, "")[0]?.entries.length, 5);
  assertEquals(findEntries(calls, "call")[0]?.entries.length, 12);
});

test("arrows go around, pages stop at the ends", () => {
  const groups = findEntries(ALL, "");
  assertEquals(stepEntry(groups, null, 1)?.words, "Take over");
  assertEquals(stepEntry(groups, "Take over", -1)?.words, "Whisper to the agent");
  assertEquals(stepEntry(groups, "Whisper to the agent", 1)?.words, "Take over");
  assertEquals(stepEntry(groups, "Publish v4…", -8)?.words, "Take over");
  assertEquals(stepEntry(groups, "Routes", 8)?.words, "Whisper to the agent");
  assertEquals(stepEntry([], null, 1), undefined);
});
