import { assert, assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import { test } from "../testing.ts";
import { createCallSound } from "./call_sound.ts";
import { FakeCard, FakeSocket } from "./fake_sound.ts";
import { FakeTimers } from "./fake_timers.ts";

function setUp() {
  const timers = new FakeTimers();
  const card = new FakeCard();
  const over = signal(false);
  const away = signal(false);
  const sockets: FakeSocket[] = [];
  const sound = createCallSound({
    card,
    timers,
    over,
    away,
    openSocket() {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
  });
  const frame = () => sockets.at(-1)!.message(new ArrayBuffer(1601));
  return { timers, card, over, away, sockets, sound, frame };
}

test("nothing is opened before somebody asks to listen", () => {
  const { card, sockets, sound } = setUp();
  assertEquals([card.opened, sockets.length, sound.state.value], [0, 0, "off"]);
  sound.stop();
});

test("it is connecting, live with the first sound, stalled after a second without, live again", async () => {
  const { timers, sound, frame, card } = setUp();
  assert(await sound.listen());
  assertEquals(sound.state.value, "connecting");
  frame();
  assertEquals([sound.state.value, card.played], ["live", 1]);
  timers.advance(999);
  frame();
  timers.advance(999);
  assertEquals(sound.state.value, "live");
  timers.advance(1);
  assertEquals(sound.state.value, "stalled");
  frame();
  assertEquals(sound.state.value, "live");
  sound.stop();
  assertEquals(timers.pending, 0);
});

test("a line that breaks is dialled again, later each time, and given up after a while", async () => {
  const { timers, sound, sockets, card } = setUp();
  await sound.listen();
  for (let i = 0; i < 5; i++) {
    sockets.at(-1)!.drop();
    assertEquals(sound.state.value, "connecting");
    timers.advance(4000);
  }
  assertEquals(sockets.length, 6);
  sockets.at(-1)!.drop();
  assertEquals([sound.state.value, card.isOpen], ["off", false]);
  assert(sound.trouble.value.includes("cannot be had"));
  sound.stop();
});

test("sound that came makes the tries count anew", async () => {
  const { timers, sound, sockets, frame } = setUp();
  await sound.listen();
  for (let i = 0; i < 8; i++) {
    frame();
    sockets.at(-1)!.drop();
    timers.advance(500);
  }
  assertEquals([sound.state.value, sockets.length], ["connecting", 9]);
  sound.stop();
});

test("with the end of the call the line is ended, and nothing rings on", async () => {
  const { over, sound, card, sockets, timers, frame } = setUp();
  await sound.listen();
  frame();
  over.value = true;
  assertEquals([sound.state.value, card.isOpen, sockets[0]!.closed], ["ended", false, true]);
  assertEquals([await sound.listen(), sockets.length, timers.pending], [true, 1, 0]);
  sound.stop();
});

test("muting is silence on both sides; a volume that is moved ends it", async () => {
  const { sound, card } = setUp();
  await sound.listen();
  sound.setVolume("caller", 0.5);
  assertEquals(card.mix, { caller: 0.5, agent: 0.8 });
  sound.setMuted(true);
  assertEquals(card.mix, { caller: 0, agent: 0 });
  sound.setVolume("agent", 1);
  assertEquals([sound.muted.value, card.mix], [false, { caller: 0.5, agent: 1 }]);
  sound.setSpeaking(true);
  assertEquals(card.mix, { caller: 0.5, agent: 0 });
  sound.stop();
});

test("a browser without sound is told in words, and nothing is left open", async () => {
  const { sound, card, sockets } = setUp();
  card.broken = true;
  assertEquals(await sound.listen(), false);
  assertEquals([sound.state.value, sockets.length], ["off", 0]);
  assert(sound.trouble.value.includes("no sound"));
  sound.stop();
});

test("stopped while the browser was still opening, it stays stopped", async () => {
  const { sound, sockets } = setUp();
  const listening = sound.listen();
  sound.stopListening();
  assertEquals([await listening, sockets.length, sound.state.value], [false, 0, "off"]);
  sound.stop();
});

test("what does not leave in time is dropped rather than said late", async () => {
  const { sound, sockets } = setUp();
  assertEquals(sound.send(new Uint8Array(320)), false);
  await sound.listen();
  const [socket] = sockets;
  sound.send(new Uint8Array(320));
  socket!.bufferedAmount = 8001;
  sound.send(new Uint8Array(320));
  assertEquals(socket!.sent, 1);
  sound.stop();
});

test("why the server closed decides: the call is over, too many listen, signed out", async () => {
  for (
    const [code, state] of [[1000, "ended"], [4429, "off"], [4401, "off"], [
      1013,
      "connecting",
    ]] as const
  ) {
    const { sound, sockets, frame } = setUp();
    await sound.listen();
    frame();
    sockets[0]!.drop(code);
    assertEquals([code, sound.state.value], [code, state]);
    assertEquals(sound.trouble.value === "", state !== "off");
    sound.stop();
  }
});

test("that the microphone is heard is the server's word, and ends with the line", async () => {
  const { sound, sockets } = setUp();
  await sound.listen();
  sockets[0]!.message('{"type":"state","listenerId":"listener-1","onAir":true}');
  assertEquals(sound.heard.value, true);
  for (const other of ["no json", "{}", '{"type":"news","onAir":false}', "null"]) {
    sockets[0]!.message(other);
  }
  assertEquals(sound.heard.value, true);
  sockets[0]!.drop();
  assertEquals(sound.heard.value, false);
  sound.stop();
});

test("where the call's instance is lost listening says so, stops dialling, and may be tried again", async () => {
  const { away, card, frame, sockets, sound, timers } = setUp();
  await sound.listen();
  frame();
  sockets.at(-1)!.drop(4503);
  assertEquals([sound.state.value, sound.worthAgain.value, card.isOpen], ["off", true, false]);
  assert(sound.trouble.value.includes("nothing is heard of the instance"));
  assert(await sound.listen());
  frame();
  // The line broke before anybody knew why.
  sockets.at(-1)!.drop();
  assertEquals([sound.state.value, sound.trouble.value], ["connecting", ""]);
  away.value = true;
  assertEquals([sound.state.value, timers.pending], ["off", 0]);
  sound.stop();
});

test("sound that comes though the instance is said to be lost goes on", async () => {
  const { away, frame, sound } = setUp();
  await sound.listen();
  frame();
  away.value = true;
  assertEquals(sound.state.value, "live");
  sound.stop();
});
