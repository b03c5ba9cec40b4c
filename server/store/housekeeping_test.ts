import { assert, assertEquals, assertRejects } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { type Log, silentLog } from "../observe/log.ts";
import { createHousekeeping, type OldRecordings, REST_MS } from "./housekeeping.ts";
import { createMemoryStore } from "./memory_store.ts";
import { CALL_ENDED, CALL_STARTED, callerLine, sampleCall } from "./sample_rows.ts";
import type { Store } from "./store.ts";

const DAY_MS = 24 * 3_600_000;

/** A store that tells what is asked of it, with `count` calls that ended in the years before. */
async function rig(
  options: { retentionDays: number | null; count?: number; recordings?: OldRecordings },
) {
  const clock = new ManualClock();
  const memory = createMemoryStore();
  const asked: string[] = [];
  const auditBefore: number[] = [];
  let fails = 0;
  const noting =
    <A extends unknown[], R>(name: string, fn: (...args: A) => Promise<R>) => (...args: A) => {
      asked.push(name);
      if (fails-- > 0) return Promise.reject(new Error("disk full"));
      return fn(...args);
    };
  const store: Store = {
    ...memory,
    indexCalls: noting("index", memory.indexCalls),
    sweep: noting("sweep", memory.sweep),
    deleteCall: noting("delete", memory.deleteCall),
    deleteOldCalls: noting("old", memory.deleteOldCalls),
    deleteOldAudit: ({ beforeMs, limit }) =>
      Promise.resolve(auditBefore.push(beforeMs) === 1 ? limit : 0),
  };
  for (let i = 0; i < (options.count ?? 0); i++) {
    const bodies = [CALL_STARTED, callerLine("1", "word"), CALL_ENDED];
    const atMs = clock.wall() - i * DAY_MS;
    const { events, call } = sampleCall(`c${i}`, bodies, { firstSeq: 1 + i * 3, atMs });
    await memory.append(events, [call]);
  }
  const deleted: string[] = [];
  const warned: string[] = [];
  const log: Log = { ...silentLog, warn: (code) => void warned.push(code) };
  const retention = {
    callsDays: options.retentionDays,
    recordingsDays: null as number | null,
    auditDays: null as number | null,
  };
  const housekeeping = createHousekeeping({
    store,
    clock,
    log,
    retention: () => retention,
    ...(options.recordings && { recordings: options.recordings }),
    onDeleted: (ids) => deleted.push(...ids),
  });
  /** Lets everything happen that can without more time. */
  const settle = async () => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
    await new Promise((resolve) => queueMicrotask(() => resolve(null)));
  };
  const pass = async (ms: number) => {
    clock.advance(ms);
    await settle();
  };
  const left = async () =>
    (await memory.searchCalls({ filters: {}, limit: 100 })).calls.map(({ callId }) => callId);
  return {
    clock,
    retention,
    auditBefore,
    memory,
    asked,
    deleted,
    warned,
    housekeeping,
    settle,
    pass,
    left,
    failNext: (times: number) => fails = times,
  };
}

Deno.test("without a setting every call is kept", async () => {
  const { housekeeping, settle, asked, left, memory } = await rig({
    retentionDays: null,
    count: 3,
  });
  housekeeping.start();
  await settle();
  assertEquals(asked, ["sweep", "index"]);
  assertEquals((await left()).length, 3);
  await housekeeping.stop();
  await memory.close();
});

Deno.test("at the start and each day calls older than the setting are deleted, told of, and swept", async () => {
  const { housekeeping, settle, pass, deleted, left, memory } = await rig({
    retentionDays: 30,
    count: 50,
  });
  housekeeping.start();
  await settle();
  for (let i = 0; i < 10; i++) await pass(REST_MS);
  assertEquals(await left(), Array.from({ length: 31 }, (_, i) => `c${i}`));
  assertEquals(deleted.length, 19);
  assertEquals(deleted[0], "c49");
  assertEquals(
    (await memory.searchCalls({ filters: { text: "word" }, limit: 99 })).calls.length,
    31,
  );

  await pass(DAY_MS);
  for (let i = 0; i < 10; i++) await pass(REST_MS);
  assertEquals((await left()).length, 30);
  await housekeeping.stop();
  await memory.close();
});

Deno.test("between two pieces there is a rest, in which a call's events are taken in", async () => {
  const { housekeeping, settle, pass, asked, memory } = await rig({ retentionDays: 1, count: 60 });
  housekeeping.start();
  await settle();
  assertEquals(asked, ["sweep", "old"]);
  const { events, call } = sampleCall("live", [CALL_STARTED], { firstSeq: 9000 });
  await memory.append(events, [call]);
  assert(await memory.call("live"));
  assertEquals(asked, ["sweep", "old"], "nothing more was asked meanwhile");
  await pass(REST_MS);
  assertEquals(asked, ["sweep", "old", "old"]);
  await housekeeping.stop();
  await memory.close();
});

Deno.test("a run that is cut short is taken up at the next start", async () => {
  const { housekeeping, settle, memory, clock, left } = await rig({ retentionDays: 1, count: 60 });
  housekeeping.start();
  await settle();
  await housekeeping.stop();
  const some = (await left()).length;
  assert(some > 2 && some < 60, String(some));
  const again = createHousekeeping({
    store: memory,
    clock,
    log: silentLog,
    retention: () => ({ callsDays: 1, recordingsDays: null, auditDays: null }),
    onDeleted() {},
  });
  again.start();
  for (let i = 0; i < 20; i++) {
    await settle();
    clock.advance(REST_MS);
  }
  assertEquals(await left(), ["c0", "c1"]);
  await again.stop();
  await memory.close();
});

Deno.test("D-02 a store in trouble is tried again a minute later", async () => {
  const { housekeeping, settle, pass, asked, warned, failNext, memory } = await rig({
    retentionDays: null,
  });
  failNext(1);
  housekeeping.start();
  await settle();
  assertEquals([asked, warned], [["sweep"], ["housekeeping_failed"]]);
  await pass(59_999);
  assertEquals(asked.length, 1);
  await pass(1);
  assertEquals(asked, ["sweep", "sweep", "index"]);
  await housekeeping.stop();
  await memory.close();
});

Deno.test("a call that a person deletes is swept before the answer, and told of once", async () => {
  const { housekeeping, memory, deleted, failNext } = await rig({ retentionDays: null, count: 2 });
  assertEquals(await housekeeping.deleteCall("nobody"), "unknown");
  assertEquals(await housekeeping.deleteCall("c1"), "deleted");
  assertEquals(await memory.sweep({ rows: 1, atMs: 0 }), false);
  assertEquals(deleted, ["c1"]);
  failNext(1);
  await assertRejects(() => housekeeping.deleteCall("c0"), Error, "disk full");
  assertEquals(deleted, ["c1"]);
  await housekeeping.stop();
  await memory.close();
});

Deno.test("days that are changed hold without a restart", async () => {
  const { housekeeping, retention, settle, pass, left, memory } = await rig({
    retentionDays: null,
    count: 5,
  });
  housekeeping.start();
  for (let i = 0; i < 5; i++) await pass(REST_MS);
  assertEquals((await left()).length, 5);
  retention.callsDays = 2;
  housekeeping.hurry();
  await settle();
  for (let i = 0; i < 5; i++) await pass(REST_MS);
  assertEquals(await left(), ["c0", "c1", "c2"]);
  await housekeeping.stop();
  await memory.close();
});

Deno.test("recordings and the audit leave by their own days, and a recording with its call", async () => {
  const deleted: string[] = [];
  const old: number[] = [];
  const { housekeeping, retention, clock, auditBefore, settle, pass, memory } = await rig({
    retentionDays: 2,
    count: 4,
    recordings: {
      delete: (callId) => Promise.resolve(deleted.push(callId)),
      deleteOld: ({ beforeMs }) => Promise.resolve(old.push(beforeMs) === 1),
    },
  });
  const startMs = clock.wall();
  Object.assign(retention, { recordingsDays: 7, auditDays: 9 });
  housekeeping.start();
  for (let i = 0; i < 9; i++) await pass(REST_MS);
  assertEquals(deleted, ["c3"]);
  const daysBefore = (atMs: number) => Math.round((startMs - atMs) / DAY_MS);
  assertEquals(old.map(daysBefore), [7, 7], "until there are no more");
  assertEquals(auditBefore.map(daysBefore), [9, 9]);
  assertEquals(await housekeeping.deleteCall("c1"), "deleted");
  assertEquals(deleted, ["c3", "c1"]);

  Object.assign(retention, { recordingsDays: null, auditDays: null });
  housekeeping.hurry();
  await settle();
  assertEquals([old.length, auditBefore.length], [2, 2]);
  await housekeeping.stop();
  await memory.close();
});
