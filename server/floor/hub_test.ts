import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { CallEvent } from "../contract/event.ts";
import type { ServerStatus, Snapshot } from "../contract/feed.ts";
import { silentLog } from "../observe/log.ts";
import { CALL_STARTED, callerLine, sampleCall } from "../store/sample_rows.ts";
import { createHub, type HubOptions } from "./hub.ts";
import { SAMPLE_STATUS } from "./sample_status.ts";
import { parseSse, readAvailable, type SseEvent } from "./read_sse.ts";

const STATUS: ServerStatus = { ...SAMPLE_STATUS, storeTrouble: null };

function line(seq: number, text = `line ${seq}`): CallEvent {
  const envelope = { seq, callId: "call", atMs: 1, offsetMs: 0 };
  return { ...envelope, type: "agent.line", itemId: `${seq}`, responseId: "r", text };
}

function setUp(options: Partial<HubOptions> = {}) {
  const clock = new ManualClock();
  const hub = createHub({ clock, log: silentLog, epoch: "here", ...options });
  let seq = 0;
  const publish = (text?: string) => hub.publish({ event: "call", data: line(++seq, text) });
  const snapshot = (): Snapshot => ({ seq, nowMs: 0, status: STATUS, calls: [] });
  const open = (lastEventId: string | null = null) => hub.open({ lastEventId, snapshot });
  return { clock, hub, publish, open };
}

const seqs = (events: readonly SseEvent[]) =>
  events.filter(({ event }) => event === "call").map(({ data }) => (data as CallEvent).seq);
const names = (events: readonly SseEvent[]) => events.map(({ event }) => event);

Deno.test("a new reader gets a snapshot under its number, then every event", async () => {
  const { hub, publish, open } = setUp();
  publish();
  const { stream } = open();
  publish();
  const { events } = parseSse(await readAvailable(stream));
  assertEquals(events.map(({ event, id }) => [event, id]), [
    ["snapshot", "here-1"],
    ["call", "here-2"],
  ]);
  hub.closeAll();
});

Deno.test("all readers share the bytes of one encoding", async () => {
  const { hub, publish, open } = setUp();
  const readers = [open(), open()].map(({ stream }) => stream.getReader());
  for (const reader of readers) for (let i = 0; i < 2; i++) await reader.read();
  publish();
  const [a, b] = await Promise.all(readers.map((reader) => reader.read()));
  assert(a?.value !== undefined && a.value === b?.value);
  hub.closeAll();
});

Deno.test("S-05 a reader cut after any event comes back to no gap and no double", async () => {
  const { hub, publish, open } = setUp();
  const COUNT = 30;
  for (let cut = 0; cut <= COUNT; cut++) {
    const first = open();
    for (let i = 0; i < cut; i++) publish();
    const before = parseSse(await readAvailable(first.stream)).events;
    first.close();
    for (let i = cut; i < COUNT; i++) publish();
    const again = open(before.at(-1)?.id ?? "");
    publish();
    const after = parseSse(await readAvailable(again.stream)).events;
    again.close();
    assertEquals(names(after).includes("resync"), false);
    const all = [...seqs(before), ...seqs(after)];
    const start = cut * (COUNT + 1) + 1;
    assertEquals(all, Array.from({ length: COUNT + 1 }, (_, i) => start + i));
  }
  assertEquals(hub.readers, 0);
});

Deno.test("S-05 a reader who comes back is told the server's and the agents' present state", async () => {
  const { hub, publish, open } = setUp();
  publish();
  hub.publish({ event: "status", data: STATUS });
  hub.publish({ event: "agent", data: { id: "default", revision: 2, version: 1 } });
  hub.publish({ event: "status", data: { ...STATUS, draining: true } });
  hub.publish({ event: "agent", data: { id: "default", revision: 3, version: 2 } });
  const { events } = parseSse(await readAvailable(open("here-1").stream));
  assertEquals(events.map(({ event, data }) => [event, data]), [
    ["status", { ...STATUS, draining: true }],
    ["agent", { id: "default", revision: 3, version: 2 }],
  ]);
  hub.closeAll();
});

Deno.test("S-05 an id brings either all that came after it, or a fresh snapshot", async () => {
  const { hub, publish, open } = setUp({ ringSize: 20 });
  const COUNT = 99;
  for (let i = 0; i < COUNT; i++) publish();
  for (let id = 1; id <= COUNT; id++) {
    const { stream, close } = open(`here-${id}`);
    const { events } = parseSse(await readAvailable(stream));
    close();
    const all = Array.from({ length: COUNT - id }, (_, i) => id + 1 + i);
    if (names(events)[0] === "resync") assertLess(id, COUNT - 20);
    else assertEquals(seqs(events), all);
  }
  hub.closeAll();
});

Deno.test("S-05 the ring holds its number of events, and passing ones take no place in it", async () => {
  const { hub, publish, open } = setUp({ ringSize: 20 });
  for (let i = 0; i < 40; i++) publish();
  for (let seq = 41; seq <= 140; seq++) {
    const { type: _, ...rest } = line(seq) as CallEvent & { type: "agent.line" };
    hub.publish({ event: "call", data: { ...rest, type: "agent.partial" } });
  }
  const within = parseSse(await readAvailable(open("here-20").stream)).events;
  assertEquals(seqs(within), Array.from({ length: 20 }, (_, i) => 21 + i));
  const beyond = parseSse(await readAvailable(open("here-3").stream)).events;
  assertEquals(names(beyond), ["resync", "snapshot"]);
  const atPartial = parseSse(await readAvailable(open("here-77").stream)).events;
  assertEquals(atPartial, []);
  hub.closeAll();
});

Deno.test("S-06 an id that is unknown, too old, of another process or hostile brings a fresh snapshot", async () => {
  const { hub, publish, open } = setUp({ ringSize: 4 });
  for (let i = 0; i < 9; i++) publish();
  const hostile = [
    "here-",
    "here--1",
    "here-1e3",
    "here-10",
    "here-9007199254740993",
    "-5",
    "here",
  ];
  const others = ["there-9", "here-1", "HERE-9", "here-9\nevent: x", "x".repeat(100_000), "💥-9"];
  for (const id of [...hostile, ...others]) {
    const { stream, close } = open(id);
    const { events } = parseSse(await readAvailable(stream));
    assertEquals(names(events), ["resync", "snapshot"], id.slice(0, 40));
    assertEquals(events[1]?.id, "here-9");
    close();
  }
  hub.closeAll();
});

Deno.test("S-06 whatever numbers events have for themselves, readers go on by the hub's", async () => {
  const { hub, open } = setUp();
  for (const seq of [500, 3, 900, 3]) hub.publish({ event: "call", data: line(seq) });
  assertEquals(hub.seq, 4);
  const { events } = parseSse(await readAvailable(open("here-2").stream));
  assertEquals(events.map(({ id, data }) => [id, (data as CallEvent).seq]), [
    ["here-3", 900],
    ["here-4", 3],
  ]);
  hub.closeAll();
});

Deno.test("S-05 a resync gives every reader a snapshot in the place of what waits for it, however long it is", async () => {
  const { hub, publish, open } = setUp();
  publish();
  const slow = open();
  const eager = open();
  await readAvailable(eager.stream);
  publish("x".repeat(200_000));
  const calls = [sampleCall("call", [CALL_STARTED, callerLine("1", "x".repeat(400_000))]).call];
  hub.resync("calls were missed", () => ({ nowMs: 0, status: STATUS, calls }));
  publish("after");
  for (const reader of [slow, eager]) {
    const { events, retryMs } = parseSse(await readAvailable(reader.stream));
    const anew = events.slice(-3);
    assertEquals(names(anew), ["resync", "snapshot", "call"]);
    assertEquals([anew[1]?.id, anew[2]?.id], ["here-2", "here-3"]);
    // Whoever waited for something had the event before already.
    assertEquals(events.length, reader === eager ? 4 : 3);
    assert(retryMs >= 1000, "how soon to come back is told again");
  }
  hub.closeAll();
});

Deno.test("S-07 readers come back spread over one to five seconds", async () => {
  for (const [drawn, expectedMs] of [[0, 1000], [0.5, 3000], [0.9999, 5000]] as const) {
    const { hub, open } = setUp({ random: () => drawn });
    assertEquals(parseSse(await readAvailable(open().stream)).retryMs, expectedMs);
    hub.closeAll();
  }
});

Deno.test("S-09 a heartbeat comes each 15 s, and no timer is left without readers", async () => {
  const { clock, hub, open } = setUp();
  const { stream, close } = open();
  const other = open();
  await readAvailable(stream);
  clock.advance(14_999);
  assertEquals(parseSse(await readAvailable(stream)).comments, 0);
  clock.advance(30_001);
  assertEquals(parseSse(await readAvailable(stream)).comments, 3);
  assertEquals(clock.pending, 1);
  close();
  await other.stream.cancel();
  assertEquals([hub.readers, clock.pending], [0, 0]);
});

Deno.test("S-03 a reader that never reads is cut off at 256 KiB, and the others miss nothing", async () => {
  const { hub, publish, open } = setUp();
  const stuck = open();
  const healthy = open();
  let text = await readAvailable(healthy.stream);
  let sent = 0;
  while (hub.readers === 2 && sent < 1000) {
    publish("x".repeat(4000));
    sent++;
    text += await readAvailable(healthy.stream);
  }
  assertGreater(sent, 60);
  assertLess(sent, 70);
  const { events } = parseSse(text);
  assertEquals(seqs(events), Array.from({ length: sent }, (_, i) => 1 + i));
  assertEquals(await new Response(stuck.stream).text(), "", "what waited for it has been freed");
  stuck.close("signed_out"); // late, and harmless
  hub.closeAll();
});

Deno.test("S-03 a long snapshot does not count against its reader, once", async () => {
  const { hub, publish, open } = setUp({ ringSize: 400 });
  for (let i = 0; i < 400; i++) publish("x".repeat(2000));
  const { stream } = open("here-1");
  publish();
  assertEquals(hub.readers, 1);
  const { events } = parseSse(await readAvailable(stream));
  assertEquals(seqs(events).length, 400);
  publish();
  for (let i = 0; i < 140; i++) publish("x".repeat(2000));
  assertEquals(hub.readers, 0, "having read all, it has no more room than others");
});

Deno.test("one long message is no reason to cut off a reader who keeps up", async () => {
  const { hub, publish, open } = setUp();
  const { stream } = open();
  await readAvailable(stream);
  publish("x".repeat(600_000));
  assertEquals(seqs(parseSse(await readAvailable(stream)).events), [1]);
  hub.closeAll();
});

Deno.test("S-02 signing out is told to that reader alone, and its stream ends", async () => {
  const { hub, publish, open } = setUp();
  const mine = open();
  const other = open();
  mine.close("signed_out");
  mine.close("signed_out");
  publish();
  assertEquals(names(parseSse(await new Response(mine.stream).text()).events), [
    "snapshot",
    "signed_out",
  ]);
  assertEquals(names(parseSse(await readAvailable(other.stream)).events), ["snapshot", "call"]);
  hub.closeAll();
});

Deno.test("closing all lets every reader have what was sent before", async () => {
  const { clock, hub, publish, open } = setUp();
  const streams = [open(), open(), open()].map(({ stream }) => stream);
  publish();
  hub.closeAll();
  publish();
  for (const stream of streams) {
    assertEquals(seqs(parseSse(await new Response(stream).text()).events), [1]);
  }
  assertEquals([hub.readers, clock.pending], [0, 0]);
});

Deno.test("S-03 a socket that is never read is cut off, and a reader beside it gets every event", async () => {
  const { hub, publish, open } = setUp();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response(open().stream, { headers: { "content-type": "text/event-stream" } }),
  );
  const { port } = server.addr;
  const stuck = await Deno.connect({ hostname: "127.0.0.1", port });
  await stuck.write(new TextEncoder().encode("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  await stuck.read(new Uint8Array(1)); // its stream has begun
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  const reader = answer.body?.getReader();
  assert(reader);

  const piece = "x".repeat(60_000);
  const pieceBytes = piece.length;
  let receivedBytes = 0;
  let sent = 0;
  const receive = async () => {
    while (receivedBytes < sent * pieceBytes) {
      receivedBytes += (await reader.read()).value?.byteLength ?? 0;
    }
  };
  while (hub.readers === 2 && sent < 2000) { // the sockets take some MB before they are full
    publish(piece);
    sent++;
    await receive();
  }
  assertEquals(hub.readers, 1, `${sent} messages of 60 kB were sent`);
  await reader.cancel();
  stuck.close();
  hub.closeAll();
  await server.shutdown();
});

Deno.test("S-05 a reader who comes back is told the notice board as it is, once", async () => {
  const { hub, publish, open } = setUp();
  publish();
  const note = (id: string) => (
    { id, text: "Snow", by: "console", createdAtMs: 1, expiresAtMs: 2, calls: 0 }
  );
  hub.publish({ event: "notices", data: [note("a")] });
  hub.publish({ event: "notices", data: [note("b"), note("a")] });
  const { events } = parseSse(await readAvailable(open("here-1").stream));
  assertEquals(events.map(({ event, data }) => [event, (data as { id: string }[]).length]), [
    ["notices", 2],
  ]);
  hub.closeAll();
});
