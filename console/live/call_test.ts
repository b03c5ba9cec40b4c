import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
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
  const live = createLiveCall({ callId: "call-1", api, feed, generation });
  const arrive = (event: CallEvent) => say({ event: "call", data: event });
  const answered = async () => {
    answer();
    await new FakeTimers().settle();
  };
  return { live, arrive, answered, generation, state };
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
