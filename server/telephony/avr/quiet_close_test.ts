import { assertEquals } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import { QuietClose } from "./quiet_close.ts";

function rig() {
  const clock = new ManualClock();
  const closes: string[] = [];
  const faults: unknown[] = [];
  const socket = {
    bufferedAmount: 0,
    send() {},
    close: (code: number, reason: string) =>
      void closes.push(`${code} ${reason} at ${clock.now()}`),
  };
  const closing = new QuietClose({ socket, clock, onFault: (error) => faults.push(error) });
  return { clock, closes, faults, socket, closing };
}

Deno.test("a core that sends nothing is waited for 40 ms", () => {
  const { clock, closes, closing } = rig();
  closing.close(1000, "");
  closing.close(1011, "twice");
  clock.advance(39);
  assertEquals(closes, []);
  clock.advance(1_000);
  assertEquals([closes, clock.pending], [["1000  at 40"], 0]);
});

Deno.test("what waits is read first; the socket closes in the pause before the next frame", () => {
  const { clock, closes, closing } = rig();
  closing.close(1000, "");
  clock.advance(10);
  for (let i = 0; i < 5; i++) closing.heard();
  clock.advance(4);
  closing.heard();
  clock.advance(4);
  assertEquals(closes, []);
  clock.advance(1);
  assertEquals(closes, ["1000  at 19"]);
  closing.heard();
  assertEquals([closes.length, clock.pending], [1, 0]);
});

Deno.test("a look that comes late does not count: what came meanwhile is not read yet", () => {
  const real = new ManualClock();
  let stalledMs = 0;
  const closes: number[] = [];
  const closing = new QuietClose({
    socket: { bufferedAmount: 0, send() {}, close: () => void closes.push(real.now()) },
    clock: {
      now: () => real.now(),
      wall: () => real.wall(),
      after: (ms, fn) => real.after(ms + stalledMs, fn),
    },
    onFault() {},
  });
  stalledMs = 16;
  closing.close(1000, "");
  stalledMs = 0;
  real.advance(56);
  assertEquals(closes, []);
  real.advance(5);
  assertEquals(closes, [61]);
});

Deno.test("a core that never pauses is not waited for longer than 200 ms", () => {
  const { clock, closes, closing } = rig();
  closing.close(1011, "E_DRAIN");
  for (let i = 0; i < 300; i++) {
    closing.heard();
    clock.advance(1);
  }
  assertEquals([closes, clock.pending], [["1011 E_DRAIN at 200"], 0]);
});

Deno.test("let go of, what was to be closed is closed at once; a socket that throws harms nobody", () => {
  const { clock, closes, closing } = rig();
  closing.letGo();
  closing.close(1000, "");
  closing.letGo();
  assertEquals([closes, clock.pending], [["1000  at 0"], 0]);
  const broken = rig();
  broken.socket.close = () => {
    throw new Error("closed");
  };
  broken.closing.close(1000, "");
  broken.closing.letGo();
  assertEquals(broken.faults.length, 1);
});
