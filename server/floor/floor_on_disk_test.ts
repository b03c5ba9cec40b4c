// The floor over the real store: what was published is on disk after the process has gone.
import { assert, assertEquals } from "@std/assert";
import { systemClock } from "../clock.ts";
import type { CallEvent } from "../contract/event.ts";
import { silentLog } from "../observe/log.ts";
import { CALL_ENDED, CALL_STARTED, callerLine } from "../store/sample_rows.ts";
import { openSqliteStore } from "../store/sqlite_store.ts";
import { createFloor } from "./floor.ts";
import { createHub } from "./hub.ts";
import { parseSse } from "./read_sse.ts";
import { SAMPLE_STATUS } from "./sample_status.ts";

async function openFloor(path: string) {
  const clock = systemClock;
  const store = await openSqliteStore({ path, log: silentLog });
  const hub = createHub({ clock, log: silentLog });
  const status = () => SAMPLE_STATUS;
  return { store, floor: await createFloor({ store, hub, clock, log: silentLog, status }) };
}

Deno.test("I7 P-03 every event that a reader got is in the store of the next process, and dead calls are ended", async () => {
  const directory = await Deno.makeTempDir({ prefix: "hookline_floor_" });
  const path = `${directory}/hookline.db`;

  const first = await openFloor(path);
  const text = new Response(first.floor.open({ lastEventId: null }).stream).text();
  for (let call = 0; call < 20; call++) {
    first.floor.emit(`${call}`, CALL_STARTED, systemClock.now());
    for (let i = 0; i < 30; i++) first.floor.emit(`${call}`, callerLine(`${i}`), 0);
    if (call % 2 === 0) first.floor.emit(`${call}`, CALL_ENDED, 0);
  }
  await first.floor.close(); // half of the calls still live
  await first.store.close();
  const published = parseSse(await text).events
    .filter(({ event }) => event === "call").map(({ data }) => data as CallEvent);
  assertEquals(published.length, 20 * 31 + 10);

  const second = await openFloor(path);
  for (let call = 0; call < 20; call++) {
    const record = await second.floor.call(`${call}`);
    assert(record);
    const mine = published.filter(({ callId }) => callId === `${call}`);
    assertEquals(record.events.slice(0, mine.length), mine);
    assertEquals(record.events.length, 32);
    assertEquals(record.call.endCode, call % 2 === 0 ? "" : "E_CRASHED");
  }
  assertEquals(second.floor.snapshot().seq, 10);
  assertEquals(await second.store.unfinished(), []);
  await second.floor.close();
  await second.store.close();
  await Deno.remove(directory, { recursive: true });
});
