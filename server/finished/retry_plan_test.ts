import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { DeliveryRow } from "../store/store.ts";
import { afterTry, type DeliveryOutcome } from "./retry_plan.ts";

const HOUR = 3_600_000;
const ROW: DeliveryRow = {
  webhookId: "w",
  id: "i",
  event: "call.finished",
  callId: "c",
  body: "",
  tries: [],
  state: "waiting",
  attempts: 0,
  nextAtMs: 0,
  createdAtMs: 0,
};
const failed: DeliveryOutcome = { kind: "failed", detail: "500" };

Deno.test("tries come ever more seldom, for three days, and then the delivery is given up", () => {
  const waits: number[] = [];
  let row: DeliveryRow = ROW;
  while (row.state === "waiting") {
    const nowMs = row.nextAtMs;
    row = afterTry(row, failed, { nowMs, tookMs: 0, random: 0.5 });
    if (row.state === "waiting") waits.push((row.nextAtMs - nowMs) / 1000);
  }
  assertEquals(waits.slice(0, 8), [5, 30, 120, 600, 3600, 21_600, 21_600, 21_600]);
  assertEquals(new Set(waits.slice(5)), new Set([21_600]));
  assert(row.nextAtMs >= 72 * HOUR && row.nextAtMs < 79 * HOUR);
  assertEquals(row.attempts, waits.length + 1);
});

Deno.test("what was taken is done; what is not wanted is given up at once", () => {
  const at = { nowMs: 9, tookMs: 2, random: 0 };
  const tried = (outcome: string) => [{ atMs: 7, tookMs: 2, outcome }];
  const taken = afterTry(ROW, { kind: "taken" }, at);
  assertEquals(taken, { ...ROW, attempts: 1, state: "delivered", tries: tried("taken") });
  const gone = afterTry(ROW, { kind: "unwanted", detail: "410" }, at);
  assertEquals(gone, { ...ROW, attempts: 1, state: "given_up", tries: tried("410") });
});

Deno.test("a delivery of long ago is tried once more before it is given up", () => {
  const nowMs = 100 * HOUR;
  const at = { nowMs, tookMs: 0, random: 0 };
  assertEquals(afterTry(ROW, { kind: "taken" }, at).state, "delivered");
  assertEquals(afterTry(ROW, failed, at).state, "given_up");
});

Deno.test("what could not be tried does not count as a try", () => {
  const row = afterTry(ROW, { kind: "not_tried" }, { nowMs: 90 * HOUR, tookMs: 0, random: 0 });
  assertEquals(row, { ...ROW, nextAtMs: 90 * HOUR + 30_000 });
});

Deno.test("tries are spread by a fifth either way", () => {
  fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (random) => {
    const next = afterTry(ROW, failed, { nowMs: 1000, tookMs: 0, random }).nextAtMs;
    return next >= 5000 && next <= 7000;
  }));
});
