import { assert, assertEquals } from "@std/assert";
import { NO_USAGE } from "../../server/contract/call.ts";
import type { CallEventBody } from "../../server/contract/event.ts";
import type { ServerStatus, Snapshot } from "../../server/contract/feed.ts";
import { createFloor, ENDED_KEPT } from "./floor.ts";
import { ANSWERED_MS, sampleCall, sampleEvents, STARTED } from "./sample_calls.ts";
import { STARTED_PEOPLE } from "./sample_people.ts";
import { test } from "../testing.ts";

const FORMING = { type: "speech.partial", startMs: 0 } as const;

const STATUS: ServerStatus = {
  version: "1.0.0",
  answeredBy: "openai",
  audiohookUrl: "wss://example.test/audiohook",
  consoleUrl: "https://example.test",
  signaturesRequired: true,
  draining: false,
  spend: { day: "2026-11-21", usd: 0, budgetUsd: null },
  fallbackReady: false,
  deliveriesWaiting: 0,
  firstRun: { keyAccepted: false, simulatedCall: false, realSocket: false, published: false },
  storeTrouble: null,
};
const snapshot = (change: Partial<Snapshot> = {}): Snapshot => ({
  seq: 10,
  nowMs: ANSWERED_MS,
  status: STATUS,
  calls: [],
  ...change,
});

function play(bodies: readonly (CallEventBody & { offsetMs: number })[]) {
  const floor = createFloor();
  for (const data of sampleEvents(bodies)) floor.apply({ event: "call", data });
  return floor;
}

test("a call appears when it is answered and moves to the ended ones at its end", () => {
  const ended = { reason: "caller_hung_up", code: "", durationMs: 900, usage: NO_USAGE } as const;
  const floor = play([STARTED]);
  assertEquals([floor.live.value.length, floor.ended.value.length], [1, 0]);
  const over = play([STARTED, { type: "call.ended", offsetMs: 900, ...ended }]);
  assertEquals([over.live.value.length, over.ended.value.length], [0, 1]);
});

test("forming words are shown until their line is final", () => {
  const speaking = { type: "caller.speaking", offsetMs: 10, itemId: "a", startMs: 10 } as const;
  const partial = { type: "caller.partial", offsetMs: 20, itemId: "a", text: "I want" } as const;
  const line = {
    type: "caller.line",
    offsetMs: 30,
    itemId: "a",
    text: "I want to book",
    startMs: 10,
    endMs: 30,
  } as const;
  assertEquals(play([STARTED, speaking, partial]).live.value[0]?.forming.caller, "I want");
  const done = play([STARTED, speaking, partial, line]).live.value[0];
  assertEquals([done?.forming, done?.call.lastCallerLine], [{}, "I want to book"]);
});

test("how long a state lasts is counted from the event that made it", () => {
  const floor = play([
    STARTED,
    { type: "caller.speaking", offsetMs: 500, itemId: "a", startMs: 500 },
    { type: "caller.partial", offsetMs: 900, itemId: "a", text: "Well" },
  ]);
  assertEquals(floor.live.value[0]?.call.stateSinceMs, ANSWERED_MS + 500);
});

test("an event that the snapshot already holds is not counted twice", () => {
  const floor = createFloor();
  const call = sampleCall({ seq: 5, interruptions: 1 });
  floor.apply({ event: "snapshot", data: snapshot({ calls: [call] }) });
  const body = { type: "caller.interrupted", itemId: "a", heardMs: 1, droppedMs: 1 } as const;
  const at = (seq: number) => sampleEvents([{ ...body, offsetMs: 1 }], { firstSeq: seq })[0]!;
  floor.apply({ event: "call", data: at(5) });
  assertEquals(floor.live.value[0]?.call.interruptions, 1);
  floor.apply({ event: "call", data: at(6) });
  assertEquals(floor.live.value[0]?.call.interruptions, 2);
});

test("a snapshot replaces everything and says that a new generation begins", () => {
  const floor = play([STARTED]);
  floor.apply({ event: "snapshot", data: snapshot({ calls: [sampleCall({ callId: "other" })] }) });
  assertEquals([...floor.calls.value.keys()], ["other"]);
  assertEquals([floor.generation.value, floor.seq.value], [1, 10]);
  assertEquals(floor.status.value?.audiohookUrl, STATUS.audiohookUrl);
});

test("an event of a call that nobody announced changes nothing", () => {
  const floor = play([{ type: "call.held", offsetMs: 1 }]);
  assertEquals(floor.calls.value.size, 0);
});

test("ended calls in memory are bounded and live ones are never given up for them", () => {
  const floor = createFloor();
  const calls = Array.from(
    { length: ENDED_KEPT + 20 },
    (_, i) => sampleCall({ callId: `old-${i}`, state: "ended", endedAtMs: ANSWERED_MS + i }),
  );
  floor.addEarlier(calls);
  floor.apply({ event: "call", data: sampleEvents([STARTED], { callId: "now" })[0]! });
  assertEquals(floor.calls.value.size, ENDED_KEPT);
  assert(floor.calls.value.has("now"));
  assert(!floor.calls.value.has("old-0"));
});

test("earlier calls never overwrite what the feed knows", () => {
  const floor = createFloor();
  floor.apply({ event: "snapshot", data: snapshot({ calls: [sampleCall({ seq: 9 })] }) });
  floor.addEarlier([sampleCall({ seq: 2, state: "ended", endedAtMs: 1 })]);
  assertEquals(floor.live.value[0]?.call.seq, 9);
});

test("people may speak at once: the words of both form side by side", () => {
  const floor = play([
    STARTED_PEOPLE,
    { ...FORMING, offsetMs: 1, itemId: "a", speaker: "agent", text: "Good" },
    { ...FORMING, offsetMs: 2, itemId: "b", speaker: "caller", text: "Hello" },
  ]);
  assertEquals(floor.live.value[0]?.forming, { agent: "Good", caller: "Hello" });
});

test("words that are left out stop forming", () => {
  const dropped = { type: "speech.dropped", speaker: "caller", why: "invented" } as const;
  const floor = play([
    STARTED_PEOPLE,
    { ...FORMING, offsetMs: 1, itemId: "b", speaker: "caller", text: "Thank you for" },
    { ...dropped, offsetMs: 2, itemId: "b", startMs: 0, endMs: 400 },
  ]);
  assertEquals(floor.live.value[0]?.forming, {});
});

test("the notice board is that of the snapshot, then of the last message about it", () => {
  const note = (id: string) => (
    { id, text: "Snow", by: "console", createdAtMs: 1, expiresAtMs: 2, calls: 0 }
  );
  const floor = createFloor();
  floor.apply({ event: "snapshot", data: snapshot({ notices: [note("a")] }) });
  assertEquals(floor.board.value.map(({ id }) => id), ["a"]);
  floor.apply({ event: "notices", data: [note("b"), note("a")] });
  assertEquals(floor.board.value.map(({ id }) => id), ["b", "a"]);
  floor.apply({ event: "snapshot", data: snapshot() });
  assertEquals(floor.board.value, []);
});

test("a snapshot tells which calls ended while the stream was lost", () => {
  const floor = createFloor();
  const live = sampleCall({ callId: "live" });
  const over = (callId: string) => sampleCall({ callId, state: "ended", endedAtMs: ANSWERED_MS });
  assertEquals(floor.endsMissed(snapshot({ calls: [over("a")] })), 0);
  floor.apply({ event: "snapshot", data: snapshot({ calls: [live, over("a")] }) });
  assertEquals(floor.endsMissed(snapshot({ calls: [over("live"), over("a"), over("new")] })), 2);
});
