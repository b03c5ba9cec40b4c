import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { silentLog } from "../observe/log.ts";
import { createMemoryStore } from "./memory_store.ts";
import { migrate, MIGRATIONS, schemaVersion } from "./migrations.ts";
import { openDatabase } from "./sqlite_database.ts";
import { openSqliteStore } from "./sqlite_store.ts";
import type { DeliveryRow } from "./store.ts";

const delivery = (id: string, fields: Partial<DeliveryRow> = {}): DeliveryRow => ({
  id,
  callId: `call of ${id}`,
  state: "waiting",
  attempts: 0,
  nextAtMs: 1000,
  createdAtMs: 500,
  ...fields,
});

Deno.test("deliveries are due from their moment on, the longest due first, as many as asked for", async () => {
  const store = createMemoryStore();
  assertEquals(await store.waitingDeliveries(), { count: 0, nextAtMs: null });
  const late = delivery("late", { nextAtMs: 3000 });
  const first = delivery("first", { nextAtMs: 1000.5 });
  const second = delivery("second", { nextAtMs: 2000 });
  for (const row of [late, second, first]) await store.putDelivery(row);
  assertEquals(await store.dueDeliveries({ atMs: 1000, limit: 9 }), []);
  assertEquals(await store.dueDeliveries({ atMs: 2000, limit: 9 }), [first, second]);
  assertEquals(await store.dueDeliveries({ atMs: 9999, limit: 1 }), [first]);
  assertEquals(await store.waitingDeliveries(), { count: 3, nextAtMs: 1000.5 });
  await store.close();
});

Deno.test("a delivery is replaced, given up, and removed", async () => {
  const store = createMemoryStore();
  await store.putDelivery(delivery("a"));
  const tried = delivery("a", { attempts: 1, nextAtMs: 6000 });
  await store.putDelivery(tried);
  assertEquals(await store.dueDeliveries({ atMs: 9999, limit: 9 }), [tried]);
  await store.putDelivery({ ...tried, state: "given_up" });
  await store.putDelivery(delivery("b"));
  assertEquals(await store.dueDeliveries({ atMs: 9999, limit: 9 }), [delivery("b")]);
  assertEquals((await store.waitingDeliveries()).count, 1);
  await store.deleteDelivery("b");
  await store.deleteDelivery("b");
  assertEquals(await store.waitingDeliveries(), { count: 0, nextAtMs: null });
  await store.close();
});

Deno.test("only what was given up long ago is forgotten", () => {
  const { operations, sql, close } = openDatabase(":memory:");
  operations.putDelivery(delivery("old", { state: "given_up", createdAtMs: 10 }));
  operations.putDelivery(delivery("fresh", { state: "given_up", createdAtMs: 20 }));
  operations.putDelivery(delivery("waiting", { createdAtMs: 10 }));
  operations.forgetDeliveries(20);
  assertEquals(sql("SELECT id FROM deliveries ORDER BY id").map(({ id }) => id), [
    "fresh",
    "waiting",
  ]);
  close();
});

Deno.test("deliveries that wait are there after closing and opening again", async () => {
  const directory = await Deno.makeTempDir({ prefix: "hookline_store_" });
  const path = `${directory}/hookline.db`;
  const first = await openSqliteStore({ path, log: silentLog });
  for (const id of ["a", "b", "c"]) await first.putDelivery(delivery(id));
  await first.deleteDelivery("b");
  await first.putDelivery(delivery("c", { state: "given_up", createdAtMs: 1 }));
  await first.forgetDeliveries(2);
  await first.close();

  const second = await openSqliteStore({ path, log: silentLog });
  assertEquals(await second.dueDeliveries({ atMs: 9999, limit: 9 }), [delivery("a")]);
  assertEquals(await second.waitingDeliveries(), { count: 1, nextAtMs: 1000 });
  await second.close();
  await Deno.remove(directory, { recursive: true });
});

Deno.test("R-06 a database from before deliveries keeps what it holds", () => {
  const db = new DatabaseSync(":memory:");
  migrate(db, MIGRATIONS.slice(0, 1));
  db.exec("INSERT INTO settings VALUES ('key', 'value')");
  migrate(db);
  assertEquals(schemaVersion(db), MIGRATIONS.length);
  assert(MIGRATIONS.length >= 2);
  assertEquals(db.prepare("SELECT value FROM settings").get()?.["value"], "value");
  assertEquals(db.prepare("SELECT count(*) AS n FROM deliveries").get()?.["n"], 0);
  db.close();
});
