import { assertEquals } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import { SocketOutbox } from "./socket_outbox.ts";
import { FakeCoreSocket } from "./testing/fake_core_socket.ts";

function rig() {
  const clock = new ManualClock();
  const socket = new FakeCoreSocket();
  const told: string[] = [];
  const outbox = new SocketOutbox({
    socket,
    clock,
    onSlow: (bytes) => told.push(`slow ${bytes}`),
    onReads: () => told.push("reads"),
    onStuck: () => told.push("stuck"),
    onFault: () => told.push("fault"),
  });
  return { clock, socket, told, outbox };
}

const frames = (count: number) => new Uint8Array(160 * count);

Deno.test("each frame is a message of 320 bytes, sent at once; the tail waits for the rest", () => {
  const { socket, outbox } = rig();
  outbox.play(new Uint8Array(8_000 + 80));
  assertEquals(socket.frames.map((frame) => frame.length), Array(50).fill(320));
  outbox.rest();
  assertEquals(socket.frames.length, 51);
  outbox.rest();
  assertEquals(socket.frames.length, 51);
});

Deno.test("an interruption is told while something may sound, and once", () => {
  const { clock, socket, outbox } = rig();
  outbox.silence();
  assertEquals(socket.order, []);
  outbox.play(frames(10));
  clock.advance(150);
  assertEquals(outbox.silence(), 0);
  outbox.silence();
  assertEquals(socket.texts("interruption").length, 1);
  outbox.play(frames(10));
  clock.advance(201 + 500);
  outbox.silence();
  assertEquals(socket.texts("interruption").length, 1);
});

Deno.test("sound sent in a burst is reckoned to its end", () => {
  const { clock, socket, outbox } = rig();
  outbox.play(frames(100));
  clock.advance(1_990);
  outbox.silence();
  assertEquals(socket.order.at(-1), "interruption");
});

Deno.test("V-04 a core that does not read: frames are held, counted, and go on in order", () => {
  const { clock, socket, told, outbox } = rig();
  outbox.play(frames(1));
  socket.bufferedAmount = 48 * 1024 + 1;
  outbox.play(new Uint8Array([...Array(160).fill(1), ...Array(160).fill(2)]));
  assertEquals([outbox.unsentBytes, socket.frames.length], [320, 1]);
  clock.advance(1_000);
  assertEquals(socket.frames.length, 1);
  socket.bufferedAmount = 0;
  outbox.play(new Uint8Array(160).fill(3));
  clock.advance(50);
  assertEquals([outbox.unsentBytes, clock.pending], [0, 0]);
  assertEquals(new Set(socket.frames.slice(1).map((frame) => frame.join())).size, 3);
  assertEquals(told, ["slow 49153", "reads"]);
});

Deno.test("V-04 what is held is dropped by an interruption, which the core is told", () => {
  const { clock, socket, outbox } = rig();
  socket.bufferedAmount = 1_000_000;
  outbox.play(new Uint8Array(160 * 3 + 9));
  assertEquals(outbox.silence(), 489);
  assertEquals([socket.order, clock.pending], [["interruption"], 0]);
});

Deno.test("V-04 a core that takes nothing for five seconds is stuck; one that takes a little is not", () => {
  const { clock, socket, told, outbox } = rig();
  socket.bufferedAmount = 1_000_000;
  outbox.play(frames(2));
  clock.advance(4_950);
  assertEquals(told, ["slow 1000000"]);
  clock.advance(100);
  assertEquals(told, ["slow 1000000", "stuck"]);
  assertEquals(clock.pending, 0);
});
