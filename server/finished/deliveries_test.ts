import { assert, assertEquals, assertLess } from "@std/assert";
import fc from "fast-check";
import { ManualClock } from "../clock.ts";
import { createFlakyStore, type FlakyStore } from "../floor/flaky_store.ts";
import { silentLog } from "../observe/log.ts";
import { createDeliveries } from "./deliveries.ts";
import { FAILED, HOUR, ids, type SetUp, setUpOver, waiting } from "./deliveries_rig.ts";
import { passTime } from "./pass_time.ts";
import type { DeliveryOutcome } from "./retry_plan.ts";

const setUp = ({ store = createFlakyStore(), ...options }: SetUp & { store?: FlakyStore } = {}) =>
  setUpOver(store, options);

Deno.test("a call is in the store before it is sent, sent when it is due, and gone once taken", async () => {
  const { store, clock, sent, told, deliveries, add, close } = setUp();
  add("a", 45_000);
  await passTime(clock, 44_990, 10);
  assertEquals([sent, await waiting(store)], [[], {
    count: 1,
    nextAtMs: 1_700_000_045_000,
  }]);
  await passTime(clock, 20);
  assertEquals(ids(sent), ["a"]);
  assertEquals((await waiting(store)).count, 1);
  sent[0]?.settle({ kind: "taken" });
  await passTime(clock, 10);
  assertEquals([await waiting(store), told], [{ count: 0, nextAtMs: null }, [1, 0]]);
  assertEquals([clock.pending, deliveries.waiting], [0, 0]);
  await close();
  await store.close();
});

Deno.test("a call is sent at once when hastened, only once, and never again once it is sent", async () => {
  const { store, clock, sent, deliveries, add, close } = setUp({ outcome: { kind: "taken" } });
  add("a", 45_000);
  deliveries.hasten("a"); // in the same breath
  add("b", 45_000);
  await passTime(clock, 1000);
  assertEquals(ids(sent), ["a"]);
  deliveries.hasten("b");
  deliveries.hasten("b");
  deliveries.hasten("unknown");
  await passTime(clock, 100);
  deliveries.hasten("b");
  await passTime(clock, 60_000, 1000);
  assertEquals(ids(sent), ["a", "b"]);
  await close();
  await store.close();
});

Deno.test("hastening what is being sent sends it no second time, though it fails", async () => {
  const { store, clock, sent, deliveries, add, close } = setUp();
  add("a", 10);
  await passTime(clock, 50);
  deliveries.hasten("a");
  await passTime(clock, 50);
  sent[0]?.settle(FAILED);
  await passTime(clock, 4900);
  assertEquals(sent.length, 1);
  await passTime(clock, 200);
  assertEquals(sent.length, 2);
  await close();
  await store.close();
});

Deno.test("a summary that comes after the call was taken sends it no second time", async () => {
  const { store, clock, sent, deliveries, add, close } = setUp({ outcome: { kind: "taken" } });
  add("a", 45_000);
  await passTime(clock, 46_000, 100);
  deliveries.hasten("a");
  await passTime(clock, 60_000, 1000);
  assertEquals(ids(sent), ["a"]);
  await close();
  await store.close();
});

Deno.test("a call that is taken while the store is asked what is due is sent no second time", async () => {
  const store = createFlakyStore();
  const ask = store.dueDeliveries;
  const { clock, sent, add, close } = setUp({ store });
  add("a", 0);
  await passTime(clock, 10);
  store.dueDeliveries = async (due) => {
    const answer = await ask(due);
    sent[0]?.settle({ kind: "taken" });
    for (let i = 0; i < 20; i++) await Promise.resolve();
    return answer;
  };
  add("b", 0);
  await passTime(clock, 100);
  assertEquals(ids(sent), ["a", "b"]);
  await close();
  await store.close();
});

Deno.test("what fails is tried again ever later, and given up after three days", async () => {
  const { store, clock, sent, logged, told, deliveries, add, close } = setUp({ outcome: FAILED });
  add("a", 0);
  await passTime(clock, 10 * 60_000, 1000);
  const seconds = () => sent.map(({ atMs }) => Math.round(atMs / 1000));
  assertEquals(seconds(), [0, 5, 35, 155]);
  await passTime(clock, 80 * HOUR, 60_000);
  const hours = seconds().map((at) => Math.floor(at / 3600));
  assertEquals(hours, [0, 0, 0, 0, 0, 1, 7, 13, 19, 25, 31, 37, 43, 49, 55, 61, 67, 73]);
  assertEquals(logged.at(-1), [
    "delivery_given_up",
    { webhook: "crm", callId: "a", attempts: 18, reason: "500" },
  ]);
  assertEquals(logged.filter(([code]) => code === "delivery_failed").length, 17);
  assertEquals([deliveries.waiting, told.at(-1)], [0, 0]);
  await close();
  await store.close();
});

Deno.test("what the receiver never wants is given up at once, and forgotten after a month", async () => {
  const { store, clock, add, logged, close } = setUp({
    outcome: { kind: "unwanted", detail: "410" },
  });
  const forgotten: number[] = [];
  const startMs = clock.wall();
  const forget = store.forgetDeliveries;
  store.forgetDeliveries = (asked) => {
    forgotten.push(asked.beforeMs);
    return forget(asked);
  };
  add("a", 0);
  await passTime(clock, 1000);
  assertEquals(logged.map(([code]) => code), ["delivery_given_up"]);
  clock.advance(25 * HOUR);
  add("b", 0);
  await passTime(clock, 1000);
  const monthAgoMs = startMs - 30 * 24 * HOUR;
  assertEquals(forgotten, [monthAgoMs, monthAgoMs + 25 * HOUR + 1000], "looked for once a day");
  await close();
  await store.close();
});

Deno.test("at most four are sent at a time; each that is done lets the next one go", async () => {
  const { store, clock, sent, deliveries, add, close } = setUp();
  for (let i = 0; i < 10; i++) add(`${i}`, 0);
  await passTime(clock, 100);
  assertEquals(ids(sent), ["0", "1", "2", "3"]);
  for (let i = 0; i < 10; i++) {
    sent[i]?.settle(i === 0 ? FAILED : { kind: "taken" });
    await passTime(clock, 20);
    assertEquals(sent.length, Math.min(10, 5 + i));
  }
  assertEquals(new Set(ids(sent)).size, 10);
  assertEquals(deliveries.waiting, 1, "the one that failed");
  await close();
  await store.close();
});

Deno.test("R-03 what an earlier process left is taken up: due at once, or when it is due", async () => {
  const store = createFlakyStore();
  const first = setUp({ store });
  first.add("being sent", 0);
  first.add("not due", 45_000);
  await passTime(first.clock, 100);
  assertEquals(ids(first.sent), ["being sent"]);
  await first.close();
  assertEquals(first.stopped(), 1);

  const clock = new ManualClock({ wallMs: first.clock.wall() + 10_000 });
  const second = setUp({ store, clock, outcome: { kind: "taken" } });
  await passTime(clock, 100);
  assertEquals([ids(second.sent), second.deliveries.waiting], [["being sent"], 1]);
  await passTime(clock, 36_000, 100);
  assertEquals(ids(second.sent), ["being sent", "not due"]);
  await second.close();
  await store.close();
});

Deno.test("closing saves what was only just added, and nothing is sent after", async () => {
  const { store, clock, sent, add, close } = setUp();
  add("a", 0);
  await close();
  assertEquals((await waiting(store)).count, 1);
  add("b", 0);
  await passTime(clock, 60_000, 1000);
  assertEquals([sent, clock.pending], [[], 0]);
  await store.close();
});

Deno.test("D-01 a call that ends while the store is in trouble is sent once it recovers", async () => {
  const { store, clock, sent, logged, deliveries, add, close } = setUp({
    outcome: { kind: "taken" },
  });
  store.mode = "write_refused";
  add("a", 45_000);
  await passTime(clock, 1000);
  deliveries.hasten("a");
  await passTime(clock, 60_000, 100);
  assertEquals(sent, [], "nothing is sent that is not in the store");
  assertEquals(logged.map(([code]) => code), ["deliveries_not_saved"], "said once");
  store.mode = "works";
  await passTime(clock, 5100, 100);
  assertEquals([ids(sent), (await waiting(store)).count], [["a"], 0]);
  await close();
  await store.close();
});

Deno.test("D-01 what was taken while the store is in trouble is not sent a second time", async () => {
  const { store, clock, sent, deliveries, add, close } = setUp();
  add("a", 0);
  await passTime(clock, 100);
  store.mode = "write_refused";
  sent[0]?.settle({ kind: "taken" });
  await passTime(clock, 60_000, 100);
  store.mode = "refuses";
  await passTime(clock, 60_000, 100);
  store.mode = "works";
  await passTime(clock, 10_000, 100);
  assertEquals([sent.length, (await waiting(store)).count], [1, 0]);
  assertEquals(deliveries.waiting, 0);
  await close();
  await store.close();
});

Deno.test("D-02 with a store that hangs, what waits is bounded, and closing takes 1.5 s", async () => {
  const { store, clock, logged, deliveries, add } = setUp();
  store.mode = "hangs";
  for (let i = 0; i < 1200; i++) add(`${i}`, 0);
  await passTime(clock, 100);
  assertEquals(logged.filter(([code]) => code === "delivery_lost").length, 200);
  let closed = false;
  const close = deliveries.close().then(() => closed = true);
  await passTime(clock, 1490);
  assertEquals(closed, false);
  await passTime(clock, 20);
  await close;
  assertEquals(clock.pending, 0);
  store.mode = "works";
  await passTime(clock, 10);
  await store.close();
});

Deno.test("P-01 a fault in sending costs that try only, and one in whoever is told nothing", async () => {
  const store = createFlakyStore();
  const clock = new ManualClock();
  const logged: string[] = [];
  let tries = 0;
  const deliveries = createDeliveries({
    store,
    webhookIds: () => ["crm"],
    deliver: () =>
      tries++ === 0 ? Promise.reject(new Error("bug")) : Promise.resolve({ kind: "taken" }),
    clock,
    log: { ...silentLog, error: (code) => logged.push(code) },
    random: () => 0.5,
    onChange: () => {
      throw new Error("a fault of a listener");
    },
  });
  deliveries.add(
    { webhookId: "crm", id: "a", event: "call.finished", callId: "a", body: "" },
    0,
  );
  await passTime(clock, 1000);
  assertEquals([tries, logged], [1, ["delivery_fault", "delivery_fault"]]);
  await passTime(clock, 31_000, 100);
  assertEquals([tries, deliveries.waiting], [2, 0]);
  await deliveries.close();
  assertEquals(clock.pending, 0);
  await store.close();
});

Deno.test("K-02 K-03 a wall clock that jumps delays a delivery by at most a minute", async () => {
  class JumpyClock extends ManualClock {
    jumpMs = 0;
    override wall(): number {
      return super.wall() + this.jumpMs;
    }
  }
  const clock = new JumpyClock();
  const { store, sent, add, close } = setUp({ clock, outcome: { kind: "taken" } });
  add("a", 10 * HOUR);
  await passTime(clock, 1000, 100);
  clock.jumpMs = 11 * HOUR;
  await passTime(clock, 60_000, 100);
  assertEquals(ids(sent), ["a"]);
  await close();
  await store.close();
});

type Step =
  | { add: number; withinMs: number }
  | { hasten: number }
  | { waitMs: number }
  | { settle: DeliveryOutcome["kind"] }
  | { mode: "works" | "write_refused" | "refuses" };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ add: fc.nat(30), withinMs: fc.constantFrom(0, 100, 45_000) }),
  fc.record({ hasten: fc.nat(30) }),
  fc.record({ waitMs: fc.constantFrom(1, 50, 6000, 60_000) }),
  fc.record({ settle: fc.constantFrom<DeliveryOutcome["kind"]>("taken", "failed", "not_tried") }),
  fc.record({
    mode: fc.constantFrom("works" as const, "write_refused" as const, "refuses" as const),
  }),
);

Deno.test("I7 whatever store and receiver do, each call is taken once, and no more than four are on their way", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { store, clock, sent, deliveries, add, close } = setUp();
      const added = new Set<string>();
      const taken: string[] = [];
      let settled = 0;
      const settle = async (kind: DeliveryOutcome["kind"]) => {
        const next = sent[settled];
        if (!next) return;
        settled++;
        if (kind === "taken") taken.push(next.callId);
        next.settle({ kind, detail: "x" } as DeliveryOutcome);
        await passTime(clock, 1);
      };
      for (const step of steps) {
        if ("mode" in step) store.mode = step.mode;
        else if ("waitMs" in step) {
          await passTime(clock, step.waitMs, Math.max(1, step.waitMs / 20));
        } else if ("hasten" in step) deliveries.hasten(`${step.hasten}`);
        else if ("settle" in step) await settle(step.settle);
        else if (!added.has(`${step.add}`)) {
          added.add(`${step.add}`);
          add(`${step.add}`, step.withinMs);
        }
        assert(sent.length - settled <= 4);
      }
      store.mode = "works";
      for (let i = 0; i < 400 && taken.length < added.size; i++) {
        await passTime(clock, 60_000, 6000);
        while (settled < sent.length) await settle("taken");
      }
      assertEquals(taken.sort(), [...added].sort());
      await passTime(clock, 60_000, 6000);
      assertEquals(sent.length, settled);
      assertLess(deliveries.waiting, 1);
      await close();
      await store.close();
    }),
    { numRuns: 100 },
  );
});
