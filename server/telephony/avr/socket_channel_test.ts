import { assert, assertEquals } from "@std/assert";
import { decodeUlaw, encodeUlaw } from "../../audio/ulaw.ts";
import { COMPLETED, HANDOVER, OWN_ID, SocketRig, UUID } from "./testing/avr_rig.ts";
import { settled } from "./testing/fake_ami.ts";

const PCM = new Uint8Array(Int16Array.from({ length: 160 }, (_, i) => i * 100 - 8_000).buffer);

Deno.test("init becomes an invitation; the query is its metadata", () => {
  const rig = SocketRig.open({ url: "http://h:6030/avr?from=%2B49301&to=200&channel=SIP%2F1" });
  assertEquals(rig.invitation, {
    callId: OWN_ID,
    protocol: "avr",
    caller: "+49301",
    called: "200",
    conversationId: UUID,
    knownAs: UUID,
    organizationId: "",
    address: "/avr?from=%2B49301&to=200&channel=SIP%2F1",
    language: "",
    variables: { from: "+49301", to: "200", channel: "SIP/1" },
    origin: "phone",
  });
  assertEquals(rig.socket.order, []);
});

Deno.test("V-03 no id, one of 10 KB, one that is no UUID: the call has an id of ours", () => {
  for (
    const [uuid, conversationId, tools] of [
      [undefined, "", 0],
      ["a".repeat(10_240), "a".repeat(64), 0],
      ["call 17", "call17", 0],
      ["call-17", "call-17", 2],
    ] as const
  ) {
    const rig = new SocketRig();
    rig.say({ type: "init", ...(uuid && { uuid }) });
    assertEquals([rig.invitation?.callId, rig.invitation?.conversationId], [
      OWN_ID,
      conversationId,
    ]);
    assertEquals(rig.channel.tools.length, tools);
  }
});

Deno.test("V-03 init twice is one call", () => {
  const rig = SocketRig.open();
  rig.say({ type: "init", uuid: "another" });
  rig.speak(PCM);
  assertEquals(rig.invitation?.conversationId, UUID);
  assertEquals(rig.listener.notes, ["repeated_init"]);
  assertEquals(rig.listener.frames.length, 1);
});

Deno.test("caller audio goes through at once as mu-law, digits as digits", () => {
  const rig = SocketRig.open();
  rig.speak(PCM);
  rig.say({ type: "dtmf_digit", digit: "5" });
  assertEquals(rig.listener.frames.map((frame) => [...frame]), [
    [...encodeUlaw(new Int16Array(PCM.buffer))],
  ]);
  assertEquals(rig.listener.told, ["digit 5"]);
});

Deno.test("V-01 a sample cut in two is heard whole: no noise, no fault", () => {
  const rig = SocketRig.open();
  rig.speak(PCM.slice(0, 101));
  rig.speak(PCM.slice(101, 102));
  rig.speak(PCM.slice(102));
  const heard = rig.listener.frames.flatMap((frame) => [...frame]);
  assertEquals(heard, [...encodeUlaw(new Int16Array(PCM.buffer))]);
  assertEquals(rig.listener.notes, []);
});

Deno.test("V-01 sound that is not base64 is passed over; four in a row end the call", () => {
  const rig = SocketRig.open();
  for (const audio of ["a*b", "A", "A=AA"]) rig.say({ type: "audio", audio });
  rig.speak(PCM);
  for (let i = 0; i < 3; i++) rig.channel.read("{broken");
  assertEquals(rig.listener.ends, []);
  rig.channel.binary(new ArrayBuffer(4));
  assertEquals(rig.listener.ends, [{ by: "protocol", detail: "E_UNREADABLE" }]);
  assertEquals(rig.socket.order, ["error"]);
  assertEquals(rig.socket.closes, [{ code: 1007, reason: "E_UNREADABLE" }]);
});

Deno.test("V-01 a message of more than 256 KiB closes with 1009", () => {
  const rig = SocketRig.open();
  rig.say({ type: "audio", audio: "A".repeat(256 * 1024) });
  assertEquals(rig.socket.closes, [{ code: 1009, reason: "E_SIZE" }]);
  assertEquals(rig.listener.ends, [{ by: "protocol", detail: "E_SIZE" }]);
});

Deno.test("sound before init goes nowhere; an unknown message is noted once", () => {
  const rig = new SocketRig();
  rig.speak(PCM);
  rig.say({ type: "init", uuid: UUID });
  rig.say({ type: "reset" });
  rig.say({ type: "ping" });
  assertEquals(rig.listener.frames, []);
  assertEquals(rig.listener.notes, ["unknown_message a message of another type"]);
});

Deno.test("no init within ten seconds: the socket is closed and nothing is left", () => {
  const rig = new SocketRig();
  rig.clock.advance(10_000);
  assertEquals(rig.socket.closes, [{ code: 1008, reason: "E_NO_INIT" }]);
  rig.clock.advance(2_000);
  assertEquals([rig.forgotten, rig.clock.pending, rig.invitation], [1, 0, null]);
});

Deno.test("what our side plays is heard sample by sample, an interruption is told", () => {
  const rig = SocketRig.open();
  const ulaw = Uint8Array.from({ length: 160 }, (_, i) => i);
  rig.channel.play(ulaw);
  rig.channel.play(ulaw.subarray(0, 10));
  const [frame] = rig.socket.frames;
  assertEquals(new Int16Array(frame!.buffer), decodeUlaw(ulaw));
  assertEquals([rig.channel.unsentBytes, rig.channel.clear()], [0, 10]);
  assertEquals(rig.socket.order, ["audio", "interruption"]);
});

Deno.test("the core hears what was said, and of trouble in a plain sentence", () => {
  const rig = SocketRig.open();
  rig.channel.tell({ type: "caller_started" });
  rig.channel.tell({ type: "caller_words", text: "half a", final: false });
  rig.channel.tell({ type: "caller_words", text: "half a pound", final: true });
  rig.channel.tell({ type: "agent_words", text: "Of course." });
  rig.channel.tell({ type: "agent_words", text: "" });
  rig.channel.tell({ type: "trouble", code: "E_UP_RATE" });
  rig.channel.report({ disposition: "match" });
  assertEquals(rig.socket.messages, [
    { type: "transcript", role: "user", text: "half a pound" },
    { type: "transcript", role: "agent", text: "Of course." },
    { type: "error", message: "The agent has trouble: E_UP_RATE. The call goes on." },
  ]);
});

Deno.test("our goodbye: the tail leaves, the socket closes, and after it nothing is sent", () => {
  const rig = SocketRig.open();
  rig.channel.play(new Uint8Array(200));
  rig.channel.end(COMPLETED);
  assertEquals(rig.socket.order, ["audio", "audio"]);
  rig.clock.advance(40);
  assertEquals(rig.socket.closes, [{ code: 1000, reason: "" }]);
  rig.channel.play(new Uint8Array(800));
  rig.channel.rest();
  rig.channel.tell({ type: "agent_words", text: "late" });
  rig.channel.clear();
  rig.channel.end(COMPLETED);
  assertEquals(rig.socket.order.length, 2);
  rig.channel.socketClosed(1000);
  rig.channel.socketClosed(1005);
  assertEquals(rig.listener.ends, [{ by: "us", detail: "" }]);
  assertEquals([rig.forgotten, rig.clock.pending], [1, 0]);
});

Deno.test("V-02 a close is a hang-up, a broken socket is a lost phone", () => {
  for (
    const [code, by] of [[1000, "phone"], [1005, "phone"], [1001, "phone_lost"], [
      1006,
      "phone_lost",
    ]] as const
  ) {
    const rig = SocketRig.open();
    rig.channel.socketClosed(code);
    assertEquals(rig.listener.ends.map((end) => end.by), [by]);
    assertEquals([rig.forgotten, rig.clock.pending], [1, 0]);
  }
});

Deno.test("V-04 a core that takes nothing for five seconds is lost", () => {
  const rig = SocketRig.open();
  rig.socket.bufferedAmount = 1_000_000;
  rig.channel.play(new Uint8Array(160));
  assertEquals(rig.channel.unsentBytes, 160);
  rig.clock.advance(5_050);
  assertEquals(rig.listener.notes, ["slow_phone 1000000 bytes not taken"]);
  assertEquals(rig.listener.ends, [{ by: "phone_lost", detail: "E_SLOW" }]);
  rig.clock.advance(2_000);
  assertEquals([rig.forgotten, rig.clock.pending], [1, 0]);
});

Deno.test("what our side wishes for while it answers happens after it has answered", () => {
  const rig = SocketRig.open({
    answer(channel, listener) {
      channel.play(new Uint8Array(160));
      channel.end({ outcome: "error", code: "E_UP_AUTH", outputs: {} });
      return listener;
    },
  });
  assertEquals(rig.socket.order, ["audio", "error"]);
  rig.channel.socketClosed(1000);
  assertEquals(rig.listener.ends, [{ by: "us", detail: "E_UP_AUTH" }]);
});

Deno.test("a call that our side refuses is told to the core", () => {
  const rig = SocketRig.open({ answer: () => ({ refused: "E_BUDGET" }) });
  assertEquals(rig.socket.messages, [{ type: "error", message: "The call ends: E_BUDGET" }]);
  rig.channel.socketClosed(1005);
  assertEquals([rig.listener.told, rig.forgotten], [[], 1]);
});

Deno.test("a listener that throws ends its own call, and its words reach no log", () => {
  const rig = SocketRig.open();
  rig.listener.onTold = (what) => {
    if (what === "audio") throw new Error("a caller's canary");
  };
  rig.speak(PCM);
  assertEquals(rig.listener.ends, [{ by: "us", detail: "E_INTERNAL" }]);
  rig.clock.advance(40);
  assertEquals(rig.socket.closes.length, 1);
  assert(!JSON.stringify(rig.log.lines).includes("canary"));
});

Deno.test("a socket that throws while we hang up does not keep the call alive", () => {
  const rig = SocketRig.open();
  rig.socket.fails = true;
  rig.channel.end({ outcome: "error", code: "E_UP_AUTH", outputs: {} });
  assertEquals(rig.listener.ends, [{ by: "us", detail: "E_INTERNAL" }]);
  assertEquals([rig.forgotten, rig.clock.pending, rig.socket.closes.length], [1, 0, 1]);
});

Deno.test("the model transfers the call: avr-ami is asked, the core goes, and it was our doing", async () => {
  const rig = SocketRig.open();
  const result = rig.tool("avr_transfer", { transfer_extension: "600" });
  assertEquals(rig.ami.asked, [{
    path: "/transfer",
    body: { uuid: UUID, exten: "600", context: "demo", priority: 1 },
  }]);
  rig.channel.socketClosed(1005);
  assertEquals(rig.listener.ends, []);
  await rig.ami.answer(200);
  assertEquals((await result).ok, true);
  rig.channel.end(HANDOVER);
  assertEquals(rig.listener.ends, [{ by: "us", detail: "" }]);
  assertEquals([rig.ami.asked.length, rig.forgotten, rig.clock.pending], [1, 1, 0]);
});

Deno.test("a transfer that fails leaves the call as it is", async () => {
  const rig = SocketRig.open();
  const result = rig.tool("avr_transfer", { transfer_extension: "600" });
  await rig.ami.answer(404);
  assertEquals((await result).ok, false);
  rig.speak(PCM);
  assertEquals(rig.listener.frames.length, 1);
  rig.channel.socketClosed(1000);
  assertEquals(rig.listener.ends, [{ by: "phone", detail: "hangup" }]);
});

Deno.test("an avr-ami that says nothing is given five seconds, or until the call is over", async () => {
  const rig = SocketRig.open();
  const slow = rig.tool("avr_hangup");
  rig.clock.advance(5_000);
  assertEquals(await slow, {
    ok: false,
    say: "The call was not ended: avr-ami could not be asked (timeout). Do not try again.",
  });
  const cut = rig.tool("avr_hangup");
  rig.channel.socketClosed(1006);
  rig.clock.advance(1_000);
  assertEquals((await cut).ok, false);
  assertEquals(rig.listener.ends.map((end) => end.by), ["phone_lost"]);
  assertEquals(rig.clock.pending, 0);
  assertEquals((await rig.tool("avr_hangup")).ok, false);
  assertEquals(rig.ami.asked.length, 2);
});

Deno.test("a hand-over goes to the extension of the settings, and then the call ends whatever came of it", async () => {
  const rig = SocketRig.open();
  rig.channel.end(HANDOVER);
  rig.channel.end(HANDOVER);
  assertEquals(rig.ami.asked, [{
    path: "/transfer",
    body: { uuid: UUID, exten: "2001", context: "demo", priority: 1 },
  }]);
  assertEquals(rig.socket.closes, []);
  await rig.ami.answer(500);
  rig.clock.advance(40);
  assertEquals(rig.socket.closes, [{ code: 1000, reason: "" }]);
  assertEquals(rig.listener.notes, ["transfer_failed avr-ami answered with status 500"]);
  const late = SocketRig.open();
  late.channel.end(HANDOVER);
  late.clock.advance(3_040);
  assertEquals(late.socket.closes, [{ code: 1000, reason: "" }]);
  late.channel.socketClosed(1000);
  await settled();
  assertEquals([late.listener.ends, late.clock.pending], [[{ by: "us", detail: "" }], 0]);
});

Deno.test("without an extension, an avr-ami or an id the dialplan goes on", () => {
  const rigs = [
    SocketRig.open({ transferExtension: "" }),
    SocketRig.open({ withoutAmi: true }),
    new SocketRig(),
  ];
  rigs[2]!.say({ type: "init" });
  for (const rig of rigs) {
    rig.channel.end(HANDOVER);
    rig.clock.advance(40);
    assertEquals(rig.socket.closes, [{ code: 1000, reason: "" }]);
    assertEquals(rig.ami.asked, []);
  }
});
