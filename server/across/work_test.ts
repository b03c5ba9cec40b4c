import { assertEquals } from "@std/assert";
import type { EgressAnswer, EgressRequest } from "../egress/egress.ts";
import { endedCall } from "../finished/sample_ended_call.ts";
import { ENVIRONMENT_WEBHOOK } from "../contract/webhook_limits.ts";
import type { EndReason } from "../contract/call.ts";
import { openWebhooks } from "../finished/webhooks.ts";
import { FleetKit, type KitInstance } from "../fleet/testing/fleet_kit.ts";
import { otherSenders, startWork } from "./work.ts";
import { silentLog } from "../observe/log.ts";
import { createMemoryStore } from "../store/memory_store.ts";

const TAKEN: EgressAnswer = { ok: true, status: 204, headers: new Headers(), text: "" };
const BUSY: EgressAnswer = { ...TAKEN, status: 503 };

/** Two servers over one store with one receiver; `a` leads. */
async function setUp() {
  const kit = new FleetKit();
  const { clock } = kit;
  const store = createMemoryStore();
  const posts: { by: string; id: string }[] = [];
  const receiver: { answer: (request: EgressRequest) => Promise<EgressAnswer> } = {
    answer: () => Promise.resolve(TAKEN),
  };
  const rounds: string[] = [];
  const opened: { name: string; instance: KitInstance; stop(): Promise<void> }[] = [];
  async function join(name: string) {
    const instance = kit.join(name);
    const { fleet } = instance;
    const others = otherSenders(fleet);
    const webhooks = await openWebhooks({
      store,
      environment: {
        url: "https://crm.example/",
        secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      },
      egress: (request) => {
        posts.push({ by: name, id: request.headers?.["webhook-id"] ?? "" });
        return receiver.answer(request);
      },
      record: (callId) => Promise.resolve(endedCall(callId)),
      clock,
      log: silentLog,
      random: () => 0.5,
      ...(others && { others }),
      onChange() {},
    });
    const housekeeping = startWork({
      fleet,
      webhooks,
      store: {
        ...store,
        indexCalls: () => {
          rounds.push(name);
          return Promise.resolve(false);
        },
      },
      clock,
      log: silentLog,
      settings: {
        settings: { retention: { callsDays: null, recordingsDays: null, auditDays: null } },
        onChange() {},
      },
      floor: { forget() {} },
    });
    fleet.start(() => instance.facts);
    const stop = async () => {
      await housekeeping.stop();
      const closed = webhooks.close();
      await kit.run(1600);
      await closed;
    };
    opened.push({ name, instance, stop });
    await kit.run(3000);
    return { instance, webhooks, stop };
  }
  const a = await join("a");
  const b = await join("b");
  const close = async () => {
    for (const { stop } of opened) await stop();
    await kit.stop();
    await store.close();
  };
  return { kit, store, a, b, posts, receiver, rounds, close };
}

Deno.test("what ends on either server is posted once, by the one that leads, and both know what waits", async () => {
  const { kit, a, b, posts, receiver, close } = await setUp();
  const { promise, resolve } = Promise.withResolvers<EgressAnswer>();
  receiver.answer = () => promise;
  a.webhooks.callFinished("on_a", 0);
  b.webhooks.callFinished("on_b", 0);
  await kit.run(1000);
  const both = [{ by: "a", id: "call_finished_on_a" }, { by: "a", id: "call_finished_on_b" }];
  assertEquals(posts, both);
  assertEquals([a.webhooks.waiting, b.webhooks.waiting], [2, 2]);
  resolve(TAKEN);
  await kit.run(120_000, 1000);
  assertEquals([posts, a.webhooks.waiting, b.webhooks.waiting], [both, 0, 0]);
  await close();
});

Deno.test("a summary on a server that does not lead hastens what the leader sends, and never a second time", async () => {
  const { kit, b, posts, close } = await setUp();
  b.webhooks.callFinished("c", 45_000);
  b.webhooks.callFinished("d", 45_000);
  await kit.run(10_000);
  assertEquals(posts, []);
  b.webhooks.hasten("c");
  await kit.run(500);
  assertEquals(posts.map(({ id }) => id), ["call_finished_c"]);
  await kit.run(34_600); // 45 s: the summary of d came in the very moment in which it was sent
  b.webhooks.hasten("d");
  b.webhooks.hasten("c");
  await kit.run(120_000, 1000);
  assertEquals(posts.map(({ id }) => id), ["call_finished_c", "call_finished_d"]);
  await close();
});

Deno.test("R-04 where the leader goes the next one sends what waits, and does not begin again what is done", async () => {
  const { kit, a, b, posts, receiver, rounds, close } = await setUp();
  assertEquals(rounds, ["a"], "one keeps house");
  receiver.answer = () => Promise.resolve(BUSY);
  a.webhooks.callFinished("c", 0);
  b.webhooks.callFinished("d", 60_000);
  await kit.run(1000);
  assertEquals(posts, [{ by: "a", id: "call_finished_c" }]);
  const troubles = () =>
    [a, b].map(({ webhooks }) => webhooks.troubles.map(({ reason }) => reason));
  assertEquals(troubles(), [["503"], ["503"]], "whoever leads next knows of the receiver");
  receiver.answer = () => Promise.resolve(TAKEN);
  await a.stop();
  const stopped = a.instance.fleet.stop();
  await kit.run(20_000);
  await stopped;
  assertEquals([rounds, b.instance.fleet.leads], [["a", "b"], true]);
  assertEquals(posts.slice(1), [{ by: "b", id: "call_finished_c" }]);
  await kit.run(60_000, 1000);
  assertEquals(posts.slice(2), [{ by: "b", id: "call_finished_d" }]);
  assertEquals([b.webhooks.waiting, b.webhooks.troubles], [0, []]);
  await close();
});

Deno.test("what a leader was sending when it died comes again, under the same name", async () => {
  const { kit, a, b, posts, receiver, close } = await setUp();
  receiver.answer = () => new Promise(() => {});
  a.webhooks.callFinished("c", 0);
  await kit.run(500);
  a.instance.die();
  receiver.answer = () => Promise.resolve(TAKEN);
  await kit.run(15_000);
  assertEquals(posts, [{ by: "a", id: "call_finished_c" }, { by: "b", id: "call_finished_c" }]);
  assertEquals(b.webhooks.waiting, 0);
  await close();
});

Deno.test("what a dead server ended and did not live to put down is posted by another, once", async () => {
  const { kit, store, a, b, posts, close } = await setUp();
  const ends = async (callId: string, end: { instance: string; endReason: EndReason }) => {
    const { call, events } = endedCall(callId);
    const endedAtMs = kit.clock.wall() - 1000;
    await store.append(events, [{ ...call, ...end, startedAtMs: endedAtMs - 5000, endedAtMs }]);
  };
  const { me } = a.instance.fleet;
  await ends("its_own", { instance: me, endReason: "caller_hung_up" });
  await ends("adopted", { instance: "dead_before", endReason: "crashed" });
  await ends("put_down", { instance: me, endReason: "caller_hung_up" });
  b.webhooks.callFinished("put_down", 0);
  await ends("of_who_lives", { instance: b.instance.fleet.me, endReason: "caller_hung_up" });
  await kit.run(1000);
  a.instance.die();
  await kit.run(60_000, 500);
  assertEquals(posts.map(({ by, id }) => `${by} ${id.slice("call_finished_".length)}`).sort(), [
    "a put_down",
    "b adopted",
    "b its_own",
  ]);
  await close();
});

Deno.test("somebody sends a delivery again from any server, and the leader does", async () => {
  const { kit, b, posts, close } = await setUp();
  b.webhooks.callFinished("c", 0);
  await kit.run(500);
  const resent = await b.webhooks.resend(ENVIRONMENT_WEBHOOK, "call_finished_c");
  assertEquals(resent.ok, true);
  await kit.run(500);
  assertEquals(posts, Array(2).fill({ by: "a", id: "call_finished_c" }));
  await close();
});

Deno.test("with the bus away what ends on another server is sent within a minute", async () => {
  const { kit, b, posts, close } = await setUp();
  b.instance.bus.cut();
  b.webhooks.callFinished("c", 0);
  await kit.run(62_000, 500);
  assertEquals(posts, [{ by: "a", id: "call_finished_c" }]);
  await close();
});
