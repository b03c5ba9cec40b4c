// Calls that were deleted leave the floor too.
import { assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { silentLog } from "../observe/log.ts";
import { CALL_ENDED, CALL_STARTED } from "../store/sample_rows.ts";
import { createFlakyStore } from "./flaky_store.ts";
import { createFloor } from "./floor.ts";
import { createHub } from "./hub.ts";
import { parseSse, readAvailable } from "./read_sse.ts";
import { SAMPLE_STATUS } from "./sample_status.ts";

Deno.test("a deleted call is shown to nobody any more, its readers are told, and no summary brings it back", async () => {
  const clock = new ManualClock();
  const hub = createHub({ clock, log: silentLog, epoch: "here" });
  const store = createFlakyStore();
  const floor = await createFloor({
    store,
    hub,
    clock,
    log: silentLog,
    status: () => SAMPLE_STATUS,
  });
  for (const body of [CALL_STARTED, CALL_ENDED]) floor.emit("a", body, 0);
  await floor.flush();
  const { stream } = floor.open({ lastEventId: null });
  assertEquals(floor.snapshot().calls.length, 1);

  await store.deleteCall("a", clock.wall());
  floor.forget(["a"]);
  assertEquals(floor.snapshot().calls, []);
  assertEquals(await floor.calls({ limit: 9 }), []);
  assertEquals(await floor.call("a"), undefined);
  await floor.afterword("a", { type: "call.summary", text: "words", source: "after_call" });
  assertEquals(await floor.call("a"), undefined);
  const { events } = parseSse(await readAvailable(stream));
  assertEquals(events.at(-1), { event: "deleted", data: { callId: "a" }, id: "here-2" });

  await floor.close();
  await store.close();
});
