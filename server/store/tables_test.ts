import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  CALL_ENDED,
  CALL_STARTED,
  callerLine,
  sampleAgent,
  sampleCall,
  sampleVersion,
} from "./sample_rows.ts";
import { openDatabase } from "./sqlite_database.ts";
import { StoreError } from "./store_error.ts";
import { onEachStore, withStores } from "./testing/each_store.ts";

withStores();

onEachStore(
  "an agent is stored only over the revision that its editor began from",
  async (store) => {
    assertEquals(await store.putAgent(sampleAgent(1), 1, null), false);
    assertEquals(await store.putAgent(sampleAgent(1), 0, sampleVersion(1)), true);
    assertEquals(await store.putAgent(sampleAgent(1), 0, null), false);
    assertEquals(await store.putAgent(sampleAgent(2, "mine"), 1, null), true);
    assertEquals(await store.putAgent(sampleAgent(2, "theirs"), 1, sampleVersion(2)), false);
    assertEquals(await store.agents(), [sampleAgent(2, "mine")]);
    assertEquals(await store.versions("default"), [sampleVersion(1)]);
  },
);

onEachStore("versions are immutable and listed newest first", async (store) => {
  await store.putAgent(sampleAgent(1), 0, sampleVersion(1));
  await store.putAgent(sampleAgent(2), 1, sampleVersion(2, "second"));
  await assertRejects(() => store.putAgent(sampleAgent(3), 2, sampleVersion(2, "changed")));
  assertEquals((await store.versions("default")).map((v) => v.config.prompt), [
    "second",
    sampleVersion(1).config.prompt,
  ]);
  assertEquals((await store.agents())[0]?.revision, 2);
});

onEachStore(
  "an agent is removed with its versions, and only in the revision that its remover saw",
  async (store) => {
    const other = { ...sampleAgent(1), id: "other" };
    await store.putAgent(sampleAgent(1), 0, sampleVersion(1));
    await store.putAgent(other, 0, sampleVersion(1));
    assertEquals(await store.deleteAgent("default", 2), false);
    assertEquals(await store.deleteAgent("nobody", 1), false);
    assertEquals((await store.agents()).length, 2);
    assertEquals(await store.deleteAgent("default", 1), true);
    assertEquals(await store.deleteAgent("default", 1), false);
    assertEquals(await store.agents(), [other]);
    assertEquals(await store.versions("default"), []);
    assertEquals(await store.versions("other"), [sampleVersion(1)]);
    assertEquals(await store.putAgent(sampleAgent(1), 0, sampleVersion(1)), true, "its id is free");
  },
);

Deno.test("an agent from before a section of its settings existed is read with the defaults", () => {
  const db = openDatabase(":memory:");
  db.operations.putAgent(sampleAgent(1), 0, sampleVersion(1));
  const old = "'$.draft.overrides', '$.draft.farewell', '$.draft.turnTaking.bargeInMs'";
  db.sql(`UPDATE agents SET json = json_remove(json, ${old})`);
  assertEquals(db.operations.agents(), [sampleAgent(1)]);
  db.close();
});

onEachStore("a version whose model has been switched off stays readable", async (store) => {
  const old = sampleVersion(1);
  old.config.model = "gpt-4o-realtime-preview";
  await store.putAgent({ ...sampleAgent(1), published: old }, 0, old);
  assertEquals((await store.agents())[0]?.published.config.model, "gpt-4o-realtime-preview");
  assertEquals(await store.versions("default"), [old]);
});

Deno.test("an agent that cannot be read is an error that names the field, not a missing agent", () => {
  const db = openDatabase(":memory:");
  db.operations.putAgent(sampleAgent(1), 0, null);
  db.sql("UPDATE agents SET json = json_set(json, '$.draft.prompt', 5)");
  const error = assertThrows(() => db.operations.agents(), StoreError, '"draft.prompt"');
  assertEquals(error.code, "damaged");
  db.close();
});

onEachStore("a call comes back with its events in order and its latest state", async (store) => {
  const { events, call } = sampleCall("a", [CALL_STARTED, callerLine("1"), CALL_ENDED]);
  const early = sampleCall("a", [CALL_STARTED]).call;
  await store.append([...events].reverse(), [call]);
  await store.append([], [early]); // a state that is overtaken must not come back
  assertEquals(await store.call("a"), { call, events });
  assertEquals(await store.call("b"), undefined);
});

onEachStore("D-02 a batch that comes a second time changes nothing", async (store) => {
  const { events, call } = sampleCall("a", [CALL_STARTED, callerLine("1")]);
  await store.append(events, [call]);
  await store.append(events, [call]);
  assertEquals(await store.call("a"), { call, events });
});

Deno.test("D-06 a batch of which one part cannot be written is not written at all", () => {
  const db = openDatabase(":memory:");
  const { events, call } = sampleCall("a", [CALL_STARTED, callerLine("1")]);
  const impossible = { ...call, callId: "b", startedAtMs: NaN };
  assertThrows(() => db.operations.append(events, [call, impossible]));
  assertEquals(db.operations.call("a"), undefined);
  assertEquals(db.operations.lastSeq(), 0);
  db.close();
});

onEachStore("pages of calls hold every call once, even those of one millisecond", async (store) => {
  const startedAtMs = [5, 1, 3, 3, 3, 4, 2];
  for (const [i, atMs] of startedAtMs.entries()) {
    const { events, call } = sampleCall(`c${i}`, [CALL_STARTED], { firstSeq: i + 1, atMs });
    await store.append(events, [call]);
  }
  const seen: string[] = [];
  let before: number | undefined;
  for (let page = 0; page < startedAtMs.length; page++) {
    const calls = await store.calls({ limit: 3, ...(before === undefined ? {} : { before }) });
    if (calls.length === 0) break;
    seen.push(...calls.map((call) => call.callId));
    before = calls.at(-1)?.startedAtMs;
  }
  assertEquals(seen, ["c0", "c5", "c2", "c3", "c4", "c6", "c1"]);
});

onEachStore(
  "calls without an end are unfinished, and numbers go on after the highest",
  async (store) => {
    assertEquals(await store.lastSeq(), 0);
    const over = sampleCall("over", [CALL_STARTED, CALL_ENDED], { firstSeq: 10 });
    const open = sampleCall("open", [CALL_STARTED], { firstSeq: 7 });
    await store.append([...over.events, ...open.events], [over.call, open.call]);
    assertEquals((await store.unfinished()).map((call) => call.callId), ["open"]);
    assertEquals(await store.lastSeq(), 11);
  },
);

Deno.test("one unreadable call or event hides no other", () => {
  const db = openDatabase(":memory:");
  const a = sampleCall("a", [CALL_STARTED, callerLine("1"), CALL_ENDED]);
  const b = sampleCall("b", [CALL_STARTED], { firstSeq: 4 });
  db.operations.append([...a.events, ...b.events], [a.call, b.call]);
  db.sql("UPDATE calls SET json = '{}' WHERE call_id = 'b'");
  db.sql("UPDATE events SET json = json_set(json, '$.type', 'caller.sang') WHERE seq = 2");
  assertEquals(db.operations.calls({ limit: 9 }), [a.call]);
  assertEquals(db.operations.call("a")?.events.map((event) => event.seq), [1, 3]);
  db.close();
});

onEachStore("sessions and settings are kept, replaced and removed", async (store) => {
  await store.putSession({ tokenHash: "h1", createdAtMs: 1, usedAtMs: 1, personId: null });
  await store.putSession({ tokenHash: "h2", createdAtMs: 2, usedAtMs: 2, personId: "p1" });
  await store.putSession({ tokenHash: "h1", createdAtMs: 1, usedAtMs: 9, personId: null });
  await store.deleteSession("h2");
  await store.deleteSession("h2");
  assertEquals(await store.sessions(), [
    { tokenHash: "h1", createdAtMs: 1, usedAtMs: 9, personId: null },
  ]);

  assertEquals(await store.setting("__proto__"), undefined);
  await store.putSetting("__proto__", "a\u0000b");
  await store.putSetting("__proto__", "c");
  assertEquals(await store.setting("__proto__"), "c");
});

onEachStore("a setting is replaced where it is what its editor saw", async (store) => {
  assertEquals(await store.replaceSetting("name", "was", "a"), false);
  assertEquals(await store.setting("name"), undefined);
  assertEquals(await store.replaceSetting("name", undefined, "a"), true);
  assertEquals(await store.replaceSetting("name", undefined, "b"), false);
  assertEquals(await store.replaceSetting("name", "b", "c"), false);
  assertEquals(await store.replaceSetting("name", "a", "c"), true);
  assertEquals(await store.setting("name"), "c");
});

onEachStore("a number is added to, from nothing on", async (store) => {
  assertEquals(await store.addToCounter("spent 1", 0), 0);
  assertEquals(await store.addToCounter("spent 1", 1.25), 1.25);
  assertEquals(await store.addToCounter("spent 2", 3), 3);
  assertEquals(await store.addToCounter("spent 1", -0.25), 1);
});
