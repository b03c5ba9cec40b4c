// The streams that are open, counted and ended.
import { assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { silentLog } from "../observe/log.ts";
import { Sessions } from "./admission/sessions.ts";
import { operator, Standing } from "./admission/standing.ts";
import { EventStreams, MOST_IN_ALL } from "./event_streams.ts";
import { fakeFeed, memorySessions } from "./rig_for_tests.ts";

function fresh() {
  const clock = new ManualClock();
  const sessions = new Sessions(
    { store: memorySessions(), clock, log: silentLog, lookups: null },
    [],
  );
  const nobody = () => undefined;
  const never = () => () => {};
  const recall = () => Promise.resolve(undefined);
  const standing = new Standing({
    sessions,
    people: { get: nobody, recall, onChange: never },
    tokens: { get: nobody, recall, onRemoved: never },
  });
  const streams = new EventStreams({ standing, sessions, clock, log: silentLog });
  return { clock, sessions, streams };
}

Deno.test("no more than 250 streams are open, whoever they belong to", () => {
  const { streams } = fresh();
  const feed = fakeFeed();
  for (let i = 0; i < MOST_IN_ALL; i++) {
    assertInstanceOf(
      streams.open(operator(`s${i}`), () => feed.open({ lastEventId: null })),
      ReadableStream,
    );
  }
  const one = () => streams.open(operator(null), () => feed.open({ lastEventId: null }));
  assertEquals([one(), streams.count, feed.opened.length], ["all", MOST_IN_ALL, MOST_IN_ALL]);
});

Deno.test("a feed that ends or breaks by itself frees its place", async () => {
  const { clock, sessions, streams } = fresh();
  const sessionId = sessions.find(sessions.start(null))!;
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const feed = () => ({
    stream: new ReadableStream<Uint8Array>({ start: (made) => void (controller = made) }),
    close() {},
  });
  const ended = streams.open(operator(sessionId), feed) as ReadableStream<Uint8Array>;
  controller!.close();
  assertEquals(await new Response(ended as ReadableStream<Uint8Array<ArrayBuffer>>).text(), "");
  const broken = streams.open(operator(sessionId), feed) as ReadableStream<Uint8Array>;
  const reader = broken.getReader();
  controller!.error(new Error("a reader too slow was cut off"));
  await assertRejects(() => reader.read(), Error, "cut off");
  assertEquals([streams.count, clock.pending], [0, 0]);
});

Deno.test("a slow reader's backlog stays in the feed, where it is bounded", async () => {
  const { streams } = fresh();
  let pulled = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled++;
      controller.enqueue(new Uint8Array(1));
    },
  }, { highWaterMark: 0 });
  const open = streams.open(operator(null), () => ({ stream, close() {} }));
  const reader = (open as ReadableStream<Uint8Array>).getReader();
  for (let i = 0; i < 10; i++) await Promise.resolve();
  assertEquals(pulled, 0);
  await reader.read();
  assertEquals(pulled, 1);
  await reader.cancel();
  assertEquals(streams.count, 0);
});
