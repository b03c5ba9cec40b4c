import { assert, assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { alertPostSchema } from "../contract/alert.ts";
import type { EditWebhook } from "../contract/webhook.ts";
import { ENVIRONMENT_WEBHOOK, WEBHOOK_LIMITS } from "../contract/webhook_limits.ts";
import type { EgressAnswer, EgressRequest } from "../egress/egress.ts";
import { createFlakyStore, type FlakyStore } from "../floor/flaky_store.ts";
import { silentLog } from "../observe/log.ts";
import { passTime } from "./pass_time.ts";
import { endedCall } from "./sample_ended_call.ts";
import { readWebhookSecret, signWebhook } from "./sign_webhook.ts";
import { openWebhooks } from "./webhooks.ts";

const CRM: EditWebhook = {
  name: "CRM",
  url: "https://crm.example/hook?key=abc",
  events: ["call.finished"],
  on: true,
};
const ALERT = { id: "x", kind: "no_credit", sinceMs: 1, facts: {} } as const;

async function setUp(
  options: { store?: FlakyStore; environment?: { url: string; secret: string } } = {},
) {
  const store = options.store ?? createFlakyStore();
  const clock = new ManualClock();
  const requests: EgressRequest[] = [];
  const answers = new Map<string, EgressAnswer | Promise<EgressAnswer>>();
  const status = (code: number): EgressAnswer => ({
    ok: true,
    status: code,
    headers: new Headers(),
    text: "",
  });
  const webhooks = await openWebhooks({
    store,
    environment: options.environment ?? null,
    egress: (request) => {
      requests.push(request);
      return Promise.resolve(answers.get(new URL(request.url).hostname) ?? status(204));
    },
    record: (callId) => Promise.resolve(endedCall(callId)),
    clock,
    log: silentLog,
    random: () => 0.5,
    onChange() {},
  });
  const add = async (edit: EditWebhook = CRM) => {
    const added = await webhooks.add(edit);
    assert(added.ok);
    return added;
  };
  return { store, clock, webhooks, requests, answers, status, add };
}

Deno.test("a message goes to each webhook that is on and wants it, signed with its own secret", async () => {
  const { clock, webhooks, requests, add } = await setUp();
  const crm = await add();
  const pager = await add({ ...CRM, url: "https://pager.example/", events: ["alert.raised"] });
  await add({ ...CRM, url: "https://off.example/", on: false });
  webhooks.callFinished("a", 0);
  webhooks.alert("alert.raised", ALERT);
  webhooks.alert("alert.cleared", ALERT);
  await passTime(clock, 50);
  assertEquals(requests.map(({ url }) => new URL(url).hostname).sort(), [
    "crm.example",
    "pager.example",
  ]);
  for (const { url, body = "", headers = {} } of requests) {
    const { secret } = url.includes("crm") ? crm : pager;
    const key = readWebhookSecret(secret);
    assert(key && key.length === 24);
    const id = headers["webhook-id"] ?? "";
    const signed = signWebhook({ id, atMs: clock.wall(), body, secret: key });
    assertEquals(headers["webhook-signature"], signed["webhook-signature"]);
  }
  const alert = requests.find(({ url }) => url.includes("pager"));
  const posted = alertPostSchema.parse(JSON.parse(alert?.body ?? ""));
  assertEquals([posted.type, posted.data, posted.test], ["alert.raised", { ...ALERT }, undefined]);
  assertEquals(alert?.headers?.["webhook-id"], "alert_raised_x");
  await webhooks.close();
});

Deno.test("what a webhook was sent can be looked through, and goes when it is removed", async () => {
  const { store, clock, webhooks, answers, status, add } = await setUp();
  const { webhook: { id } } = await add();
  answers.set("crm.example", status(503));
  for (const callId of ["a", "b", "c"]) {
    webhooks.callFinished(callId, 0);
    await passTime(clock, 20);
  }
  const first = await webhooks.log(id, { limit: 2 });
  assertEquals(first?.deliveries.map(({ callId, state }) => [callId, state]), [
    ["c", "waiting"],
    ["b", "waiting"],
  ]);
  assertEquals(first?.deliveries[0]?.tries.map(({ outcome }) => outcome), ["503"]);
  assert(first?.deliveries[0]?.nextAtMs! > clock.wall());
  const rest = await webhooks.log(id, { limit: 2, before: first?.next ?? "" });
  assertEquals([rest?.deliveries.map(({ callId }) => callId), rest?.next], [["a"], null]);
  assertEquals((await webhooks.log(id, { limit: 9, state: "given_up" }))?.deliveries, []);
  assertEquals(await webhooks.log(id, { limit: 9, before: "hostile" }), null);
  assertEquals(webhooks.troubles.map(({ name, reason }) => [name, reason]), [["CRM", "503"]]);

  assertEquals(await webhooks.remove(id), "removed");
  await passTime(clock, 20);
  assertEquals([await webhooks.log(id, { limit: 9 }), webhooks.waiting], [null, 0]);
  assertEquals(await store.deliveries({ webhookId: id, limit: 9 }), []);
  await webhooks.close();
});

Deno.test("a delivery is sent again when somebody asks, but not by a webhook that is off", async () => {
  const { clock, webhooks, requests, answers, status, add } = await setUp();
  const { webhook } = await add();
  answers.set("crm.example", status(410));
  webhooks.callFinished("a", 0);
  await passTime(clock, 20);
  const id = "call_finished_a";
  const off = await webhooks.save(webhook.id, 1, { ...CRM, on: false });
  assert(off.ok);
  assertEquals(await webhooks.resend(webhook.id, id), { ok: false, why: "off" });
  await webhooks.save(webhook.id, 2, CRM);
  answers.set("crm.example", status(200));
  const resent = await webhooks.resend(webhook.id, id);
  assertEquals(resent.ok && resent.delivery.state, "waiting");
  await passTime(clock, 20);
  const [delivery] = (await webhooks.log(webhook.id, { limit: 1 }))?.deliveries ?? [];
  assertEquals(delivery?.tries.map(({ outcome }) => outcome), ["taken", "410"]);
  assertEquals([delivery?.state, delivery?.nextAtMs, requests.length], ["delivered", null, 2]);
  assertEquals(await webhooks.resend(webhook.id, "nothing"), { ok: false, why: "unknown" });
  assertEquals(await webhooks.resend("nobody", id), { ok: false, why: "unknown" });
  await webhooks.close();
});

Deno.test("a test is sent at once, is marked as one, and tells what came of it; few at a time", async () => {
  const { clock, webhooks, requests, answers, status, add } = await setUp();
  const { webhook: { id } } = await add({ ...CRM, on: false });
  assertEquals(await webhooks.test(id), { outcome: "taken", tookMs: 0 });
  const body = alertPostSchema.parse(JSON.parse(requests[0]?.body ?? ""));
  assertEquals([body.test, body.type], [true, "alert.raised"]);
  assertEquals((await webhooks.log(id, { limit: 9 }))?.deliveries, [], "it is in no log");

  const held = Promise.withResolvers<EgressAnswer>();
  answers.set("crm.example", held.promise);
  const three = [1, 2, 3].map(() => webhooks.test(id));
  assertEquals(await webhooks.test(id), "busy");
  await passTime(clock, 70);
  held.resolve({ ok: false, code: "private_address", detail: "" });
  assertEquals(
    await Promise.all(three),
    three.map(() => ({ outcome: "private_address", tookMs: 70 })),
  );
  answers.set("crm.example", status(404));
  assertEquals(await webhooks.test(id), { outcome: "404", tookMs: 0 });
  assertEquals(await webhooks.test("nobody"), "unknown");
  await webhooks.close();
});

Deno.test("the webhook of the environment is there with its own secret, and cannot be changed here", async () => {
  const secret = `whsec_${new Uint8Array(24).fill(7).toBase64()}`;
  const environment = { url: "https://old.example/calls", secret };
  const { clock, webhooks, requests, add } = await setUp({ environment });
  await add();
  const [first] = webhooks.list();
  assertEquals([first?.id, first?.fromEnvironment, first?.events], [
    ENVIRONMENT_WEBHOOK,
    true,
    ["call.finished"],
  ]);
  const refused = { ok: false, why: "environment" } as const;
  assertEquals(await webhooks.save(ENVIRONMENT_WEBHOOK, 1, CRM), refused);
  assertEquals(await webhooks.newSecret(ENVIRONMENT_WEBHOOK), refused);
  assertEquals(await webhooks.remove(ENVIRONMENT_WEBHOOK), "environment");
  webhooks.callFinished("a", 0);
  await passTime(clock, 20);
  assertEquals(requests.map(({ headers }) => headers?.["webhook-id"]), [
    "call_finished_a",
    "call_finished_a",
  ]);
  await webhooks.close();
});

Deno.test("webhooks outlive a restart; secrets are told once, and a new one replaces the old", async () => {
  const store = createFlakyStore();
  const first = await setUp({ store });
  const { webhook, secret } = await first.add();
  const renewed = await first.webhooks.newSecret(webhook.id);
  assert(renewed.ok && renewed.secret !== secret && renewed.webhook.revision === 2);
  await first.webhooks.close();

  const { clock, webhooks, requests } = await setUp({ store });
  assertEquals(webhooks.list(), [renewed.webhook]);
  assert(!JSON.stringify(webhooks.list()).includes("whsec_"));
  webhooks.callFinished("b", 0);
  await passTime(clock, 20);
  const [{ headers = {}, body = "" } = {}] = requests;
  const key = readWebhookSecret(renewed.secret)!;
  const signed = signWebhook({
    id: "call_finished_b",
    atMs: clock.wall(),
    body,
    secret: key,
  });
  assertEquals(headers["webhook-signature"], signed["webhook-signature"]);
  await webhooks.close();
  await store.close();
});

Deno.test("S-12 an edit from an older revision is refused with what holds now; there is an end to how many", async () => {
  const { webhooks, add } = await setUp();
  const { webhook } = await add();
  const mine = await webhooks.save(webhook.id, 1, { ...CRM, name: "mine" });
  assert(mine.ok);
  const theirs = await webhooks.save(webhook.id, 1, { ...CRM, name: "theirs" });
  assertEquals(theirs, { ok: false, why: "conflict", current: mine.webhook });
  for (let i = 1; i < WEBHOOK_LIMITS.webhooks; i++) await add();
  assertEquals(await webhooks.add(CRM), { ok: false, why: "full" });
  await webhooks.close();
});

Deno.test("an alert that is to be told once is not told again, also by the next leader", async () => {
  const { store, clock, webhooks, requests, add } = await setUp();
  await add({ ...CRM, events: ["alert.raised"] });
  webhooks.alert("alert.raised", ALERT);
  await passTime(clock, 50);
  webhooks.alert("alert.raised", ALERT, { once: true });
  webhooks.alert("alert.raised", { ...ALERT, id: "y" }, { once: true });
  await passTime(clock, 50);
  assertEquals(requests.map(({ headers }) => headers?.["webhook-id"]), [
    "alert_raised_x",
    "alert_raised_y",
  ]);
  await webhooks.close();
  await store.close();
});
