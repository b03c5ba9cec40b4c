import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { CallSummary } from "../contract/call.ts";
import { foldCall } from "../contract/fold_call.ts";
import type { CallEvent, CallEventBody } from "../contract/event.ts";
import type { ServerStatus, Snapshot } from "../contract/feed.ts";
import { silentLog } from "../observe/log.ts";
import { CALL_ENDED, CALL_STARTED, callerLine, sampleCall } from "../store/sample_rows.ts";
import { createFlakyStore, type FlakyStore } from "./flaky_store.ts";
import { createFloor, type Floor } from "./floor.ts";
import { createHub, type Hub } from "./hub.ts";
import { parseSse, readAvailable } from "./read_sse.ts";
import { SAMPLE_STATUS } from "./sample_status.ts";
import { ENDED_SHOWN } from "./shown_calls.ts";

interface Scene {
  floor: Floor;
  hub: Hub;
  store: FlakyStore;
  clock: ManualClock;
  /** Emits for a call that was answered at 0 ms. */
  emit: (callId: string, ...bodies: CallEventBody[]) => void;
}

async function onFloor(
  test: (scene: Scene) => Promise<void>,
  store = createFlakyStore(),
): Promise<void> {
  const clock = new ManualClock();
  const hub = createHub({ clock, log: silentLog, epoch: "here" });
  const floor = await createFloor({
    store,
    hub,
    clock,
    log: silentLog,
    status: () => SAMPLE_STATUS,
  });
  const emit: Scene["emit"] = (callId, ...bodies) => {
    for (const body of bodies) floor.emit(callId, body, 0);
  };
  await test({ floor, hub, store, clock, emit });
  store.mode = "works";
  await floor.close();
  await store.close();
  assertEquals([clock.pending, hub.readers], [0, 0], "nothing outlives the floor");
}

async function feed(scene: Scene, stream: ReadableStream<Uint8Array>) {
  await scene.clock.run(50);
  const { events } = parseSse(await readAvailable(stream));
  const calls = events.filter(({ event }) => event === "call").map(({ data }) => data as CallEvent);
  return { events, calls };
}

const partial = (itemId: string, text: string): CallEventBody => ({
  type: "agent.partial",
  itemId,
  responseId: "r",
  text,
});

Deno.test("events are numbered over all calls and timed from each call's answer", () =>
  onFloor(async (scene) => {
    const { floor, clock } = scene;
    const { stream } = floor.open({ lastEventId: null });
    clock.advance(1000);
    floor.emit("a", CALL_STARTED, 1000);
    clock.advance(250);
    floor.emit("b", CALL_STARTED, 1250);
    floor.emit("a", callerLine("1"), 1000);
    const { calls } = await feed(scene, stream);
    assertEquals(calls.map(({ seq, callId, offsetMs }) => [seq, callId, offsetMs]), [
      [1, "a", 0],
      [2, "b", 0],
      [3, "a", 250],
    ]);
    assertEquals(calls[2]?.atMs, 1_700_000_001_250);
  }));

Deno.test("a snapshot and the events after it make the same calls as all events do", () =>
  onFloor(async (scene) => {
    const { floor, clock, emit } = scene;
    const whole = floor.open({ lastEventId: null });
    emit("a", CALL_STARTED, callerLine("1"));
    emit("b", CALL_STARTED);
    await clock.run(50);
    emit("a", callerLine("2"), { type: "call.held" }); // emitted, but not published yet
    const late = floor.open({ lastEventId: null });
    emit("b", CALL_ENDED);
    emit("a", { type: "call.resumed", gapMs: 5 });

    const fold = async (stream: ReadableStream<Uint8Array>) => {
      const { events, calls } = await feed(scene, stream);
      const snapshot = events[0]?.data as Snapshot;
      const byId = new Map(snapshot.calls.map((call) => [call.callId, call]));
      for (const event of calls) {
        assert(event.seq > snapshot.seq, "an event of the snapshot came again");
        const call = foldCall(byId.get(event.callId) ?? null, event);
        if (call) byId.set(event.callId, call);
      }
      return byId;
    };
    const late2 = await fold(late.stream);
    assertEquals(late2, await fold(whole.stream));
    assertEquals([...late2.values()].sort((x, y) => x.callId < y.callId ? -1 : 1), [
      floor.snapshot().calls[0] as CallSummary,
      floor.snapshot().calls[1] as CallSummary,
    ]);
  }));

Deno.test("live calls are counted as they are emitted, and the floor says when it is empty", () =>
  onFloor(async ({ floor, emit }) => {
    await floor.whenEmpty();
    emit("a", CALL_STARTED);
    emit("b", CALL_STARTED);
    let empty = false;
    const waited = floor.whenEmpty().then(() => empty = true);
    emit("a", CALL_ENDED);
    await Promise.resolve();
    assertEquals([floor.liveCount, empty], [1, false]);
    emit("b", CALL_ENDED);
    await waited;
    assertEquals(floor.liveCount, 0);
  }));

Deno.test("nothing comes before a call's beginning or after its end", () =>
  onFloor(async (scene) => {
    const { floor, emit } = scene;
    const { stream } = floor.open({ lastEventId: null });
    emit("a", callerLine("early"), partial("p", "early"), CALL_ENDED);
    emit("a", CALL_STARTED, CALL_STARTED, CALL_ENDED);
    emit("a", callerLine("late"), partial("p", "late"), CALL_ENDED);
    const { calls } = await feed(scene, stream);
    assertEquals(calls.map(({ type, seq }) => [type, seq]), [["call.started", 1], [
      "call.ended",
      2,
    ]]);
    assertEquals((await floor.call("a"))?.events, calls);
  }));

Deno.test("unfinished words are let through ten times a second, and never after their line", () =>
  onFloor(async (scene) => {
    const { floor, clock, emit } = scene;
    const { stream } = floor.open({ lastEventId: null });
    emit("a", CALL_STARTED);
    for (let i = 0; i < 99; i++) {
      emit("a", partial("p", `words ${i}`));
      await clock.run(10);
    }
    emit("a", partial("p", "last words"), partial("q", "others"));
    emit("a", { type: "agent.line", itemId: "p", responseId: "r", text: "last words." });
    emit("a", CALL_ENDED);
    const { calls } = await feed(scene, stream);
    const texts = calls.map((event) => "text" in event ? event.text : event.type);
    assertEquals(texts.slice(0, 3), ["call.started", "words 0", "words 9"]);
    assertEquals(texts.length, 1 + 10 + 4);
    assertEquals(texts.slice(-4), ["last words", "last words.", "others", "call.ended"]);
    assertEquals(calls.map(({ seq }) => seq), calls.map((_, i) => i + 1));
    const stored = await scene.store.call("a");
    assertEquals(stored?.events.map(({ type }) => type), [
      "call.started",
      "agent.line",
      "call.ended",
    ]);
  }));

Deno.test("a call is shown with all its events: while it lives, when it is long, and once it has ended", () =>
  onFloor(async ({ floor, clock, emit }) => {
    emit("a", CALL_STARTED);
    for (let i = 0; i < 100; i++) emit("a", callerLine(`${i}`));
    await clock.run(50);
    const seqs = async () => (await floor.call("a"))?.events.map(({ seq }) => seq);
    const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
    assertEquals(await seqs(), upTo(101));
    for (let i = 0; i < 2500; i++) emit("a", callerLine(`more ${i}`));
    await clock.run(500);
    assertEquals(await seqs(), upTo(2601));
    emit("a", CALL_ENDED);
    await clock.run(50);
    assertEquals(await seqs(), upTo(2602));
    assertEquals((await floor.call("a"))?.call.state, "ended");
    assertEquals(await floor.call("__proto__"), undefined);
  }));

Deno.test("a long call asked for while events arrive is whole up to its number", () =>
  onFloor(async ({ floor, clock, emit }) => {
    emit("a", CALL_STARTED);
    for (let i = 0; i < 2100; i++) emit("a", callerLine(`${i}`));
    await clock.run(500);
    for (let i = 0; i < 20; i++) {
      for (let j = 0; j < 5; j++) emit("a", callerLine(`${i} ${j}`));
      clock.advance(25); // they are being written, and not published yet
      const shown = floor.snapshot().seq;
      const asked = floor.call("a");
      for (let j = 5; j < 9; j++) emit("a", callerLine(`${i} ${j}`));
      await clock.run(30);
      assertEquals((await asked)?.call.seq, shown);
      const record = await asked;
      assert(record);
      const seqs = record.events.map(({ seq }) => seq);
      assertEquals(seqs, Array.from({ length: record.call.seq }, (_, i) => i + 1));
    }
  }));

Deno.test("the floor keeps the fifty calls that ended last", () =>
  onFloor(async ({ floor, clock, emit }) => {
    for (let i = 0; i < 60; i++) emit(`${i}`, CALL_STARTED);
    for (let i = 0; i < 58; i++) emit(`${i}`, CALL_ENDED);
    await clock.run(100);
    const ids = floor.snapshot().calls.map(({ callId }) => callId);
    assertEquals(ids.length, 2 + ENDED_SHOWN);
    assertEquals(ids.slice(0, 4), ["58", "59", "57", "56"]);
    assertEquals(ids.at(-1), "8");
    assertEquals((await floor.calls({ limit: 1000 })).length, 60);
  }));

Deno.test("D-01 I11 with a store that fails, calls go on, people see them, and are told", () =>
  onFloor(async (scene) => {
    const { floor, store, clock, emit } = scene;
    const { stream } = floor.open({ lastEventId: null });
    store.mode = "refuses";
    emit("a", CALL_STARTED, callerLine("1"));
    const during = await feed(scene, stream);
    assertEquals(during.calls.length, 2);
    const told = during.events.find(({ event }) => event === "status")?.data as ServerStatus;
    assertStringIncludes(told.storeTrouble ?? "", "disk full");
    assertEquals(floor.snapshot().status.storeTrouble, floor.storeTrouble);
    assertEquals((await floor.call("a"))?.events.length, 2);
    emit("a", CALL_ENDED);
    await clock.run(50);
    assertEquals((await floor.call("a"))?.events.length, 3, "what is not stored is still shown");
    assertEquals((await floor.calls({ limit: 5 })).map(({ callId }) => callId), ["a"]);
    await assertRejects(() => floor.call("unknown"), Error, "disk unreadable");

    store.mode = "works";
    await clock.run(1000);
    assertEquals(floor.storeTrouble, null);
    const after = await feed(scene, stream);
    assertEquals((after.events.at(-1)?.data as ServerStatus).storeTrouble, null);
    assertEquals((await store.call("a"))?.events.length, 3);
  }));

Deno.test("a change of the server's state reaches every reader", () =>
  onFloor(async (scene) => {
    const { stream } = scene.floor.open({ lastEventId: null });
    scene.floor.statusChanged();
    const { events } = await feed(scene, stream);
    assertEquals(events.at(-1)?.event, "status");
    assertEquals(events.at(-1)?.data, { ...SAMPLE_STATUS, storeTrouble: null });
  }));

Deno.test("P-03 calls of a dead process are given their end, timed by the last that is known of them", async () => {
  const store = createFlakyStore();
  const died = sampleCall("died", [CALL_STARTED, callerLine("1")], { firstSeq: 10 });
  const over = sampleCall("over", [CALL_STARTED, CALL_ENDED], { firstSeq: 20 });
  await store.append([...died.events, ...over.events], [died.call, over.call]);

  await onFloor(async ({ floor, emit, clock }) => {
    assertEquals([floor.liveCount, await store.unfinished()], [0, []]);
    const record = await floor.call("died");
    assertEquals(record?.events.length, 3);
    assertEquals(record?.events[2], {
      type: "call.ended",
      reason: "crashed",
      code: "E_CRASHED",
      durationMs: 100,
      usage: died.call.usage,
      seq: 12,
      callId: "died",
      atMs: died.call.startedAtMs + 100,
      offsetMs: 100,
    });
    assertEquals(record?.call.state, "ended");
    const shown = floor.snapshot();
    assertEquals(shown.calls.map(({ callId }) => callId), ["died", "over"]);
    assertEquals(shown.seq, 1, "the feed has numbers of its own");
    emit("new", CALL_STARTED);
    await clock.run(50);
    const fresh = floor.snapshot().calls.find(({ callId }) => callId === "new");
    assertEquals(fresh?.seq, 22, "numbers go on after the highest stored");
  }, store);
});

Deno.test("P-03 calls of dead processes are given their end again and again, and each end is told of once", async () => {
  const store = createFlakyStore();
  const dies = async (callId: string) => {
    const { events, call } = sampleCall(callId, [CALL_STARTED]);
    await store.append(events, [call]);
  };
  await dies("at_start");
  await onFloor(async ({ floor }) => {
    await dies("before_listeners");
    await floor.endOrphans();
    const told: string[] = [];
    floor.onEnded(({ callId }) => told.push(callId));
    for (const callId of ["later", "later_still"]) {
      await dies(callId);
      await floor.endOrphans();
    }
    assertEquals(told, ["at_start", "before_listeners", "later", "later_still"]);
    const afterwards: string[] = [];
    floor.onEnded(({ callId }) => afterwards.push(callId));
    assertEquals(afterwards, ["at_start", "before_listeners"], "only of the start");
  }, store);
});

Deno.test("P-03 a store that cannot be written at the start does not keep calls from being answered", async () => {
  const store = createFlakyStore();
  const died = sampleCall("died", [CALL_STARTED]);
  await store.append(died.events, [died.call]);
  store.mode = "write_refused";
  await onFloor(async ({ floor, emit, clock }) => {
    assertStringIncludes(floor.storeTrouble ?? "", "disk full");
    emit("new", CALL_STARTED);
    await clock.run(50);
    assertEquals(floor.snapshot().calls.map(({ state }) => state), ["connecting", "ended"]);
    store.mode = "works";
    await clock.run(1000);
    assertEquals((await store.unfinished()).map(({ callId }) => callId), ["new"]);
  }, store);
});
