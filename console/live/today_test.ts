import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import type { CallSummary } from "../../server/contract/call.ts";
import { test } from "../testing.ts";
import type { FloorCall } from "./floor.ts";
import { sampleCall } from "./sample_calls.ts";
import { createToday } from "./today.ts";

const MIDNIGHT_MS = new Date(2026, 5, 1).getTime();
const at = (callId: string, afterMidnightMs: number) =>
  sampleCall({ callId, startedAtMs: MIDNIGHT_MS + afterMidnightMs });

function setUp(pages: (readonly CallSummary[] | null)[]) {
  const asked: (number | undefined)[] = [];
  const calls = signal<ReadonlyMap<string, FloorCall>>(new Map());
  const generation = signal(0);
  const nowMs = signal(MIDNIGHT_MS + 3_600_000);
  const today = createToday({
    api: {
      calls: ({ beforeMs }) => {
        asked.push(beforeMs);
        const page = pages.length > 1 ? pages.shift() : pages[0];
        return Promise.resolve(
          page ? { ok: true as const, value: [...page] } : {
            ok: false as const,
            refusal: { code: "unreachable" as const, message: "", fields: [] },
          },
        );
      },
    },
    floor: { calls, generation },
    nowMs,
  });
  const live = (...all: CallSummary[]) =>
    calls.value = new Map(all.map((call) => [call.callId, { call, forming: {} }]));
  return { asked, generation, nowMs, today, live };
}
/** What was asked has been answered. */
const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};
const many = (from: number) => Array.from({ length: 200 }, (_, n) => at(`m${from + n}`, 9000 - n));

test("calls of today are counted once, whether the store or the feed tells them", async () => {
  const { today, live } = setUp([[at("a", 2000), at("b", 1000), at("old", -1)]]);
  assertEquals(today.count.value, null, "nothing is claimed before it is known");
  await settled();
  assertEquals(today.count.value, { calls: 2, more: false });
  live(at("a", 2000), at("new", 3000), at("old", -1));
  assertEquals(today.count.value, { calls: 3, more: false });
  today.stop();
});

test("a long day is fetched page by page, up to a bound that is told", async () => {
  const { today, asked } = setUp([many(0), many(200), many(400), many(600), many(800), []]);
  await settled();
  assertEquals(today.count.value, { calls: 1000, more: true });
  assertEquals(asked.length, 5);
  assertEquals(asked[1], MIDNIGHT_MS + 9000 - 199);
  today.stop();
});

test("a new snapshot and a new day count anew; a refusal leaves the figure as it was", async () => {
  const { today, generation, nowMs } = setUp([[at("a", 1)], null, [at("a", 1), at("b", 2)]]);
  await settled();
  generation.value++;
  await settled();
  assertEquals(today.count.value?.calls, 1);
  generation.value++;
  await settled();
  assertEquals(today.count.value?.calls, 2);
  nowMs.value += 24 * 3_600_000;
  await settled();
  assertEquals(today.count.value?.calls, 0);
  today.stop();
});
