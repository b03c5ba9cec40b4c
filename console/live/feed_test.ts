// The runner against a false EventSource: which sources are opened, closed and listened to.
import { assertEquals } from "@std/assert";
import { effect, signal } from "@preact/signals";
import { FakeTimers } from "./fake_timers.ts";
import { createFeed, CROWDED_GATHER_MS, GATHER_MS, SILENCE_MS, type Source } from "./feed.ts";
import { test } from "../testing.ts";

class FakeSource implements Source {
  readyState = 0;
  #listeners = new Map<string, (event: Event) => void>();
  addEventListener(type: string, fn: (event: Event) => void): void {
    this.#listeners.set(type, fn);
  }
  close(): void {
    this.readyState = 2;
  }
  open(): void {
    this.readyState = 1;
    this.#listeners.get("open")?.(new Event("open"));
  }
  fail(forGood: boolean): void {
    this.readyState = forGood ? 2 : 0;
    this.#listeners.get("error")?.(new Event("error"));
  }
  send(type: string, data: unknown): void {
    const text = typeof data === "string" ? data : JSON.stringify(data);
    this.#listeners.get(type)?.(new MessageEvent(type, { data: text }));
  }
}

function setUp(probe = () => Promise.resolve(true)) {
  const timers = new FakeTimers();
  const sources: FakeSource[] = [];
  let checks = 0;
  const feed = createFeed({
    timers,
    probe,
    openSource: () => {
      sources.push(new FakeSource());
      return sources.at(-1)!;
    },
    checkSession: () => void checks++,
    random: () => 0,
  });
  const heard: string[] = [];
  feed.listen((message) => heard.push(message.event));
  feed.tell("start");
  const last = () => sources.at(-1)!;
  const phase = () => feed.connection.value.phase;
  return { timers, sources, feed, heard, last, phase, checks: () => checks };
}

test("messages are handed on with their name, and the first snapshot makes it live", () => {
  const { last, heard, phase, timers } = setUp();
  last().open();
  last().send("snapshot", { seq: 1 });
  timers.advance(GATHER_MS);
  last().send("call", { seq: 2 });
  assertEquals(heard, ["snapshot", "call"]);
  assertEquals(phase(), "live");
});

test("events that come thick and fast are handed on together, in order, before what is not a call's", () => {
  const { feed, last, heard, timers } = setUp();
  const floor = signal(0);
  let drawn = 0;
  feed.listen(() => floor.value++);
  const stop = effect(() => void (floor.value, drawn++));
  last().send("snapshot", {});
  for (let i = 0; i < 50; i++) last().send("call", {});
  assertEquals([heard.length, drawn], [1, 2]);
  timers.advance(GATHER_MS);
  assertEquals([heard.length, drawn], [51, 3]);
  last().send("call", {});
  last().send("status", {});
  assertEquals(heard.slice(-2), ["call", "status"]);
  stop();
});

test("where more comes than anybody could follow it is gathered longer, until less comes", () => {
  const { last, heard, timers } = setUp();
  const send = (calls: number) => {
    for (let i = 0; i < calls; i++) last().send("call", {});
  };
  last().send("snapshot", {});
  send(60);
  timers.advance(GATHER_MS);
  assertEquals(heard.length, 61);
  send(10);
  timers.advance(GATHER_MS);
  assertEquals(heard.length, 61, "still gathered");
  timers.advance(CROWDED_GATHER_MS - GATHER_MS);
  assertEquals(heard.length, 71);
  send(1);
  timers.advance(GATHER_MS);
  assertEquals(heard.length, 72, "as soon as before");
});

test("what was gathered is not lost with the stream, and does not make a broken one live", () => {
  const { last, heard, phase, timers } = setUp();
  last().send("snapshot", {});
  last().send("call", {});
  last().fail(false);
  assertEquals([heard, phase()], [["snapshot", "call"], "reconnecting"]);
  timers.advance(GATHER_MS);
  assertEquals(phase(), "reconnecting");
});

test("a stream that the browser mends is not opened a second time", () => {
  const { last, sources, phase } = setUp();
  last().send("snapshot", {});
  last().fail(false);
  assertEquals([phase(), sources.length], ["reconnecting", 1]);
  last().open();
  assertEquals(phase(), "catching_up");
});

test("a refused stream is replaced after the wait, and the session is checked once", () => {
  const { last, sources, timers, checks } = setUp();
  last().send("snapshot", {});
  last().fail(true);
  assertEquals([sources.length, checks()], [1, 1]);
  timers.advance(999);
  assertEquals(sources.length, 1);
  timers.advance(1);
  assertEquals(sources.length, 2);
});

test("a closed stream's late message is not taken for its successor's", () => {
  const { feed, last, heard, sources } = setUp();
  last().send("snapshot", {});
  feed.tell("fell_asleep");
  feed.tell("woke");
  sources[0]!.send("call", {});
  assertEquals(heard, ["snapshot"]);
});

test("a message that is not JSON starts a fresh stream instead of leaving a hole", () => {
  const { last, heard, timers, sources } = setUp();
  last().send("snapshot", {});
  last().send("call", "{broken");
  assertEquals(heard, ["snapshot"]);
  timers.advance(1000);
  assertEquals(sources.length, 2);
});

test("after a long silence the server is asked, and a dead one loses the stream", async () => {
  let alive = true;
  const { timers, last, phase } = setUp(() => Promise.resolve(alive));
  last().send("snapshot", {});
  timers.advance(SILENCE_MS);
  await timers.settle();
  assertEquals(phase(), "live");
  alive = false;
  timers.advance(SILENCE_MS);
  await timers.settle();
  assertEquals(phase(), "reconnecting");
});

test("signed out closes the stream and leaves no timer", () => {
  const { last, phase, timers } = setUp();
  last().send("snapshot", {});
  last().send("signed_out", {});
  assertEquals([phase(), last().readyState, timers.pending], ["signed_out", 2, 0]);
});
