import { assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { silentLog } from "../observe/log.ts";
import { migrate, MIGRATIONS, schemaVersion } from "./migrations.ts";
import { openDatabase } from "./sqlite_database.ts";
import { openSqliteStore } from "./sqlite_store.ts";
import type { DeliveryRow, WebhookRow } from "./store.ts";
import { onEachStore, withStores } from "./testing/each_store.ts";

withStores();

const delivery = (id: string, fields: Partial<DeliveryRow> = {}): DeliveryRow => ({
  webhookId: "crm",
  id,
  event: "call.finished",
  callId: `call of ${id}`,
  body: "",
  state: "waiting",
  attempts: 0,
  nextAtMs: 1000,
  createdAtMs: 500,
  tries: [],
  ...fields,
});
const webhookIds = ["crm", "pager"];

const webhookRow = (revision: number, name = "CRM"): WebhookRow => ({
  webhook: {
    id: "crm",
    name,
    url: "https://crm.example/calls",
    events: ["call.finished"],
    on: true,
    fromEnvironment: false,
    createdAtMs: 1,
    revision,
  },
  secret: "whsec_c2VjcmV0",
});

onEachStore(
  "deliveries are due from their moment on, for each webhook the longest due first",
  async (store) => {
    assertEquals(await store.waitingDeliveries(), []);
    const late = delivery("late", { nextAtMs: 3000 });
    const first = delivery("first", { nextAtMs: 1000.5 });
    const second = delivery("second", { nextAtMs: 2000 });
    const other = delivery("first", { webhookId: "pager", nextAtMs: 2000, body: "{}" });
    for (const row of [late, second, first, other]) await store.putDelivery(row);
    const due = (atMs: number, limit: number, ids = webhookIds) =>
      store.dueDeliveries({ atMs, limit, webhookIds: ids });
    assertEquals(await due(1000, 9), []);
    assertEquals(await due(2000, 9), [first, second, other]);
    assertEquals(await due(9999, 1), [first, other], "each webhook has its own share");
    assertEquals(await due(9999, 9, ["pager"]), [other]);
    assertEquals(await store.waitingDeliveries(), [
      { webhookId: "crm", count: 3, nextAtMs: 1000.5 },
      { webhookId: "pager", count: 1, nextAtMs: 2000 },
    ]);
  },
);

onEachStore(
  "a delivery is replaced, found by its name, and waits no longer once it is done",
  async (store) => {
    const row = delivery("a");
    await store.putDelivery(row);
    const tries = [{ atMs: 2000, tookMs: 31, outcome: "503" }];
    const tried = { ...row, attempts: 1, nextAtMs: 6000, tries };
    await store.putDelivery(tried);
    assertEquals(await store.delivery({ webhookId: "crm", id: "a" }), tried);
    assertEquals(await store.delivery({ webhookId: "pager", id: "a" }), undefined);
    await store.putDelivery({ ...tried, state: "given_up" });
    await store.putDelivery(delivery("b", { state: "delivered" }));
    assertEquals(await store.waitingDeliveries(), []);
    assertEquals(await store.dueDeliveries({ atMs: 9999, limit: 9, webhookIds }), []);
  },
);

onEachStore(
  "the log is paged newest first, of one state or of all, and nothing is missed or doubled",
  async (store) => {
    const states = ["waiting", "delivered", "given_up"] as const;
    const rows = Array.from({ length: 9 }, (_, i) =>
      // Three of each moment: only their names tell them apart.
      delivery(`d${i}`, { createdAtMs: Math.floor(i / 3), state: states[i % 3]! }));
    for (const row of rows) await store.putDelivery(row);
    await store.putDelivery(delivery("elsewhere", { webhookId: "pager" }));
    const ids: string[] = [];
    let before: DeliveryRow | undefined;
    do {
      const page = await store.deliveries({ webhookId: "crm", before, limit: 2 });
      ids.push(...page.map(({ id }) => id));
      before = page.at(-1);
    } while (before);
    assertEquals(ids, rows.map(({ id }) => id).reverse());
    const givenUp = await store.deliveries({ webhookId: "crm", state: "given_up", limit: 9 });
    assertEquals(givenUp.map(({ id }) => id), ["d8", "d5", "d2"]);
  },
);

onEachStore("old deliveries are forgotten in pieces, all or one webhook's", async (store) => {
  for (let i = 0; i < 5; i++) await store.putDelivery(delivery(`old${i}`, { createdAtMs: 10 }));
  await store.putDelivery(delivery("fresh", { createdAtMs: 20 }));
  await store.putDelivery(delivery("other", { webhookId: "pager", createdAtMs: 10 }));
  const left = async () => {
    const pages = webhookIds.map((webhookId) => store.deliveries({ webhookId, limit: 99 }));
    return (await Promise.all(pages)).flat().map(({ id }) => id);
  };
  const forget = { beforeMs: Infinity, limit: 9, webhookId: "pager" };
  assertEquals(await store.forgetDeliveries(forget), false);
  assertEquals((await left()).includes("other"), false);
  assertEquals(await store.forgetDeliveries({ beforeMs: 20, limit: 3 }), true);
  assertEquals((await left()).length, 3);
  assertEquals(await store.forgetDeliveries({ beforeMs: 20, limit: 3 }), false);
  assertEquals(await left(), ["fresh"]);
});

onEachStore(
  "a webhook is stored only over the revision that its editor began from",
  async (store) => {
    assertEquals(await store.putWebhook(webhookRow(1), 1), false);
    assertEquals(await store.putWebhook(webhookRow(1), 0), true);
    assertEquals(await store.putWebhook(webhookRow(1, "again"), 0), false);
    assertEquals(await store.putWebhook(webhookRow(2, "mine"), 1), true);
    assertEquals(await store.putWebhook(webhookRow(2, "theirs"), 1), false);
    assertEquals(await store.webhooks(), [webhookRow(2, "mine")]);
    await store.deleteWebhook("crm");
    await store.deleteWebhook("crm");
    assertEquals(await store.webhooks(), []);
  },
);

Deno.test("webhooks and what they are sent are there after closing and opening again", async () => {
  const directory = await Deno.makeTempDir({ prefix: "hookline_store_" });
  const path = `${directory}/hookline.db`;
  const first = await openSqliteStore({ path, log: silentLog });
  for (const id of ["a", "b", "c"]) await first.putDelivery(delivery(id));
  await first.forgetDeliveries({ beforeMs: 1, limit: 9 });
  await first.putWebhook(webhookRow(1), 0);
  await first.putWebhook({ ...webhookRow(1), webhook: { ...webhookRow(1).webhook, id: "x" } }, 0);
  await first.deleteWebhook("x");
  await first.close();

  const second = await openSqliteStore({ path, log: silentLog });
  const [a] = await second.dueDeliveries({ atMs: 9999, limit: 1, webhookIds });
  assertEquals(a, await second.delivery({ webhookId: "crm", id: "a" }));
  assertEquals((await second.deliveries({ webhookId: "crm", limit: 9 })).length, 3);
  assertEquals(await second.waitingDeliveries(), [{ webhookId: "crm", count: 3, nextAtMs: 1000 }]);
  assertEquals(await second.webhooks(), [webhookRow(1)]);
  await second.close();
  await Deno.remove(directory, { recursive: true });
});

Deno.test("a delivery whose row is damaged hides no other", () => {
  const { operations, sql, close } = openDatabase(":memory:");
  operations.putDelivery(delivery("a"));
  sql("UPDATE deliveries SET tries = '[{}]', event = 'call.sung'");
  assertEquals(operations.deliveries({ webhookId: "crm", limit: 9 }), [delivery("a")]);
  close();
});

Deno.test("R-06 what waited before there were several webhooks waits on, and is tried no more often", () => {
  const db = new DatabaseSync(":memory:");
  migrate(db, MIGRATIONS.slice(0, 4));
  db.exec(`INSERT INTO deliveries VALUES ('call_finished_a', 'a', 'waiting', 3, 2000, 1000),
    ('call_finished_b', 'b', 'given_up', 18, 2000, 1000)`);
  migrate(db);
  assertEquals(schemaVersion(db), MIGRATIONS.length);
  const rows = db.prepare("SELECT * FROM deliveries ORDER BY id").all().map((row) => ({ ...row }));
  assertEquals(rows[0], {
    webhook_id: "environment",
    id: "call_finished_a",
    event: "call.finished",
    call_id: "a",
    body: "",
    state: "waiting",
    attempts: 3,
    next_at_ms: 2000,
    created_at_ms: 1000,
    tries: "[]",
  });
  assertEquals(rows[1]?.["state"], "given_up");
  db.close();
});

Deno.test("R-06 a database from before deliveries keeps what it holds", () => {
  const db = new DatabaseSync(":memory:");
  migrate(db, MIGRATIONS.slice(0, 1));
  db.exec("INSERT INTO settings VALUES ('key', 'value')");
  migrate(db);
  assertEquals(db.prepare("SELECT value FROM settings").get()?.["value"], "value");
  assertEquals(db.prepare("SELECT count(*) AS n FROM deliveries").get()?.["n"], 0);
  db.close();
});
