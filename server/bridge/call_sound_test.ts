// The live sound of a call as people who listen get it: both sides side by side, when the caller says and hears it.
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { SILENCE } from "../audio/ulaw.ts";
import { ManualClock } from "../clock.ts";
import { ByteQueue } from "./byte_queue.ts";
import { CallSound } from "./call_sound.ts";
import { give, listens, spoken } from "./command_test_kit.ts";
import { AGENT, startRig } from "./fake_call_test_kit.ts";

function recording(aheadMs = 0) {
  const clock = new ManualClock();
  const frames: Uint8Array[] = [];
  let unsent = 0;
  const sound = new CallSound({
    clock,
    guard: (fn) => fn,
    unsentBytes: () => unsent,
    aheadMs,
    onFrame: (frame) => frames.push(frame),
  });
  const side = (from: number) =>
    Uint8Array.from(frames.flatMap((frame) => [...frame.subarray(from, from + 800)]));
  return {
    clock,
    sound,
    frames,
    caller: () => side(1),
    agent: () => side(801),
    hold: (bytes: number) => unsent = bytes,
  };
}

/** When the first and the last byte of a mark are heard, in ms. */
function span(side: Uint8Array, mark: number): [number, number] {
  return [side.indexOf(mark) / 8, (side.lastIndexOf(mark) + 1) / 8];
}

Deno.test("a frame every 100 ms: one byte for its kind, 800 of the caller, 800 of us, silence where there is none", () => {
  const { clock, sound, frames } = recording();
  clock.advance(1000);
  sound.stop();
  clock.advance(1000);
  assertEquals(frames.map(({ length }) => length), Array(10).fill(1601));
  assert(frames.every((frame) => frame[0] === 1 && frame.subarray(1).every((c) => c === SILENCE)));
  assertEquals(clock.pending, 0);
});

Deno.test("what is handed over in a burst is heard in real time, from when it was handed over", () => {
  const { clock, sound, agent } = recording();
  clock.advance(250);
  sound.played(spoken(7, 500));
  sound.played(spoken(7, 300));
  clock.advance(1500);
  assertEquals(span(agent(), 7), [300 - 50, 1050]);
  sound.stop();
});

Deno.test("what the phone dropped is not heard", () => {
  const { clock, sound, agent } = recording();
  clock.advance(100);
  sound.played(spoken(7, 2000));
  clock.advance(430);
  sound.cleared();
  sound.played(spoken(9, 200));
  clock.advance(1500);
  assertEquals(span(agent(), 7), [100, 530]);
  assertEquals(span(agent(), 9), [530, 730]);
  sound.stop();
});

Deno.test("what has not left our side is not heard yet", () => {
  const { clock, sound, agent, hold } = recording();
  sound.played(spoken(7, 400));
  hold(400 * 8);
  clock.advance(500);
  assertEquals(agent().indexOf(7), -1);
  hold(0);
  clock.advance(600);
  assertEquals(span(agent(), 7), [500, 900]);
  sound.stop();
});

Deno.test("after a burst the caller's side catches up in the next pause, and loses no word", () => {
  const { clock, sound, caller } = recording();
  const says = (mark: number, ms: number) => {
    for (let at = 0; at < ms; at += 100) {
      sound.heard(spoken(mark, 100));
      clock.advance(100);
    }
  };
  says(SILENCE, 1000);
  clock.advance(400);
  for (let i = 0; i < 4; i++) sound.heard(spoken(7, 100));
  says(7, 2000);
  says(SILENCE, 2000);
  says(9, 500);
  says(SILENCE, 500);
  sound.stop();
  const [from, to] = span(caller(), 7);
  assertEquals(to - from, 2400);
  const lateMs = span(caller(), 9)[0] - (1000 + 400 + 2000 + 2000);
  assert(lateMs >= 100 && lateMs <= 200, `late by ${lateMs} ms`);
});

Deno.test("whoever comes in the middle of a sentence hears the next words when the caller does", () => {
  const { clock, sound, agent } = recording(1200);
  sound.played(spoken(7, 500));
  clock.advance(2000);
  assertEquals(span(agent(), 7), [1200, 1700]);
  sound.stop();
});

Deno.test("the caller's sound has no holes, whatever pieces it comes in", () => {
  for (const piece of [20, 100, 180]) {
    const { clock, sound, caller } = recording();
    for (let at = 0; at < 3000; at += piece) {
      sound.heard(spoken(5, piece));
      clock.advance(piece);
    }
    const heard = caller();
    const [from, until] = span(heard, 5);
    assert(from <= 300, `${piece}: begins at ${from}`);
    assert(heard.subarray(from * 8, until * 8).every((code) => code === 5), `${piece} has holes`);
    sound.stop();
  }
});

Deno.test("after a stall of ours old sound gives way, so that live stays live", () => {
  const { clock, sound, frames, caller } = recording();
  for (let i = 0; i < 50; i++) sound.heard(spoken(i + 1));
  clock.advance(1500);
  const heard = new Set(caller());
  assert(!heard.has(20) && heard.has(50));
  assertEquals(frames.length, 15);
  sound.stop();
});

Deno.test("a queue gives back what was put in, in order, and never holds more than it may", () => {
  fc.assert(fc.property(
    fc.array(fc.oneof(fc.uint8Array({ maxLength: 50 }), fc.integer({ min: 0, max: 60 }))),
    (acts) => {
      const queue = new ByteQueue(200);
      let expected: number[] = [];
      for (const act of acts) {
        if (typeof act !== "number") {
          queue.push(act);
          expected.push(...act);
          assert(queue.bytes <= 200);
          expected = expected.slice(-queue.bytes || expected.length);
        } else {
          const into = new Uint8Array(act);
          const n = Math.min(act, expected.length);
          queue.take(into);
          assertEquals([...into.subarray(0, n)], expected.splice(0, n));
        }
        assertEquals(queue.bytes, expected.length);
      }
    },
  ));
});

Deno.test("nothing is mixed while nobody listens; it begins with the first and ends with the last", () => {
  const rig = startRig();
  rig.model.ready();
  const before = rig.clock.pending;
  rig.model.answers("hello", 1000, { cause: "greeting" });
  const ann = listens(rig);
  const bob = listens(rig, "bob");
  rig.call.listener.audio(spoken(5, 300));
  rig.clock.advance(1000);
  assertEquals([ann.frames.length, bob.frames.length], [10, 10]);
  assert(ann.frames.some((frame) => frame.subarray(1, 801).includes(5)));
  ann.leave();
  ann.leave();
  rig.clock.advance(500);
  assertEquals([ann.frames.length, bob.frames.length], [10, 15]);
  bob.leave();
  rig.clock.advance(3000);
  assertEquals(bob.frames.length, 15);
  assert(rig.clock.pending <= before);
  assertEquals(rig.all("listener.joined").map(({ by }) => by), ["console", "console"]);
  assertEquals(rig.all("listener.left").length, 2);
});

Deno.test("listeners hear what the caller hears: the rest of what was interrupted is in nobody's ear", () => {
  const rig = startRig();
  rig.model.ready();
  const ann = listens(rig);
  rig.model.answers("hello", 3000, { cause: "greeting" });
  rig.clock.advance(1000);
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 0 });
  const heardMs = rig.all("agent.heard").at(-1)!.heardMs;
  rig.clock.advance(3000);
  const bytes = ann.frames.flatMap((frame) => [...frame.subarray(801)]).filter((c) => c === 1);
  assertEquals(bytes.length / 8, heardMs);
});

Deno.test("no more than ten listen to a call, and one who breaks takes nobody with them", () => {
  const rig = startRig();
  rig.model.ready();
  const { steppingIn } = rig.call;
  const frames: Uint8Array[] = [];
  const broken = () => {
    throw new Error("broken");
  };
  const ears = { by: "api", owner: "token", state() {}, over() {} };
  steppingIn.listen({ ...ears, frame: broken });
  steppingIn.listen({ ...ears, frame: (frame) => frames.push(frame) });
  for (let i = 0; i < 8; i++) steppingIn.listen({ ...ears, frame() {} });
  assertEquals([steppingIn.hasRoom, steppingIn.listen({ ...ears, frame() {} })], [false, null]);
  rig.clock.advance(300);
  assertEquals(frames.length, 3);
  assertEquals(rig.all("listener.left").map(({ listenerId }) => listenerId), ["listener-1"]);
  assertEquals([steppingIn.hasRoom, rig.all("call.ending").length], [true, 0]);
});

Deno.test("whoever has taken over is heard by those who listen", () => {
  const rig = startRig();
  rig.model.ready();
  const [ann, bob] = [listens(rig), listens(rig, "bob")];
  give(rig, { kind: "take_over" });
  for (let i = 0; i < 10; i++) {
    ann.speak(spoken(0x10));
    rig.clock.advance(100);
  }
  rig.clock.advance(2000);
  const heard = bob.frames.flatMap((frame) => [...frame.subarray(801)]).filter((c) => c === 0x10);
  assertEquals(heard.length / 8, 1000);
});

Deno.test("G-26 keys that are typed in secret are not heard by anybody either", () => {
  const rig = startRig({ digits: { ...AGENT.digits, secret: true } });
  rig.model.ready();
  rig.model.answers("hello", 200, { cause: "greeting" });
  const ann = listens(rig);
  const says = (mark: number) => {
    rig.call.listener.audio(spoken(mark));
    rig.clock.advance(100);
  };
  for (let i = 0; i < 10; i++) says(5);
  // The tone is on the line a little before it is reported.
  rig.call.listener.audio(spoken(77));
  rig.call.listener.digit("4");
  for (let i = 0; i < 5; i++) says(77);
  rig.clock.advance(10_000);
  for (let i = 0; i < 10; i++) says(6);
  const heard = new Set(ann.frames.flatMap((frame) => [...frame.subarray(1, 801)]));
  assertEquals([heard.has(5), heard.has(77), heard.has(6)], [true, false, true]);
});
