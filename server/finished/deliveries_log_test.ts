import { assert, assertEquals } from "@std/assert";
import { createFlakyStore } from "../floor/flaky_store.ts";
import { FAILED, ids, type SetUp, setUpOver } from "./deliveries_rig.ts";
import { passTime } from "./pass_time.ts";

const setUp = (options: SetUp = {}) => setUpOver(createFlakyStore(), options);

Deno.test("P-04 a receiver that hangs holds up no other, and one that fails does not either", async () => {
  const webhookIds = ["dead", "crm"];
  const { store, clock, sent, deliveries, add, close } = setUp({ webhookIds });
  for (let i = 0; i < 50; i++) add(`${i}`, 0, "dead");
  await passTime(clock, 100);
  assertEquals(sent.length, 4);
  for (let i = 0; i < 6; i++) add(`${i}`, 0, "crm");
  await passTime(clock, 100);
  const toCrm = () => sent.filter(({ webhookId }) => webhookId === "crm");
  assertEquals(toCrm().length, 4);
  for (let i = 0; i < 6; i++) {
    toCrm()[i]?.settle(i === 5 ? FAILED : { kind: "taken" });
    await passTime(clock, 20);
  }
  assertEquals([toCrm().length, sent.length, deliveries.waiting], [6, 10, 51]);
  // While the other one still hangs.
  await passTime(clock, 5100, 100);
  assertEquals(toCrm().length, 7);
  await close();
  await store.close();
});

Deno.test("each try is in the log, the last ten of them, with what came of it and how long it took", async () => {
  const { store, clock, sent, deliveries, add, close } = setUp();
  add("a", 0);
  await passTime(clock, 30);
  const startMs = clock.wall();
  for (let i = 0; i < 12; i++) {
    while (sent.length <= i) await passTime(clock, 3_600_000, 60_000);
    sent[i]?.settle(i === 11 ? { kind: "taken" } : { kind: "failed", detail: `50${i % 4}` });
    await passTime(clock, 10);
  }
  const [row] = await store.deliveries({ webhookId: "crm", limit: 9 });
  assertEquals([row?.state, row?.attempts, row?.tries.length], ["delivered", 12, 10]);
  assertEquals(row?.tries.slice(0, 3).map(({ outcome }) => outcome), ["taken", "502", "501"]);
  const times = row?.tries.map(({ atMs }) => atMs) ?? [];
  assertEquals(times, [...times].sort((a, b) => b - a));
  assert(times[0]! > startMs && row!.tries.every(({ tookMs }) => tookMs >= 0));
  assertEquals(deliveries.waiting, 0);
  await close();
  await store.close();
});

Deno.test("what was given up, or taken, is sent again when somebody asks, under the same name", async () => {
  const { store, clock, sent, deliveries, add, close } = setUp();
  add("a", 0);
  await passTime(clock, 10);
  const key = { webhookId: "crm", id: "call_finished_a" };
  assertEquals((await deliveries.resend(key))?.state, "waiting", "it is on its way already");
  sent[0]?.settle({ kind: "unwanted", detail: "410" });
  await passTime(clock, 10);
  assertEquals(deliveries.troubles.map(({ reason, givenUp }) => [reason, givenUp]), [[
    "410",
    true,
  ]]);
  assertEquals((await deliveries.resend(key))?.state, "waiting");
  await passTime(clock, 10);
  assertEquals([sent.length, deliveries.waiting], [2, 1]);
  sent[1]?.settle({ kind: "taken" });
  await passTime(clock, 10);
  assertEquals([deliveries.waiting, deliveries.troubles], [0, []]);
  await deliveries.resend(key);
  await passTime(clock, 10);
  sent[2]?.settle({ kind: "taken" });
  await passTime(clock, 10);
  assertEquals((await store.delivery(key))?.tries.map(({ outcome }) => outcome), [
    "taken",
    "taken",
    "410",
  ]);
  assertEquals(await deliveries.resend({ ...key, id: "nothing" }), undefined);
  await close();
  await store.close();
});

Deno.test("what a webhook that is switched off has waits, and goes on once it is on", async () => {
  const webhookIds: string[] = [];
  const { store, clock, sent, deliveries, add, close } = setUp({
    webhookIds,
    outcome: { kind: "taken" },
  });
  add("a", 0);
  await passTime(clock, 120_000, 1000);
  assertEquals([sent.length, deliveries.waiting], [0, 0]);
  webhookIds.push("crm");
  deliveries.webhooksChanged();
  await passTime(clock, 10);
  assertEquals([ids(sent), deliveries.waiting], [["a"], 0]);
  await close();
  await store.close();
});
