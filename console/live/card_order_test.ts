import { assertEquals } from "@std/assert";
import { arrange, CALM_AFTER_MS, EMPTY_ORDER, type Placed, RESORT_EVERY_MS } from "./card_order.ts";
import { test } from "../testing.ts";

const call = (callId: string, startedAtMs: number, level = 0): Placed => ({
  callId,
  startedAtMs,
  level,
});
const FREE = { held: false };
const HELD = { held: true };

test("worst first, then longest", () => {
  const calls = [call("new", 300), call("old", 100), call("bad", 200, 2), call("odd", 250, 1)];
  assertEquals(arrange(EMPTY_ORDER, calls, { nowMs: 9999, ...FREE }).ids, [
    "bad",
    "odd",
    "old",
    "new",
  ]);
});

test("nothing moves under a hand; the move is offered instead", () => {
  const before = arrange(EMPTY_ORDER, [call("a", 1), call("b", 2)], { nowMs: 0, ...FREE });
  const calls = [call("a", 1), call("b", 2, 2)];
  const held = arrange(before, calls, { nowMs: 60_000, ...HELD });
  assertEquals([held.ids, held.moved], [["a", "b"], 1]);
  const asked = arrange(held, calls, { nowMs: 60_001, held: true, force: true });
  assertEquals([asked.ids, asked.moved], [["b", "a"], 0]);
});

test("the list is not re-sorted more often than every five seconds", () => {
  const before = arrange(EMPTY_ORDER, [call("a", 1), call("b", 2)], { nowMs: 1000, ...FREE });
  const calls = [call("a", 1), call("b", 2, 1)];
  assertEquals(arrange(before, calls, { nowMs: 1001, ...FREE }).ids, ["a", "b"]);
  assertEquals(arrange(before, calls, { nowMs: 1000 + RESORT_EVERY_MS, ...FREE }).ids, ["b", "a"]);
});

test("an ended call leaves and a new one joins at the end, even under a hand", () => {
  const before = arrange(EMPTY_ORDER, [call("a", 1), call("b", 2)], { nowMs: 0, ...FREE });
  const now = [call("b", 2), call("c", 3)];
  assertEquals(arrange(before, now, { nowMs: 10, ...HELD }).ids, ["b", "c"]);
});

test("a call that calmed down keeps its place for a while", () => {
  const worried = arrange(EMPTY_ORDER, [call("a", 1), call("b", 2, 2)], { nowMs: 0, ...FREE });
  const calm = [call("a", 1), call("b", 2, 0)];
  const soon = arrange(worried, calm, { nowMs: CALM_AFTER_MS - 1, ...FREE });
  assertEquals(soon.ids, ["b", "a"]);
  const later = arrange(soon, calm, { nowMs: CALM_AFTER_MS + 10_000, ...FREE });
  assertEquals(later.ids, ["a", "b"]);
});
