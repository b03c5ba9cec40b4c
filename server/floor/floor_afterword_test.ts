// What the floor tells of calls that have ended, and what may still be said of them.
import { assert, assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { type CallSummary, NO_USAGE, type Usage } from "../contract/call.ts";
import { foldCall } from "../contract/fold_call.ts";
import type { Afterword, CallEvent, CallEventBody } from "../contract/event.ts";
import type { Snapshot } from "../contract/feed.ts";
import { type Log, silentLog } from "../observe/log.ts";
import { CALL_ENDED, CALL_STARTED, callerLine, sampleCall } from "../store/sample_rows.ts";
import { createFlakyStore, type FlakyStore } from "./flaky_store.ts";
import { createFloor, type Floor } from "./floor.ts";
import { createHub } from "./hub.ts";
import { parseSse, readAvailable } from "./read_sse.ts";
import { SAMPLE_STATUS } from "./sample_status.ts";
import { ENDED_SHOWN } from "./shown_calls.ts";

interface Scene {
  floor: Floor;
  store: FlakyStore;
  clock: ManualClock;
  /** Codes of warnings and errors. */
  logged: string[];
  emit: (callId: string, ...bodies: CallEventBody[]) => void;
  /** Lets time pass until the afterword is in. */
  say: (callId: string, text: string) => Promise<void>;
}

async function onFloor(
  test: (scene: Scene) => Promise<void>,
  store = createFlakyStore(),
): Promise<void> {
  const clock = new ManualClock();
  const logged: string[] = [];
  const note = (code: string) => void logged.push(code);
  const log: Log = { ...silentLog, warn: note, error: note };
  const hub = createHub({ clock, log, epoch: "here" });
  const floor = await createFloor({ store, hub, clock, log, status: () => SAMPLE_STATUS });
  const emit: Scene["emit"] = (callId, ...bodies) => {
    for (const body of bodies) floor.emit(callId, body, 0);
  };
  const say: Scene["say"] = async (callId, text) => {
    let said = false;
    const done = floor.afterword(callId, summary(text)).then(() => said = true);
    for (let i = 0; i < 8; i++) await Promise.resolve();
    for (let i = 0; i < 400 && !said; i++) await clock.run(10);
    assert(said, "an afterword must not hang");
    await done;
  };
  await test({ floor, store, clock, logged, emit, say });
  store.mode = "works";
  await floor.close();
  await store.close();
  assertEquals(clock.pending, 0, "nothing outlives the floor");
}

const summary = (text: string): Afterword => ({ type: "call.summary", text, source: "after_call" });
const ids = (calls: readonly CallSummary[]) => calls.map(({ callId }) => callId);

Deno.test("an afterword is numbered, stored and shown, and the call keeps its place in the list", () =>
  onFloor(async ({ floor, store, clock, emit, say }) => {
    emit("a", CALL_STARTED, callerLine("1"), CALL_ENDED);
    emit("b", CALL_STARTED, CALL_ENDED);
    await clock.run(2000);
    await say("a", "A parcel.");
    const record = await floor.call("a");
    const last = record?.events.at(-1);
    assertEquals([last?.type, last?.seq, last?.offsetMs], ["call.summary", 4, 2000]);
    assertEquals([record?.call.summary, record?.call.state], ["A parcel.", "ended"]);
    assertEquals(record?.call.endedAtMs, 1_700_000_000_000, "the end stays where it was");
    assertEquals(await store.call("a"), record);
    assertEquals(ids(floor.snapshot().calls), ["b", "a"]);
    assertEquals(
      (await floor.calls({ limit: 9 })).find(({ callId }) => callId === "a")?.summary,
      "A parcel.",
    );
  }));

Deno.test("readers get an afterword, live and after coming back, and fold it like the floor does", () =>
  onFloor(async ({ floor, clock, emit, say }) => {
    const whole = floor.open({ lastEventId: null });
    emit("a", CALL_STARTED, CALL_ENDED);
    await clock.run(50);
    const late = floor.open({ lastEventId: null });
    await say("a", "A parcel.");
    const back = floor.open({ lastEventId: "here-2" });
    for (const { stream } of [whole, late]) {
      const { events } = parseSse(await readAvailable(stream));
      const snapshot = events[0]?.data as Snapshot;
      const calls = new Map(snapshot.calls.map((call) => [call.callId, call]));
      for (const { data } of events.filter(({ event }) => event === "call")) {
        const call = foldCall(calls.get("a") ?? null, data as CallEvent);
        if (call) calls.set("a", call);
      }
      assertEquals([...calls.values()], floor.snapshot().calls);
    }
    const missed = parseSse(await readAvailable(back.stream)).events;
    assertEquals(missed.map(({ id }) => id), ["here-3"]);
  }));

Deno.test("an afterword right behind the end waits for it; one through `emit` is taken too", () =>
  onFloor(async ({ floor, store, clock, emit, say }) => {
    emit("a", CALL_STARTED, CALL_ENDED); // neither written nor published yet
    await say("a", "First.");
    emit("a", summary("Second."));
    await clock.run(50);
    assertEquals((await store.call("a"))?.events.map(({ type }) => type), [
      "call.started",
      "call.ended",
      "call.summary",
      "call.summary",
    ]);
    assertEquals((await floor.call("a"))?.call.summary, "Second.");
  }));

Deno.test("an afterword of a call that is no more shown is added to what is stored", () =>
  onFloor(async ({ floor, store, clock, emit, say }) => {
    for (let i = 0; i <= ENDED_SHOWN; i++) emit(`${i}`, CALL_STARTED, CALL_ENDED);
    await clock.run(100);
    await say("0", "Long ago.");
    assertEquals(ids(floor.snapshot().calls).includes("0"), false);
    const stored = await store.call("0");
    assertEquals([stored?.call.summary, stored?.call.state], ["Long ago.", "ended"]);
    assertEquals(await floor.call("0"), stored);
  }));

Deno.test("an afterword of a call that is unknown, or still lives, is a log line", () =>
  onFloor(async ({ floor, clock, logged, emit, say }) => {
    emit("live", CALL_STARTED);
    await say("live", "Too early.");
    await say("nobody", "Of whom?");
    await say("__proto__", "Of what?");
    assertEquals(logged, Array(3).fill("event_out_of_place"));
    await clock.run(50);
    assertEquals((await floor.call("live"))?.events.length, 1);
    assertEquals(floor.snapshot().seq, 1);
  }));

Deno.test("D-01 with a store that fails, an afterword is shown, kept, and saved later", () =>
  onFloor(async ({ floor, store, clock, emit, say }) => {
    store.mode = "refuses";
    emit("a", CALL_STARTED, CALL_ENDED);
    await clock.run(50);
    await say("a", "A parcel.");
    assertEquals((await floor.call("a"))?.call.summary, "A parcel.");
    assertEquals((await floor.call("a"))?.events.length, 3);
    store.mode = "works";
    await clock.run(6000);
    assertEquals((await store.call("a"))?.call.summary, "A parcel.");
  }));

Deno.test("D-01 an afterword does not undo an end that is neither shown any more nor stored yet", () =>
  onFloor(async ({ floor, store, clock, emit, say }) => {
    emit("0", CALL_STARTED);
    await clock.run(50);
    store.mode = "write_refused";
    emit("0", CALL_ENDED);
    for (let i = 1; i <= ENDED_SHOWN; i++) emit(`${i}`, CALL_STARTED, CALL_ENDED);
    await clock.run(50);
    assertEquals(ids(floor.snapshot().calls).includes("0"), false);
    await say("0", "A parcel.");
    store.mode = "works";
    await clock.run(6000);
    const call = (await store.call("0"))?.call;
    assertEquals([call?.state, call?.summary], ["ended", "A parcel."]);
  }));

Deno.test("a call that rings again under its old name lives again", () =>
  onFloor(async ({ floor, clock, emit }) => {
    emit("a", CALL_STARTED, CALL_ENDED);
    await clock.run(50);
    emit("a", CALL_STARTED, callerLine("1"));
    await clock.run(50);
    emit("b", CALL_STARTED, CALL_ENDED);
    await clock.run(50);
    const shown = () => floor.snapshot().calls.map(({ callId, state }) => `${callId} ${state}`);
    assertEquals(shown(), ["a connecting", "b ended"], "live ones come first");
    emit("a", CALL_ENDED);
    await clock.run(50);
    assertEquals(shown(), ["a ended", "b ended"]);
  }));

Deno.test("D-01 a call that cannot be read takes no afterword, and nobody is disturbed", () =>
  onFloor(async ({ store, clock, logged, emit, say }) => {
    for (let i = 0; i <= ENDED_SHOWN; i++) emit(`${i}`, CALL_STARTED, CALL_ENDED);
    await clock.run(100);
    store.mode = "refuses";
    await say("0", "Lost.");
    assertEquals(logged, ["floor_fault"]);
  }));

Deno.test("listeners hear of an end once it is on disk, once, and until they stop listening", () =>
  onFloor(async ({ floor, store, clock, emit }) => {
    const heard: [string, boolean][] = [];
    const stop = floor.onEnded((call) => heard.push([call.callId, store.onDisk.has(call.seq)]));
    emit("a", CALL_STARTED, CALL_ENDED, CALL_ENDED);
    assertEquals(heard, []);
    await clock.run(50);
    assertEquals(heard, [["a", true]]);
    emit("a", summary("Later."));
    await clock.run(50);
    stop();
    emit("b", CALL_STARTED, CALL_ENDED);
    await clock.run(50);
    assertEquals(heard, [["a", true]]);
  }));

Deno.test("D-01 with a store that fails, listeners hear of an end all the same", () =>
  onFloor(async ({ floor, store, clock, emit }) => {
    const heard: string[] = [];
    floor.onEnded((call) => heard.push(call.endReason ?? ""));
    store.mode = "refuses";
    emit("a", CALL_STARTED, CALL_ENDED);
    await clock.run(50);
    assertEquals(heard, ["caller_hung_up"]);
    store.mode = "works";
    await clock.run(6000);
    assertEquals(heard.length, 1);
  }));

Deno.test("P-01 a fault of a listener reaches neither the call nor the other listeners", () =>
  onFloor(async ({ floor, clock, logged, emit }) => {
    const heard: string[] = [];
    const fault = () => {
      throw new Error("a fault of a listener");
    };
    floor.onEnded(fault);
    floor.onUsed(fault);
    floor.onEnded(({ callId }) => heard.push(callId));
    floor.onUsed(({ usage }) => heard.push(`${usage.inputTextTokens}`));
    emit("a", CALL_STARTED, done({ inputTextTokens: 3 }), CALL_ENDED);
    await clock.run(50);
    assertEquals(heard.sort(), ["-3", "3", "a"]);
    assertEquals(logged, Array(3).fill("floor_fault"));
  }));

Deno.test("P-03 whoever listens later hears of the calls of a dead process as well", async () => {
  const store = createFlakyStore();
  const count = ENDED_SHOWN + 5;
  for (let i = 0; i < count; i++) {
    const { events, call } = sampleCall(`${i}`, [CALL_STARTED], { firstSeq: i + 1, atMs: i });
    await store.append(events, [call]);
  }
  await onFloor(async ({ floor, clock }) => {
    const heard: CallSummary[] = [];
    floor.onEnded((call) => heard.push(call));
    assertEquals(heard.length, count);
    assert(heard.every(({ endReason, state }) => endReason === "crashed" && state === "ended"));
    await clock.run(50);
    assertEquals(heard.length, count);
  }, store);
});

const tokens = (usage: Partial<Usage>): Usage => ({ ...NO_USAGE, ...usage });
const done = (usage: Partial<Usage>): CallEventBody => ({
  type: "agent.done",
  responseId: "r",
  status: "completed",
  detail: "",
  usage: tokens(usage),
});

Deno.test("tokens are told of as they are used; the end of a call has the last word", () =>
  onFloor(({ floor, emit }) => {
    const used: [string, Usage][] = [];
    floor.onUsed(({ call, usage }) => used.push([call.model, usage]));
    emit("a", CALL_STARTED, callerLine("1"), done({}), done({ outputAudioTokens: 7 }));
    emit("a", done({ outputAudioTokens: 2, inputTextTokens: 5 }));
    const usage = tokens({ outputAudioTokens: 10, inputTextTokens: 5 });
    emit("a", { type: "call.ended", reason: "caller_hung_up", code: "", durationMs: 5, usage });
    assertEquals(used, [
      ["gpt-realtime-2.1", tokens({ outputAudioTokens: 7 })],
      ["gpt-realtime-2.1", tokens({ outputAudioTokens: 2, inputTextTokens: 5 })],
      ["gpt-realtime-2.1", tokens({ outputAudioTokens: 1 })],
    ]);
    return Promise.resolve();
  }));
