import { assert, assertEquals, assertRejects } from "@std/assert";
import type { ServerSettings } from "../contract/server_settings.ts";
import { SERVER_SETTINGS_DEFAULTS } from "../contract/settings_limits.ts";
import { createFlakyStore } from "../floor/flaky_store.ts";
import { silentLog } from "../observe/log.ts";
import { createMemoryStore } from "../store/memory_store.ts";
import { type FixedSetting, openSettings } from "./settings_book.ts";

const log = silentLog;
const DAYS: FixedSetting = { path: "retention.callsDays", variable: "RETENTION_DAYS", value: 7 };
const changed = (days: number | null): ServerSettings => ({
  ...SERVER_SETTINGS_DEFAULTS,
  retention: { ...SERVER_SETTINGS_DEFAULTS.retention, callsDays: days },
});

Deno.test("what is saved holds at once, is told, and holds after a restart", async () => {
  const store = createMemoryStore();
  const book = await openSettings({ store, log, fixed: [] });
  assertEquals(book.held, { settings: SERVER_SETTINGS_DEFAULTS, revision: 1, fixed: {} });
  const told: (number | null)[] = [];
  book.onChange(({ retention }) => told.push(retention.callsDays));
  const saved = await book.save(1, changed(90));
  assert(saved.ok);
  assertEquals([saved.held.revision, saved.changed, told], [2, ["retention.callsDays"], [90]]);
  assertEquals((await openSettings({ store, log, fixed: [] })).held, saved.held);
  await store.close();
});

Deno.test("S-12 of two edits from one revision the second is told what holds now", async () => {
  const store = createMemoryStore();
  const book = await openSettings({ store, log, fixed: [] });
  const both = await Promise.all([book.save(1, changed(1)), book.save(1, changed(2))]);
  assertEquals(both.map(({ ok }) => ok), [true, false]);
  const [, second] = both;
  assert(!second.ok && second.why === "conflict");
  assertEquals([second.current.revision, second.current.settings], [2, changed(1)]);
  await store.close();
});

Deno.test("what the environment sets holds, is named, and cannot be changed", async () => {
  const store = createMemoryStore();
  await (await openSettings({ store, log, fixed: [] })).save(1, changed(90));
  const book = await openSettings({ store, log, fixed: [DAYS] });
  assertEquals([book.settings.retention.callsDays, book.held.fixed], [7, {
    "retention.callsDays": "RETENTION_DAYS",
  }]);
  const refused = await book.save(2, changed(8));
  assert(!refused.ok && refused.why === "fixed");
  assertEquals(refused.fields.map(({ path }) => path), ["retention.callsDays"]);
  assert((await book.save(2, changed(7))).ok);
  await store.close();
});

Deno.test("a row of an older server is completed, and what is gone since is left out", async () => {
  const store = createMemoryStore();
  const settings = { retention: { callsDays: 3, tapesDays: 4 }, music: { on: true } };
  await store.putSetting("server_settings", JSON.stringify({ revision: 5, settings }));
  const { held } = await openSettings({ store, log, fixed: [] });
  assertEquals([held.revision, held.settings], [5, changed(3)]);
  await store.close();
});

Deno.test("settings that cannot be read stop the start", async () => {
  const store = createMemoryStore();
  for (const text of ["{", '{"revision":1,"settings":{"retention":{"callsDays":"soon"}}}']) {
    await store.putSetting("server_settings", text);
    await assertRejects(() => openSettings({ store, log, fixed: [] }), Error, "Cannot read the");
  }
  await store.close();
});

Deno.test("D-01 what could not be written does not hold", async () => {
  const store = createFlakyStore();
  const book = await openSettings({ store, log, fixed: [] });
  store.mode = "write_refused";
  assertEquals(await book.save(1, changed(90)), { ok: false, why: "not_saved" });
  assertEquals(book.held.revision, 1);
  store.mode = "works";
  assert((await book.save(1, changed(90))).ok);
  await store.close();
});
