// Recordings beside calls: what a full, slow or broken store does to them, and to nothing else.
import { assert, assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { silentLog } from "../observe/log.ts";
import { memoryRecordings } from "./memory_recordings.ts";
import { type CallTape, createRecordings, FREE_BYTES, LEAST_FREE_BYTES } from "./recordings.ts";

function rig(free: number | null = null) {
  const clock = new ManualClock();
  const store = memoryRecordings(() => clock.wall());
  store.free = free;
  const recordings = createRecordings({ store, clock, log: silentLog, callerLateMs: 0 });
  const broken: string[] = [];
  const keep = (callId: string) => {
    const kept = recordings.keep(callId, (code) => broken.push(code));
    if (typeof kept === "string") throw new Error(kept);
    return kept;
  };
  return { clock, store, recordings, broken, keep };
}

const FRAME = new Uint8Array(1601).fill(5);

function fill({ clock }: { clock: ManualClock }, tape: CallTape, seconds: number): void {
  for (let i = 0; i < seconds * 10; i++) {
    clock.advance(100);
    tape.frame(FRAME, clock.now());
  }
}

Deno.test("what was taken is in the store once the recording has ended, and a read waits for it", async () => {
  const its = rig();
  const tape = its.keep("a");
  fill(its, tape, 3);
  assertEquals(tape.kept, { durationMs: 3000, audioBytes: 48_000 });
  tape.end();
  assertEquals(await its.recordings.size("a"), 48_058);
  assertEquals(its.store.audio("a").length, 48_000);
  assert(await its.recordings.delete("a"));
  assertEquals(await its.recordings.size("a"), null);
});

Deno.test("D-02 a disk that is full breaks the recording off and says so once; what was written stays", async () => {
  const its = rig();
  const tape = its.keep("a");
  fill(its, tape, 3);
  await its.store.size("a");
  for (let i = 0; i < 9; i++) await Promise.resolve();
  its.store.trouble = "disk_full";
  fill(its, tape, 10);
  for (let i = 0; i < 30; i++) await Promise.resolve();
  assertEquals(its.broken, ["disk_full"]);
  assertEquals(tape.kept, { durationMs: 2000, audioBytes: 32_000 });
  fill(its, tape, 10);
  tape.end();
  assertEquals(await its.recordings.size("a"), 32_058);
  assertEquals(its.broken.length, 1);
});

Deno.test("a disk that hangs costs a minute of memory at most, and does not hold up the stop", async () => {
  const its = rig();
  its.store.trouble = "hangs";
  const tape = its.keep("a");
  fill(its, tape, 58);
  assertEquals(its.broken, []);
  fill(its, tape, 10);
  assertEquals(its.broken, ["disk_slow"]);
  tape.end();
  const stopped = its.recordings.stop();
  its.clock.advance(3000);
  await stopped;
});

Deno.test("no recording begins where the disk is nearly full", async () => {
  const its = rig(FREE_BYTES - 1);
  await Promise.resolve();
  await Promise.resolve();
  assertEquals(its.recordings.keep("a", () => {}), "disk_full");
  its.store.free = FREE_BYTES;
  its.clock.advance(30_000);
  its.recordings.keep("b", () => {});
  await Promise.resolve();
  await Promise.resolve();
  assert(typeof its.recordings.keep("c", () => {}) !== "string");
});

Deno.test("where a disk fills up, recordings break off before calls cannot be kept", async () => {
  const its = rig(FREE_BYTES);
  const tape = its.keep("a");
  fill(its, tape, 20);
  its.store.free = LEAST_FREE_BYTES - 1;
  fill(its, tape, 15);
  for (let i = 0; i < 9; i++) await Promise.resolve();
  fill(its, tape, 3);
  assertEquals(its.broken, ["disk_full"]);
});
