import { assert, assertEquals } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import { Outbox } from "./outbox.ts";
import { FakeSocket } from "./testing/fake_socket.ts";

function outboxAt() {
  const clock = new ManualClock();
  const socket = new FakeSocket();
  const faults: unknown[] = [];
  let clientSeq = 1;
  const outbox = new Outbox({
    socket,
    clock,
    sessionId: "s",
    clientSeq: () => clientSeq,
    maxBytes: 16_000,
    onFault: (error) => faults.push(error),
  });
  return { clock, socket, outbox, faults, received: (seq: number) => (clientSeq = seq) };
}

Deno.test("seq and clientseq are stamped when a message leaves, not when it was wished for", () => {
  const { clock, socket, outbox, received } = outboxAt();
  outbox.sayNow("opened", {});
  for (let i = 0; i < 20; i++) outbox.say("updated", {});
  received(9);
  outbox.sayNow("pong", {});
  clock.advance(1_000);
  assertEquals(socket.texts.map((text) => text.seq), Array.from({ length: 22 }, (_, i) => i + 1));
  assertEquals(socket.order.slice(-2), ["pong", "updated"]);
  assertEquals(socket.texts.at(-1)?.clientseq, 9);
  assertEquals(socket.texts.at(-1)?.parameters, {});
});

Deno.test("audio and texts wait for opened, which comes first of all", () => {
  const { socket, outbox } = outboxAt();
  outbox.play(new Uint8Array(800));
  outbox.say("event", {});
  assertEquals(socket.order, []);
  assertEquals(outbox.unsentBytes, 800);
  outbox.sayNow("opened", { media: [] });
  assertEquals(socket.order, ["opened", "event", "audio"]);
  assertEquals(outbox.unsentBytes, 0);
});

Deno.test("G-23 three minutes of audio at once leave whole and in order, within the rate", async () => {
  const { clock, socket, outbox } = outboxAt();
  outbox.sayNow("opened", {});
  const chunks = Array.from({ length: 900 }, (_, i) => new Uint8Array(1_600).fill(i % 251));
  for (const chunk of chunks) outbox.play(chunk);
  assertEquals(socket.audio.length, 20);
  await clock.run(20_000, 100);
  assert(socket.audio.length <= 25 + 5 * 20, `${socket.audio.length} messages`);
  assert(socket.audio.every((piece) => piece.length <= 16_000));
  const whole = new Blob(socket.audio as Uint8Array<ArrayBuffer>[]);
  const expected = new Blob(chunks);
  assertEquals(await whole.bytes(), await expected.bytes());
  assertEquals(outbox.unsentBytes, 0);
  assertEquals(clock.pending, 0);
});

Deno.test("no flood of audio or of texts makes an urgent message wait", () => {
  const { socket, outbox } = outboxAt();
  outbox.sayNow("opened", {});
  for (let i = 0; i < 200; i++) outbox.play(new Uint8Array(1_600));
  for (let i = 0; i < 40; i++) outbox.say("event", {});
  outbox.sayNow("pong", {});
  assertEquals(socket.order.at(-1), "pong");
});

Deno.test("texts that wait are bounded, and the refusal is told", () => {
  const { clock, socket, outbox } = outboxAt();
  outbox.sayNow("opened", {});
  outbox.holdOff(1_000);
  const taken = Array.from({ length: 60 }, () => outbox.say("event", {}));
  assertEquals(taken.filter(Boolean).length, 50);
  clock.advance(60_000);
  assertEquals(socket.texts.map((text) => text.seq), Array.from({ length: 51 }, (_, i) => i + 1));
});

Deno.test("G-22 after 429 audio and texts wait as long as asked; a pong does not", () => {
  const { clock, socket, outbox } = outboxAt();
  outbox.sayNow("opened", {});
  outbox.holdOff(2_000);
  outbox.play(new Uint8Array(800));
  outbox.say("event", {});
  outbox.sayNow("pong", {});
  clock.advance(1_999);
  assertEquals(socket.order, ["opened", "pong"]);
  clock.advance(1);
  assertEquals(socket.order, ["opened", "pong", "event", "audio"]);
});

Deno.test("what was dropped never leaves, and leaves no timer", () => {
  const { clock, socket, outbox } = outboxAt();
  outbox.sayNow("opened", {});
  for (let i = 0; i < 25; i++) outbox.play(new Uint8Array(1_600));
  assertEquals(outbox.dropAudio(), 5 * 1_600);
  outbox.play(new Uint8Array(10));
  outbox.dropAll();
  assertEquals(clock.pending, 0);
  clock.advance(10_000);
  assertEquals(socket.audioBytes, 20 * 1_600);
});

Deno.test("G-27 what may still sound is our own reckoning; a hint against it is ignored", () => {
  const { clock, outbox } = outboxAt();
  outbox.sayNow("opened", {});
  assertEquals(outbox.maySound(), false);
  outbox.play(new Uint8Array(16_000));
  clock.advance(500);
  outbox.playbackCompleted();
  assertEquals(outbox.maySound(), true);
  clock.advance(1_500);
  assertEquals(outbox.maySound(), true);
  outbox.playbackCompleted();
  assertEquals(outbox.maySound(), false);
});

Deno.test("G-27 a hint a packet early spares the wait for a late start, not the packet", () => {
  const { clock, outbox } = outboxAt();
  outbox.sayNow("opened", {});
  outbox.play(new Uint8Array(16_000));
  clock.advance(1_980);
  outbox.playbackCompleted();
  assertEquals(outbox.maySound(), true);
  clock.advance(20);
  assertEquals(outbox.maySound(), false);
});

Deno.test("G-27 a hint that was too early to be true is forgotten, not kept for later", () => {
  const { clock, outbox } = outboxAt();
  outbox.sayNow("opened", {});
  outbox.play(new Uint8Array(800));
  outbox.playbackCompleted();
  clock.advance(150);
  assertEquals(outbox.maySound(), true);
});

Deno.test("G-27 pieces sound one after the other, however fast they left", () => {
  const { clock, outbox } = outboxAt();
  outbox.sayNow("opened", {});
  for (let i = 0; i < 10; i++) outbox.play(new Uint8Array(1_600));
  clock.advance(1_900);
  outbox.playbackCompleted();
  assertEquals(outbox.maySound(), true);
  clock.advance(100);
  outbox.playbackCompleted();
  assertEquals(outbox.maySound(), false);
});

Deno.test("G-27 without any hint, sound is reckoned to end a little after its length", () => {
  const { clock, outbox } = outboxAt();
  outbox.sayNow("opened", {});
  outbox.play(new Uint8Array(16_000));
  clock.advance(3_999);
  assertEquals(outbox.maySound(), true);
  clock.advance(1);
  assertEquals(outbox.maySound(), false);
});

Deno.test("a socket that breaks under a delayed send is a fault of this call, not of the process", () => {
  const { clock, socket, outbox, faults } = outboxAt();
  outbox.sayNow("opened", {});
  for (let i = 0; i < 21; i++) outbox.play(new Uint8Array(1_600));
  socket.fails = true;
  clock.advance(300);
  assertEquals(faults.length, 1);
});

Deno.test("lines wait for opened and give way to texts; they are made when they leave", () => {
  const waiting = [["a"], ["b"]];
  let may = true;
  const lines = {
    get spare() {
      return may && waiting.length > 0 ? 0 : null;
    },
    take: () => waiting.shift()!.map((type) => ({ type, data: {} })),
  };
  const clock = new ManualClock();
  const socket = new FakeSocket();
  const outbox = new Outbox({
    socket,
    clock,
    sessionId: "s",
    clientSeq: () => 1,
    maxBytes: 0,
    lines,
    onFault: fail,
  });
  outbox.flush();
  outbox.say("updated", {});
  assertEquals(socket.order, []);
  outbox.sayNow("opened", {});
  assertEquals(socket.order, ["opened", "updated", "event", "event"]);
  assertEquals(socket.last("event")?.parameters, { entities: [{ type: "b", data: {} }] });

  for (let i = 0; i < 16; i++) outbox.say("updated", {});
  waiting.push(["c"]);
  outbox.say("updated", {});
  outbox.flush();
  assertEquals(socket.order.length, 20);
  clock.advance(200);
  assertEquals(socket.order.at(-1), "updated");
  outbox.dropAll();
  clock.advance(200);
  assertEquals(socket.last("event")?.parameters, { entities: [{ type: "c", data: {} }] });

  may = false;
  waiting.push(["d"]);
  outbox.dropAll();
  assertEquals(clock.pending, 0);
});

function fail(error: unknown): never {
  throw error;
}
