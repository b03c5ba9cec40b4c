import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import { NO_USAGE } from "../../server/contract/call.ts";
import type { CallEvent } from "../../server/contract/event.ts";
import type { FeedMessage } from "../../server/contract/feed.ts";
import type { Api, Refusal } from "../api.ts";
import { test } from "../testing.ts";
import { createLiveCall } from "./call.ts";
import { FakeTimers } from "./fake_timers.ts";
import { sampleCall, sampleEvents, STARTED } from "./sample_calls.ts";

const TALK = sampleEvents([
  STARTED,
  { type: "caller.speaking", offsetMs: 100, itemId: "c1", startMs: 100 },
  { type: "caller.partial", offsetMs: 200, itemId: "c1", text: "Hel" },
  { type: "caller.line", offsetMs: 300, itemId: "c1", text: "Hello", startMs: 100, endMs: 250 },
  { type: "agent.line", offsetMs: 400, itemId: "a1", responseId: "r1", text: "Good day" },
]);
const REFUSED: Refusal = { code: "not_found", message: "No such call", fields: [] };

function setUp(stored: readonly CallEvent[] | Refusal) {
  let say: (message: FeedMessage) => void = () => {};
  let answer = () => {};
  const state = { stored, asked: 0 };
  const api: Pick<Api, "call"> = {
    call: () => {
      state.asked++;
      return new Promise((resolve) => {
        answer = () => {
          const { stored } = state;
          resolve(
            "code" in stored
              ? { ok: false, refusal: stored }
              : { ok: true, value: { call: sampleCall(), events: [...stored] } },
          );
        };
      });
    },
  };
  const generation = signal(1);
  const feed = {
    listen(fn: (message: FeedMessage) => void) {
      say = fn;
      return () => say = () => {};
    },
  };
  const timers = new FakeTimers();
  const live = createLiveCall({ callId: "call-1", api, feed, timers, generation });
  const arrive = (event: CallEvent) => say({ event: "call", data: event });
  const answered = async () => {
    answer();
    await new FakeTimers().settle();
  };
  return { live, arrive, answered, generation, state, timers };
}

const words = (live: { view: { value: { transcript: { lines: readonly { text: string }[] } } } }) =>
  live.view.value.transcript.lines.map((line) => line.text);

test("events that arrive while the call is fetched are neither lost nor doubled", async () => {
  const { live, arrive, answered } = setUp(TALK.slice(0, 4));
  arrive(TALK[3]!);
  arrive(TALK[4]!);
  assertEquals(live.loading.value, "loading");
  await answered();
  assertEquals(live.loading.value, "ready");
  assertEquals(words(live), ["Hello", "Good day"]);
  assertEquals(live.view.value.events.map((event) => event.seq), [1, 2, 4, 5]);
  live.stop();
});

test("passing events form a line but are not kept in the list of events", async () => {
  const { live, arrive, answered } = setUp(TALK.slice(0, 2));
  await answered();
  arrive(TALK[2]!);
  assertEquals(words(live), ["Hel"]);
  assertEquals(live.view.value.events.length, 2);
  live.stop();
});

test("events of another call are none of ours", async () => {
  const { live, arrive, answered } = setUp(TALK.slice(0, 2));
  await answered();
  arrive({ ...TALK[4]!, callId: "other" });
  assertEquals(live.view.value.events.length, 2);
  live.stop();
});

test("a stream that begins anew fetches the call again", async () => {
  const { live, answered, generation, state } = setUp(TALK.slice(0, 1));
  await answered();
  state.stored = TALK;
  generation.value++;
  await answered();
  assertEquals(state.asked, 2);
  assertEquals(words(live), ["Hello", "Good day"]);
  live.stop();
});

test("a stream that goes on from another server loses no line, and takes back an end that was none", async () => {
  const { live, arrive, answered, generation, state } = setUp(TALK.slice(0, 4));
  await answered();
  // Its instance was taken to be dead; the end came behind all that anybody could have heard of it.
  const end = { type: "call.ended", reason: "internal", code: "E_CRASHED", durationMs: 1 } as const;
  const [crashed] = sampleEvents([{ ...end, usage: NO_USAGE, offsetMs: 300 }], { firstSeq: 1003 });
  arrive(crashed!);
  assertEquals(live.view.value.call?.state, "ended");
  // The line that nobody told this console is in the record; the one after it comes with the new stream.
  generation.value++;
  const said = { ...TALK[4]!, itemId: "a2", text: "Are you there?" } as CallEvent;
  arrive({ ...said, seq: 9 });
  state.stored = TALK;
  await answered();
  assertEquals(words(live), ["Hello", "Good day", "Are you there?"]);
  assertEquals(live.view.value.call?.endedAtMs, null);
  live.stop();
});

test("a failed refresh keeps what is known, a failed first fetch says why", async () => {
  const known = setUp(TALK);
  await known.answered();
  known.state.stored = REFUSED;
  known.generation.value++;
  await known.answered();
  assertEquals([known.live.loading.value, words(known.live).length], ["ready", 2]);
  known.live.stop();
  const unknown = setUp(REFUSED);
  await unknown.answered();
  assertEquals(unknown.live.loading.value, REFUSED);
  unknown.live.stop();
});

test("what could not be fetched anew is asked for again, until it is there", async () => {
  const { live, arrive, answered, generation, state, timers } = setUp(TALK.slice(0, 2));
  await answered();
  state.stored = { ...REFUSED, code: "unreachable" };
  generation.value++;
  await answered();
  timers.advance(1000);
  await answered();
  // While it was not there nothing else was lost.
  arrive(TALK[4]!);
  assertEquals([state.asked, words(live)], [3, ["", "Good day"]]);
  state.stored = TALK.slice(0, 4);
  timers.advance(2000);
  await answered();
  assertEquals([state.asked, words(live)], [4, ["Hello", "Good day"]]);
  live.stop();
  assertEquals(timers.pending, 0);
});

test("another instance may have heard less of a live call than we: nothing of it is taken away", async () => {
  const { live, arrive, answered, generation, state } = setUp(TALK.slice(0, 1));
  await answered();
  for (const event of TALK.slice(1)) arrive(event);
  state.stored = TALK.slice(0, 4);
  generation.value++;
  await answered();
  assertEquals(words(live), ["Hello", "Good day"]);
  // The record of one that has ended is whole: what it lacks was never kept.
  const ended: CallEvent = {
    ...TALK[4]!,
    ...{ type: "call.ended", reason: "internal", code: "", durationMs: 500, usage: NO_USAGE },
  };
  state.stored = [...TALK.slice(0, 4), ended];
  generation.value++;
  await answered();
  assertEquals([words(live), live.view.value.call?.state], [["Hello"], "ended"]);
  live.stop();
});

test("a call that was asked for before it began appears once it has", async () => {
  const { live, arrive, answered, state } = setUp(REFUSED);
  await answered();
  assertEquals(live.loading.value, REFUSED);
  state.stored = TALK.slice(0, 1);
  arrive(TALK[0]!);
  await answered();
  assertEquals([live.loading.value, live.view.value.call?.callId], ["ready", "call-1"]);
  live.stop();
});

test("an answer that comes after leaving the page changes nothing", async () => {
  const { live, answered, arrive } = setUp(TALK);
  live.stop();
  await answered();
  arrive(TALK[0]!);
  assertEquals(live.view.value.events.length, 0);
});
