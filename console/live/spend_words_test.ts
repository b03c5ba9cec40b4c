import { assertEquals, assertStringIncludes } from "@std/assert";
import { test } from "../testing.ts";
import { dollarWords } from "../ui/money_words.ts";
import { spendNews } from "./spend_words.ts";

const at = (usd: number, budgetUsd: number | null) =>
  spendNews({ day: "2026-11-21", usd, budgetUsd });

test("nobody is told of money before four fifths of the budget, or without one", () => {
  assertEquals([at(79.9, 100), at(1e6, null)], [null, null]);
});

test("from four fifths on it is a look, at the budget an act", () => {
  assertEquals([at(80, 100)?.tone, at(99.99, 100)?.tone, at(100, 100)?.tone], [
    "watch",
    "watch",
    "act",
  ]);
  assertStringIncludes(at(99.99, 100)!.title, "99 %");
  assertStringIncludes(at(0, 0)!.title, "new calls are refused");
});

test("small sums keep the digits that matter", () => {
  assertEquals([0, 0.0004, 0.0423, 0.9996, 1, 12.4].map(dollarWords), [
    "$0.00",
    "under $0.001",
    "$0.042",
    "$1.00",
    "$1.00",
    "$12.40",
  ]);
});
