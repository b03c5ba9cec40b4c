// Floor, summary and delivery together, with a receiver on a real socket.
import { assert, assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { CallEventBody } from "../contract/event.ts";
import { SAMPLE_CONFIG } from "../contract/sample_config.ts";
import type { Egress } from "../egress/egress.ts";
import { createFlakyStore, type FlakyStore } from "../floor/flaky_store.ts";
import { createFloor } from "../floor/floor.ts";
import { createHub } from "../floor/hub.ts";
import { SAMPLE_STATUS } from "../floor/sample_status.ts";
import { silentLog } from "../observe/log.ts";
import { CALL_STARTED, callerLine, sampleCall, sampleVersion } from "../store/sample_rows.ts";
import { createFinished } from "./finished.ts";
import { openWebhooks } from "./webhooks.ts";
import { type FinishedCall, finishedCallSchema } from "./finished_call.ts";
import { passTime } from "./pass_time.ts";
import { ENDED, SPOKEN } from "./sample_ended_call.ts";
import { signWebhook } from "./sign_webhook.ts";
import type { Complete } from "./summarise.ts";

const secret = new Uint8Array(24).fill(3);

interface Received {
  finished: FinishedCall;
  headers: Headers;
  body: string;
}

/** A receiver that answers with the next of `statuses`, then with 200. */
function startReceiver(statuses: number[] = []) {
  const received: Received[] = [];
  let arrived = Promise.withResolvers<void>();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const body = await request.text();
    const finished = finishedCallSchema.parse(JSON.parse(body));
    received.push({ finished, headers: request.headers, body });
    arrived.resolve();
    arrived = Promise.withResolvers();
    return new Response(null, { status: statuses.shift() ?? 200 });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/calls`,
    received,
    async atLeast(count: number) {
      while (received.length < count) await arrived.promise;
    },
    close: () => server.shutdown(),
  };
}

async function waiting(store: FlakyStore): Promise<number> {
  return (await store.waitingDeliveries()).reduce((sum, { count }) => sum + count, 0);
}

interface SceneOptions {
  store?: FlakyStore;
  clock?: ManualClock;
  url: string | null;
  complete?: Complete | null;
}

async function openScene(options: SceneOptions) {
  const store = options.store ?? createFlakyStore();
  const clock = options.clock ?? new ManualClock();
  /** Tries that are over. */
  let tries = 0;
  let tried = Promise.withResolvers<void>();
  const egress: Egress = async ({ url, method, headers, body, signal }) => {
    try {
      const init = { method, headers: { ...headers }, body, signal } as RequestInit;
      const response = await fetch(url, init);
      await response.body?.cancel();
      return { ok: true, status: response.status, headers: response.headers, text: "" };
    } catch {
      return { ok: false, code: "connect", detail: "" };
    } finally {
      tries++;
      tried.resolve();
      tried = Promise.withResolvers();
    }
  };
  const log = silentLog;
  const hub = createHub({ clock, log });
  const floor = await createFloor({ store, hub, clock, log, status: () => SAMPLE_STATUS });
  const webhooks = await openWebhooks({
    store,
    environment: options.url === null
      ? null
      : { url: options.url, secret: `whsec_${secret.toBase64()}` },
    egress,
    record: (callId) => floor.call(callId),
    clock,
    log,
    random: () => 0.5,
    onChange: () => {},
  });
  const finished = createFinished({
    floor,
    store,
    published: () => ({ version: 1, config: SAMPLE_CONFIG }),
    complete: options.complete ?? null,
    endingPrompt: "",
    webhooks,
    clock,
    log,
  });
  return {
    ...{ store, clock, floor, webhooks },
    emit: (callId: string, ...bodies: CallEventBody[]) => {
      for (const body of bodies) floor.emit(callId, body, clock.now());
    },
    pass: (ms: number, stepMs?: number) => passTime(clock, ms, stepMs),
    async tried(count: number) {
      while (tries < count) await tried.promise;
      await passTime(clock, 1);
    },
    async close() {
      await floor.close();
      finished.close();
      await webhooks.close();
      assertEquals(clock.pending, 0);
    },
  };
}

Deno.test("an ended call is summed up, then posted once: signed, with its transcript and its summary", async () => {
  const receiver = startReceiver();
  const scene = await openScene({
    url: receiver.url,
    complete: () => Promise.resolve("A parcel."),
  });
  scene.emit("a", CALL_STARTED, ...SPOKEN, ENDED);
  await scene.pass(100);
  await receiver.atLeast(1);
  await scene.tried(1);
  const [got] = receiver.received;
  assert(got);
  assertEquals(got.finished.summary, "A parcel.");
  assertEquals(got.finished.transcript.length, 5);
  assertEquals((await scene.floor.call("a"))?.call.summary, got.finished.summary);
  const id = got.headers.get("webhook-id") ?? "";
  const atMs = Number(got.headers.get("webhook-timestamp")) * 1000;
  const expected = signWebhook({ id, atMs, body: got.body, secret })["webhook-signature"];
  assertEquals(got.headers.get("webhook-signature"), expected);
  assertEquals(got.finished.id, id);
  await scene.pass(120_000, 1000);
  assertEquals([receiver.received.length, scene.webhooks.waiting], [1, 0]);
  await scene.close();
  await scene.store.close();
  await receiver.close();
});

Deno.test("a summary that does not come holds the delivery back for forty-five seconds at most", async () => {
  const receiver = startReceiver();
  const scene = await openScene({ url: receiver.url, complete: () => new Promise(() => {}) });
  for (const callId of ["a", "b", "c"]) scene.emit(callId, CALL_STARTED, ...SPOKEN, ENDED);
  await scene.pass(39_900, 100);
  assertEquals([receiver.received.length, scene.webhooks.waiting], [0, 3]);
  await scene.pass(6000, 100);
  await receiver.atLeast(3); // the third call's summary had not even begun
  await scene.tried(3);
  assertEquals(receiver.received.map(({ finished }) => finished.summary), ["", "", ""]);
  await scene.close();
  await scene.store.close();
  await receiver.close();
});

Deno.test("a call without a word, or without a text model, is posted at once", async () => {
  const receiver = startReceiver();
  const scene = await openScene({ url: receiver.url });
  scene.emit("a", CALL_STARTED, ENDED);
  await scene.pass(100);
  await receiver.atLeast(1);
  await scene.tried(1);
  assertEquals(receiver.received[0]?.finished.transcript, []);
  await scene.close();
  await scene.store.close();
  await receiver.close();
});

Deno.test("P-03 what was not taken before the process died is posted by the next, also a call it died with", async () => {
  const store = createFlakyStore();
  const nobody = startReceiver();
  await nobody.close(); // nobody listens there any more
  const first = await openScene({ store, url: nobody.url });
  first.emit("ended", CALL_STARTED, callerLine("1"), ENDED);
  first.emit("live", CALL_STARTED, callerLine("1"));
  await first.pass(100);
  await first.tried(1);
  assertEquals(first.webhooks.waiting, 1);
  await first.close(); // "live" has no end

  const receiver = startReceiver();
  const clock = new ManualClock({ wallMs: first.clock.wall() });
  const second = await openScene({ store, clock, url: receiver.url });
  await second.pass(6000, 100);
  await receiver.atLeast(2);
  await second.tried(2);
  const ends = receiver.received.map(({ finished }) => [finished.call.callId, finished.endReason]);
  assertEquals(ends.sort(), [["ended", "agent_completed"], ["live", "crashed"]]);
  assertEquals(second.webhooks.waiting, 0);
  await second.close();
  await store.close();
  await receiver.close();
});

Deno.test("a call that ends as the server stops is posted by the next process", async () => {
  const store = createFlakyStore();
  const receiver = startReceiver();
  const first = await openScene({
    store,
    url: receiver.url,
    complete: () => new Promise(() => {}),
  });
  first.emit("a", CALL_STARTED, ...SPOKEN, ENDED);
  await first.close();
  assertEquals([receiver.received.length, await waiting(store)], [0, 1]);

  const second = await openScene({
    store,
    clock: new ManualClock({ wallMs: first.clock.wall() + 60_000 }),
    url: receiver.url,
  });
  await receiver.atLeast(1);
  await second.tried(1);
  await second.close();
  await store.close();
  await receiver.close();
});

Deno.test("a receiver that is down for a moment gets the same call again, and a summary that came meanwhile", async () => {
  const receiver = startReceiver([503, 429]);
  const scene = await openScene({ url: receiver.url });
  scene.emit("a", CALL_STARTED, ...SPOKEN, ENDED);
  await scene.pass(100);
  await scene.tried(1);
  scene.emit("a", { type: "call.summary", text: "Late.", source: "in_call" });
  await scene.pass(5100, 100);
  await scene.tried(2);
  await scene.pass(30_100, 100);
  await scene.tried(3);
  const got = receiver.received.map(({ finished }) => [finished.id, finished.summary]);
  assertEquals(got, ["", "Late.", "Late."].map((summary) => ["call_finished_a", summary]));
  assertEquals(scene.webhooks.waiting, 0);
  await scene.close();
  await scene.store.close();
  await receiver.close();
});

Deno.test("without an address nothing is kept or posted, and summaries are made all the same", async () => {
  const scene = await openScene({ url: null, complete: () => Promise.resolve("A parcel.") });
  scene.emit("a", CALL_STARTED, ...SPOKEN, ENDED);
  await scene.pass(100);
  assertEquals((await scene.floor.call("a"))?.call.summary, "A parcel.");
  assertEquals(await waiting(scene.store), 0);
  assertEquals(scene.webhooks.waiting, 0);
  await scene.close();
  await scene.store.close();
});

Deno.test("a call is summed up by the settings it ended with, not by today's", async () => {
  const store = createFlakyStore();
  const old = sampleVersion(1);
  const agent = { id: "claims", name: "Claims", version: 7 };
  const version = {
    ...old,
    version: 7,
    config: { ...old.config, summary: { ...old.config.summary, prompt: "As of version 7." } },
  };
  const stored = {
    id: "claims",
    revision: 1,
    draft: old.config,
    draftSavedAtMs: 0,
    published: version,
  };
  await store.putAgent(stored, 0, version);
  const asked: string[] = [];
  const scene = await openScene({
    store,
    url: null,
    complete: ({ instructions }) => Promise.resolve(asked.push(instructions) ? "Done." : null),
  });
  const changed = { intent: "", summary: "", urgency: "", sentiment: "" };
  scene.emit("a", CALL_STARTED, ...SPOKEN, { type: "agent.changed", agent, ...changed }, ENDED);
  await scene.pass(100);
  assertEquals(asked.map((text) => text.startsWith("As of version 7.")), [true]);
  await scene.close();
  await store.close();
});

Deno.test("a call of a dead process is summed up as well", async () => {
  const store = createFlakyStore();
  const { events, call } = sampleCall("a", [CALL_STARTED, ...SPOKEN]);
  await store.append(events, [call]);
  const scene = await openScene({ store, url: null, complete: () => Promise.resolve("A parcel.") });
  await scene.pass(100);
  const record = await scene.floor.call("a");
  assertEquals([record?.call.endCode, record?.call.summary], ["E_CRASHED", "A parcel."]);
  await scene.close();
  await store.close();
});
