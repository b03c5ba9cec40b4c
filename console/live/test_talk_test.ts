import { assert, assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { FakePhone } from "./fake_phone.ts";
import { FakeSocket } from "./fake_sound.ts";
import { FakeTimers } from "./fake_timers.ts";
import { createTestTalk, type TestTalkOptions } from "./test_talk.ts";

const DRAFT = { agentId: "default", draft: true };
const PUBLISHED = { agentId: "default", draft: false };

function talk(change: Partial<TestTalkOptions> = {}) {
  const phone = new FakePhone();
  const timers = new FakeTimers();
  const sockets: FakeSocket[] = [];
  const called: unknown[] = [];
  const said: string[] = [];
  const model = createTestTalk({
    openSocket(whom) {
      called.push(whom);
      sockets.push(new FakeSocket());
      return sockets.at(-1)!;
    },
    card: phone,
    timers,
    saveDraft: () => Promise.resolve(""),
    revision: () => 7,
    whyNot: () => Promise.resolve("The server has as many calls as it may."),
    say: (sentence) => said.push(sentence),
    ...change,
  });
  const socket = () => sockets.at(-1)!;
  const tells = (message: unknown) => socket().message(JSON.stringify(message));
  return { model, phone, timers, sockets, socket, tells, called, said };
}

async function onTheLine(change: Partial<TestTalkOptions> = {}) {
  const made = talk(change);
  await made.model.call(DRAFT);
  made.tells({ type: "ready", callId: "call-1" });
  return made;
}

const piece = () => new Uint8Array(320).fill(1);

test("the draft is saved first, then the microphone asked for, then the call placed", async () => {
  const order: string[] = [];
  const made = talk({
    saveDraft() {
      order.push(`save ${made.model.state.value}`);
      return Promise.resolve("");
    },
  });
  const { model, phone, called, tells, said, timers } = made;
  const open = phone.openMicrophone.bind(phone);
  phone.openMicrophone = (on) => {
    order.push(`ask ${model.state.value}`);
    return open(on);
  };
  await model.call(DRAFT);
  assertEquals([order, called], [["save saving", "ask asking"], [DRAFT]]);
  assertEquals(model.state.value, "calling");
  tells({ type: "ready", callId: "call-1" });
  assertEquals(model.state.value, "live");
  assertEquals(model.talking.value, {
    ...DRAFT,
    revision: 7,
    callId: "call-1",
    startedAtMs: timers.wallMs(),
  });
  assertEquals([said, timers.pending], [["The draft is on the line."], 0]);
});

test("a draft that is not saved is not called, and no microphone is asked for", async () => {
  const { model, phone, called } = talk({ saveDraft: () => Promise.resolve("Not saved.") });
  await model.call(DRAFT);
  assertEquals([model.state.value, model.trouble.value], ["off", "Not saved."]);
  assertEquals([called, phone.isOpen], [[], false]);
  await model.call(PUBLISHED);
  assertEquals([called, model.trouble.value], [[PUBLISHED], ""]);
});

test("sound goes both ways while the call is live, and only then", async () => {
  const { model, phone, socket, tells } = await onTheLine();
  socket().message(new ArrayBuffer(800));
  phone.microphone!.report({ piece: piece(), level: 0.5 });
  assertEquals([phone.played, socket().sent, model.levels.value.you], [1, 1, 0.5]);
  phone.report({ level: 0.7 });
  assertEquals(model.levels.value.agent, 0.7);
  const early = talk();
  await early.model.call(PUBLISHED);
  early.phone.microphone!.report({ piece: piece(), level: 0.5 });
  assertEquals(early.socket().sent, 0);
  tells({ type: "clear" });
  tells({ type: "something new" });
  socket().message("{");
  assertEquals([phone.cleared, model.state.value], [1, "live"]);
});

test("the server is told when all has been played, and of digits", async () => {
  const { model, phone, socket } = await onTheLine();
  phone.report({ ranDry: true });
  model.digit("5");
  assertEquals(socket().texts, ['{"type":"playback"}', '{"type":"digit","digit":"5"}']);
});

test("muted, silence is sent in place of the words", async () => {
  const { model, phone, socket } = await onTheLine();
  model.setMuted(true);
  const words = piece();
  phone.microphone!.report({ piece: words, level: 0.5 });
  assert(words.every((byte) => byte === 0xff));
  assertEquals([socket().sent, model.levels.value.you], [1, 0]);
});

test("words that do not leave in time are not sent late", async () => {
  const { phone, socket } = await onTheLine();
  socket().bufferedAmount = 9000;
  phone.microphone!.report({ piece: piece(), level: 0.5 });
  assertEquals(socket().sent, 0);
});

test("hanging up tells the server and closes all that was opened", async () => {
  const { model, phone, socket, said } = await onTheLine();
  model.hangUp();
  assertEquals(socket().texts, ['{"type":"hang_up"}']);
  assertEquals([socket().closed, phone.isOpen, phone.microphone], [true, false, null]);
  assertEquals([model.state.value, model.trouble.value, said.at(-1)], [
    "ended",
    "",
    "You hung up.",
  ]);
  model.hangUp();
  assertEquals(socket().texts.length, 1);
});

test("the agent's end is no trouble; a fault is told in words, and the call keeps its page", async () => {
  const good = await onTheLine();
  good.tells({ type: "ended", code: "" });
  assertEquals([good.model.state.value, good.model.trouble.value], ["ended", ""]);
  const bad = await onTheLine();
  bad.tells({ type: "ended", code: "E_UP_AUTH" });
  assert(bad.model.trouble.value.includes("E_UP_AUTH"));
  assertEquals([bad.model.state.value, bad.model.talking.value?.callId], ["ended", "call-1"]);
  const refused = talk();
  await refused.model.call(PUBLISHED);
  refused.tells({ type: "ended", code: "E_BUDGET" });
  assertEquals(refused.model.state.value, "off");
  assert(refused.model.trouble.value.includes("budget"));
});

test("a line that never came about is asked why; a line that broke says so", async () => {
  const full = talk();
  await full.model.call(PUBLISHED);
  full.socket().drop();
  await full.timers.settle();
  assertEquals(full.model.state.value, "off");
  assertEquals(full.model.trouble.value, "The server has as many calls as it may.");
  const broken = await onTheLine();
  broken.socket().drop();
  assertEquals(broken.model.trouble.value, "The line to the server broke.");
  assertEquals([broken.model.state.value, broken.phone.isOpen], ["ended", false]);
  const out = await onTheLine();
  out.socket().drop(4401);
  assertEquals(out.model.trouble.value, "You are signed out.");
});

test("a server that does not answer is not waited for", async () => {
  const { model, timers, socket } = talk();
  await model.call(PUBLISHED);
  timers.advance(10_000);
  assertEquals([model.state.value, socket().closed], ["off", true]);
  assertEquals(model.trouble.value, "The server did not answer the call.");
});

test("no sound, no microphone and a microphone that goes are said in words", async () => {
  const mute = talk();
  mute.phone.broken = true;
  await mute.model.call(PUBLISHED);
  assert(mute.model.trouble.value.startsWith("This browser gave no sound."));
  const denied = talk();
  denied.phone.refused = "The browser did not allow the microphone.";
  await denied.model.call(PUBLISHED);
  assertEquals([denied.model.trouble.value, denied.phone.isOpen, denied.called], [
    "The browser did not allow the microphone.",
    false,
    [],
  ]);
  const pulled = await onTheLine();
  pulled.phone.microphone!.lost();
  assertEquals([pulled.model.state.value, pulled.model.trouble.value], [
    "ended",
    "The microphone is gone.",
  ]);
});

test("given up while the browser asks, the microphone is closed as soon as it comes", async () => {
  const { model, phone, called } = talk();
  let answer = () => {};
  phone.asking = new Promise((resolve) => answer = resolve);
  const calling = model.call(PUBLISHED);
  await Promise.resolve();
  model.hangUp();
  answer();
  await calling;
  assertEquals([called, phone.microphone, phone.isOpen], [[], null, false]);
  assertEquals(model.state.value, "off");
});

test("leaving the page hangs up", async () => {
  const { model, phone, socket, timers } = await onTheLine();
  model.stop();
  assertEquals([socket().closed, phone.isOpen, timers.pending], [true, false, 0]);
});

test("one call at a time", async () => {
  const { model, called } = await onTheLine();
  await model.call(PUBLISHED);
  assertEquals(called.length, 1);
});
