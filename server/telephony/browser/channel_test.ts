import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { BrowserRig } from "./testing/browser_rig.ts";

const COMPLETED = { outcome: "completed", code: "", outputs: {} } as const;
const ENDED = '{"type":"ended","code":""}';
const sound = (bytes: number) => new Uint8Array(bytes).fill(1);

Deno.test("a call is answered once the socket is open, and the browser is told its name", () => {
  const rig = new BrowserRig();
  rig.channel.hear(new ArrayBuffer(160));
  assertEquals(rig.socket.sent, []);
  rig.channel.opened();
  rig.channel.opened();
  assertEquals(rig.socket.sent, ['{"type":"ready","callId":"call-1"}']);
  assertEquals([rig.listener.frames.length, rig.clock.pending], [0, 0]);
});

Deno.test("what our side says while it answers comes after the name", () => {
  const rig = new BrowserRig((channel, listener) => {
    channel.end({ outcome: "error", code: "E_UP_AUTH", outputs: {} });
    return listener;
  });
  rig.channel.opened();
  assertEquals(rig.socket.sent, [
    '{"type":"ready","callId":"call-1"}',
    '{"type":"ended","code":"E_UP_AUTH"}',
  ]);
  assertEquals(rig.listener.ends, [{ by: "us", detail: "E_UP_AUTH" }]);
});

Deno.test("sound goes both ways as it is", () => {
  const rig = BrowserRig.open();
  rig.channel.play(sound(800));
  rig.channel.play(sound(37));
  rig.channel.hear(sound(320).buffer);
  rig.channel.hear(new ArrayBuffer(0));
  assertEquals(rig.socket.sent, [800, 37]);
  assertEquals(rig.listener.frames, [sound(320)]);
});

Deno.test("digits, the end of play-out and words are told; what is none of ours is passed over", () => {
  const rig = BrowserRig.open();
  for (const digit of ["5", "#", "*", "D"]) rig.asks({ type: "digit", digit });
  rig.asks({ type: "playback", more: 1 });
  for (
    const text of ["", "{", "null", '{"type":"digit","digit":"12"}', '{"type":"digit"}', "[]"]
  ) rig.channel.read(text);
  rig.channel.read(`{"type":"playback","more":"${"x".repeat(2000)}"}`);
  assertEquals(rig.listener.told, [
    "digit 5",
    "digit #",
    "digit *",
    "digit D",
    "playbackCompleted",
  ]);
  assertEquals(rig.listener.notes, ["unread_text 0 characters"]);
  rig.channel.tell({ type: "caller_started" });
  rig.channel.tell({ type: "caller_words", text: "Where is", final: false });
  rig.channel.tell({ type: "caller_words", text: "", final: true });
  rig.channel.tell({ type: "agent_words", text: `${"a".repeat(20_000)}` });
  const told = rig.socket.sent.map((text) => JSON.parse(String(text)));
  assertEquals(told[0], { type: "words", speaker: "caller", text: "Where is", final: false });
  assertEquals([told.length, told[1].speaker, told[1].final, told[1].text.length], [
    2,
    "agent",
    true,
    16_000,
  ]);
});

Deno.test("barge-in: the browser drops what it has, unless it has played all", () => {
  const rig = BrowserRig.open();
  rig.channel.clear();
  assertEquals(rig.socket.sent, []);
  rig.channel.play(sound(160));
  assertEquals(rig.channel.clear(), 0);
  rig.channel.clear();
  assertEquals(rig.socket.sent, [160, '{"type":"clear"}']);
  rig.channel.play(sound(160));
  rig.asks({ type: "playback" });
  rig.channel.clear();
  assertEquals(rig.socket.sent, [160, '{"type":"clear"}', 160]);
});

Deno.test("while the browser does not read, sound is held back in order, and a barge-in drops it", () => {
  const rig = BrowserRig.open();
  rig.socket.bufferedAmount = 20_000;
  rig.channel.play(sound(800));
  rig.channel.play(sound(300));
  assertEquals([rig.channel.unsentBytes, rig.socket.sent.length], [1100, 0]);
  assertEquals(rig.listener.notes, ["slow_phone 20000 bytes not taken"]);
  rig.socket.bufferedAmount = 0;
  rig.clock.advance(50);
  assertEquals([rig.channel.unsentBytes, rig.clock.pending], [0, 0]);
  assertEquals(rig.socket.sent, [800, 300]);
  rig.socket.bufferedAmount = 20_000;
  rig.channel.play(sound(500));
  assertEquals(rig.channel.clear(), 500);
  assertEquals([rig.channel.unsentBytes, rig.clock.pending], [0, 0]);
});

Deno.test("a browser that takes nothing for five seconds is lost", () => {
  const rig = BrowserRig.open();
  rig.socket.bufferedAmount = 20_000;
  rig.channel.play(sound(800));
  rig.clock.advance(5_100);
  assertEquals(rig.listener.ends, [{ by: "phone_lost", detail: "E_SLOW" }]);
  assertEquals([rig.forgotten, rig.clock.pending], [1, 0]);
});

Deno.test("our goodbye is said, then nothing more; over once the browser has closed, or after a second", () => {
  for (const closes of [true, false]) {
    const rig = BrowserRig.open();
    rig.channel.end(COMPLETED);
    rig.channel.end(COMPLETED);
    rig.channel.play(sound(800));
    rig.channel.clear();
    rig.channel.tell({ type: "agent_words", text: "Bye" });
    rig.channel.hear(sound(160).buffer);
    rig.asks({ type: "digit", digit: "1" });
    assertEquals([rig.socket.sent, rig.socket.closes], [[ENDED], []]);
    assertEquals([rig.listener.ends, rig.forgotten], [[{ by: "us", detail: "" }], 0]);
    if (closes) rig.channel.socketClosed(1000);
    else rig.clock.advance(1_000);
    assertEquals([rig.listener.told, rig.listener.frames.length], [["closed"], 0]);
    assertEquals([rig.forgotten, rig.clock.pending, rig.socket.closes], [1, 0, [1000]]);
  }
});

Deno.test("hanging up, leaving the page and a broken line are told apart", () => {
  const asked = BrowserRig.open();
  asked.asks({ type: "hang_up" });
  assertEquals(asked.listener.ends, [{ by: "phone", detail: "hangup" }]);
  assertEquals(asked.socket.sent, [ENDED]);
  const ends = [1000, 1001, 1005, 1006, 1011].map((code) => {
    const rig = BrowserRig.open();
    rig.channel.socketClosed(code);
    assertEquals([rig.forgotten, rig.clock.pending, rig.listener.told], [1, 0, ["closed"]]);
    return rig.listener.ends[0]?.by;
  });
  assertEquals(ends, ["phone", "phone", "phone", "phone_lost", "phone_lost"]);
});

Deno.test("S-02 a person who may call no longer is hung up for", () => {
  const rig = BrowserRig.open();
  rig.channel.signedOut();
  assertEquals(rig.socket.sent, ['{"type":"ended","code":"E_SIGNED_OUT"}']);
  rig.clock.advance(1_000);
  assertEquals([rig.listener.ends[0]?.by, rig.socket.closes], ["phone", [4401]]);
});

Deno.test("a call that our side refuses is not answered, and the browser is told why", () => {
  const rig = new BrowserRig(() => ({ refused: "E_BUDGET" }));
  rig.channel.opened();
  assertEquals(rig.socket.sent, ['{"type":"ended","code":"E_BUDGET"}']);
  rig.channel.socketClosed(1000);
  assertEquals([rig.forgotten, rig.clock.pending, rig.listener.told], [1, 0, []]);
});

Deno.test("a socket that never opens is let go after five seconds", () => {
  const rig = new BrowserRig();
  rig.clock.advance(5_000);
  assertEquals([rig.forgotten, rig.clock.pending, rig.listener.told], [1, 0, []]);
});

Deno.test("G-06 a frame beyond all size ends the call", () => {
  const rig = BrowserRig.open();
  rig.channel.hear(new ArrayBuffer(2049));
  assertEquals(rig.listener.ends, [{ by: "protocol", detail: "E_SIZE" }]);
  rig.clock.advance(1_000);
  assertEquals(rig.socket.closes, [1008]);
});

Deno.test("P-01 a listener that throws ends its own call, and its words are in no log", () => {
  const rig = BrowserRig.open();
  rig.listener.onTold = (what) => {
    if (what !== "closed") throw new Error("words of a caller");
  };
  rig.asks({ type: "digit", digit: "1" });
  assertEquals(rig.listener.ends, [{ by: "us", detail: "E_INTERNAL" }]);
  rig.clock.advance(1_000);
  assertEquals(rig.socket.closes, [1011]);
  assert(!JSON.stringify(rig.log.lines).includes("words"));
  const deaf = new BrowserRig(() => {
    throw new Error("words of a caller");
  });
  deaf.channel.opened();
  deaf.channel.socketClosed(1006);
  assertEquals([deaf.forgotten, deaf.clock.pending], [1, 0]);
});

Deno.test("whatever happens in whatever order, the end is told once and nothing stays behind", () => {
  const acts = {
    open: (rig: BrowserRig) => rig.channel.opened(),
    hear: (rig: BrowserRig) => rig.channel.hear(sound(160).buffer),
    flood: (rig: BrowserRig) => rig.channel.hear(new ArrayBuffer(3000)),
    play: (rig: BrowserRig) => rig.channel.play(sound(800)),
    clear: (rig: BrowserRig) => void rig.channel.clear(),
    hangUp: (rig: BrowserRig) => rig.asks({ type: "hang_up" }),
    signOut: (rig: BrowserRig) => rig.channel.signedOut(),
    end: (rig: BrowserRig) => rig.channel.end(COMPLETED),
    stall: (rig: BrowserRig) => void (rig.socket.bufferedAmount = 50_000),
    read: (rig: BrowserRig) => void (rig.socket.bufferedAmount = 0),
    wait: (rig: BrowserRig) => rig.clock.advance(700),
    fault: (rig: BrowserRig) => rig.channel.fault(new Error("odd")),
    close: (rig: BrowserRig) => rig.channel.socketClosed(1006),
  };
  const names = fc.constantFrom(...Object.keys(acts) as (keyof typeof acts)[]);
  fc.assert(
    fc.property(fc.array(names, { maxLength: 30 }), (order) => {
      const rig = new BrowserRig();
      for (const name of order) acts[name](rig);
      rig.channel.socketClosed(1006);
      rig.clock.advance(10_000);
      const answered = rig.socket.sent.some((sent) => String(sent).includes("ready"));
      assertEquals(rig.listener.ends.length, answered ? 1 : 0);
      assertEquals([rig.forgotten, rig.clock.pending, rig.channel.unsentBytes], [1, 0, 0]);
    }),
    { numRuns: 500 },
  );
});
