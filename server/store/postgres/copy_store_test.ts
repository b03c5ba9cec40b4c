import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { silentLog } from "../../observe/log.ts";
import {
  CALL_ENDED,
  CALL_STARTED,
  callerLine,
  sampleAgent,
  sampleCall,
  sampleVersion,
} from "../sample_rows.ts";
import { openSqliteStore } from "../sqlite_store.ts";
import { StoreError } from "../store_error.ts";
import { freshSchema, realPostgres, withStores } from "../testing/each_store.ts";
import { copyToPostgres } from "./copy_store.ts";
import { openPostgres } from "./postgres_database.ts";

withStores();

Deno.test("a copy holds all that SQLite held, is found by the same words, and goes on from there", async () => {
  const directory = await Deno.makeTempDir({ prefix: "hookline_store_" });
  const path = `${directory}/hookline.db`;
  const url = realPostgres().url;
  const schema = await freshSchema();
  try {
    const sqlite = await openSqliteStore({ path, log: silentLog });
    await sqlite.putAgent(sampleAgent(1), 0, sampleVersion(1));
    await sqlite.putSetting("name", "half \ud800 a pair");
    await sqlite.addToCounter("spent", 2);
    assertEquals(sqlite.shared, null);
    await sqlite.putSession({ tokenHash: "t", createdAtMs: 1.5, usedAtMs: 2, personId: null });
    const said = sampleCall("a", [
      CALL_STARTED,
      callerLine("1", "Where is my parcel?"),
      CALL_ENDED,
    ]);
    const live = sampleCall("b", [CALL_STARTED], { firstSeq: 10 });
    await sqlite.append([...said.events, ...live.events], [said.call, live.call]);
    const entry = {
      atMs: 5,
      act: "sign_in",
      by: { kind: "operator", id: "", name: "operator" },
      target: "",
      detail: {},
      address: "",
    } as const;
    await sqlite.appendAudit([entry]);
    const busy = await assertRejects(() => copyToPostgres(path, url, { schema }), StoreError);
    assertEquals(busy.code, "busy");
    await sqlite.close();

    assertEquals(await copyToPostgres(path, url, { schema }), { calls: 2, events: 4, rows: 6 });
    const again = await assertRejects(() => copyToPostgres(path, url, { schema }), StoreError);
    assertStringIncludes(again.message, "not empty");

    const { operations: store, close } = await openPostgres(url, { schema });
    assertEquals(await store.agents(), [sampleAgent(1)]);
    assertEquals(await store.versions("default"), [sampleVersion(1)]);
    assertEquals(await store.setting("name"), "half \ufffd a pair");
    assertEquals(await store.addToCounter("spent", 1), 3);
    assertEquals(await store.call("a"), said);
    assertEquals((await store.unfinished()).map(({ callId }) => callId), ["b"]);
    assertEquals(await store.lastSeq(), 10);
    const found = await store.searchCalls({ filters: { text: "parcel" }, limit: 5 });
    assertEquals(found.calls.map(({ callId }) => callId), ["a"]);
    await store.appendAudit([{ ...entry, atMs: 6 }]);
    const { entries } = await store.audit({ limit: 10 });
    assertEquals(entries.map(({ seq, atMs }) => [seq, atMs]), [[2, 6], [1, 5]]);
    await close();
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
