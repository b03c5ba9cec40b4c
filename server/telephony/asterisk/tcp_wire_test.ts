import { assertEquals } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import { TcpWire, type Writable } from "./tcp_wire.ts";

/** Takes what it is allowed to, piece by piece. */
class Peer implements Writable {
  writes: number[][] = [];
  closes = 0;
  /** Bytes that the next writes take. */
  takes: number[] = [];
  #waiting: { bytes: Uint8Array; resolve: (count: number) => void; reject: (e: Error) => void }[] =
    [];

  write(bytes: Uint8Array): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#waiting.push({ bytes, resolve, reject });
    return promise;
  }
  close(): void {
    this.closes++;
    if (this.closes > 1) throw new Deno.errors.BadResource("closed");
    for (const { reject } of this.#waiting.splice(0)) reject(new Error("closed"));
  }

  async read(count = Infinity): Promise<void> {
    const write = this.#waiting.shift();
    if (!write) throw new Error("nothing was written");
    const taken = write.bytes.slice(0, count);
    this.writes.push([...taken]);
    write.resolve(taken.length);
    await settle();
  }
  async reset(): Promise<void> {
    this.#waiting.shift()?.reject(new Error("reset"));
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 8; i++) await Promise.resolve();
}

function rig() {
  const clock = new ManualClock();
  const peer = new Peer();
  return { clock, peer, wire: new TcpWire(peer, clock) };
}

Deno.test("each frame is a write of its own, one after the other", async () => {
  const { peer, wire } = rig();
  wire.write(Uint8Array.of(1, 2));
  wire.write(Uint8Array.of(3));
  assertEquals(wire.pending, 2);
  await peer.read();
  assertEquals(wire.pending, 1);
  await peer.read();
  assertEquals([peer.writes, wire.pending], [[[1, 2], [3]], 0]);
});

Deno.test("a frame that was taken in part is completed before the next", async () => {
  const { peer, wire } = rig();
  wire.write(Uint8Array.of(1, 2, 3));
  wire.write(Uint8Array.of(4));
  await peer.read(1);
  await peer.read();
  await peer.read();
  assertEquals(peer.writes, [[1], [2, 3], [4]]);
});

Deno.test("for how long the peer has not read is known", async () => {
  const { clock, peer, wire } = rig();
  assertEquals(wire.stuckMs, 0);
  wire.write(Uint8Array.of(1));
  clock.advance(100);
  wire.write(Uint8Array.of(2));
  clock.advance(50);
  assertEquals(wire.stuckMs, 150);
  await peer.read();
  assertEquals(wire.stuckMs, 50);
  await peer.read();
  assertEquals(wire.stuckMs, 0);
});

Deno.test("what has not begun to leave can be taken back; a frame is never torn", async () => {
  const { peer, wire } = rig();
  for (const byte of [1, 2, 3]) wire.write(Uint8Array.of(byte, byte));
  await peer.read(1);
  assertEquals(wire.drop(), 2);
  wire.write(Uint8Array.of(9));
  await peer.read();
  await peer.read();
  assertEquals(peer.writes, [[1], [1], [9]]);
});

Deno.test("a broken connection takes no more and rejects nothing", async () => {
  const { peer, wire } = rig();
  wire.write(Uint8Array.of(1));
  wire.write(Uint8Array.of(2));
  await peer.reset();
  wire.write(Uint8Array.of(3));
  assertEquals([wire.pending, wire.stuckMs, peer.writes], [0, 0, []]);
});

Deno.test("it may be closed while it writes, and twice", async () => {
  const { peer, wire } = rig();
  wire.write(Uint8Array.of(1));
  wire.close();
  wire.close();
  wire.write(Uint8Array.of(2));
  await settle();
  assertEquals([peer.closes, wire.pending], [2, 0]);
});
