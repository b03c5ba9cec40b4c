import { assert, assertEquals } from "@std/assert";
import {
  AudioCodesRig,
  COMPLETED,
  CONVERSATION,
  event,
  initiate,
  start,
} from "./testing/audiocodes_rig.ts";

Deno.test("initiate is accepted at once, and the start activity becomes an invitation", () => {
  const rig = new AudioCodesRig();
  rig.say(initiate());
  assertEquals(rig.socket.sent, [{ type: "session.accepted", mediaFormat: "raw/mulaw" }]);
  assertEquals(rig.invitations, []);
  rig.say(start({ "X-Shop": "north", participants: [{}], vip: true }));
  const [invitation] = rig.invitations;
  assertEquals({ ...invitation, callId: "" }, {
    callId: "",
    protocol: "audiocodes",
    caller: "+390612345678",
    called: "5001",
    conversationId: CONVERSATION,
    organizationId: "",
    address: "/audiocodes?agent=desk",
    language: "it-IT",
    variables: {
      botName: "front-desk",
      locale: "it-IT",
      caller: "+390612345678",
      callee: "5001",
      "X-Shop": "north",
      vip: "true",
    },
    origin: "phone",
  });
  assert(/^[0-9a-f-]{36}$/.test(invitation!.callId));
});

Deno.test("a conversation that comes back is another call, with a name of its own", () => {
  const conversationId = "0B5A3F7E-2f0c-4a57-9d0f-1f2e3d4c5b6a";
  const rig = new AudioCodesRig();
  for (let i = 0; i < 2; i++) {
    rig.say(initiate({ conversationId }));
    rig.say(start());
    rig.hangUp();
    rig.dial();
  }
  const ids = rig.invitations.map(({ callId }) => callId);
  assert(ids[1] !== ids[0] && !ids.includes(conversationId.toLowerCase()));
});

Deno.test("an id of any kind is cut to what is safe", () => {
  const rig = new AudioCodesRig();
  rig.say(initiate({ conversationId: `<b>${"x".repeat(300)}` }));
  rig.say(start());
  assertEquals(rig.invitations[0]!.conversationId, `_b_${"x".repeat(61)}`);
});

Deno.test("without a start activity the call is answered after a second and a half", () => {
  const rig = new AudioCodesRig();
  rig.say(initiate());
  rig.clock.advance(1_499);
  assertEquals(rig.invitations.length, 0);
  rig.clock.advance(1);
  assertEquals(rig.invitations.map(({ called, language }) => [called, language]), [["", ""]]);
  assertEquals(rig.listener.notes, ["no_start"]);
  rig.say(start());
  assertEquals(rig.listener.told, ["language it-IT"]);
  assertEquals(rig.invitations.length, 1);
});

Deno.test("what comes before our side has decided is told afterwards, in order", () => {
  const rig = new AudioCodesRig();
  rig.say(initiate());
  rig.say({ type: "userStream.start", conversationId: CONVERSATION });
  rig.speak([1, 2]);
  rig.say(event("DTMF", { value: "4" }));
  rig.speak([3]);
  rig.say(start());
  rig.speak([4]);
  assertEquals(rig.heard, [1, 2, 3, 4]);
  assertEquals(rig.listener.told, ["digit 4"]);
});

Deno.test("user streams come and go, each acknowledged; caller audio passes as it came", () => {
  const rig = AudioCodesRig.open();
  rig.say({ type: "userStream.start", conversationId: CONVERSATION });
  rig.speak([1, 2, 3]);
  rig.say({ type: "userStream.stop", conversationId: CONVERSATION });
  rig.say({ type: "userStream.start", conversationId: CONVERSATION });
  rig.speak([4]);
  assertEquals(rig.heard, [1, 2, 3, 4]);
  assertEquals(rig.socket.sent.slice(1), [
    { type: "userStream.started" },
    { type: "userStream.stopped" },
    { type: "userStream.started" },
  ]);
});

Deno.test("participants are kept apart and echoed; only the caller is listened to", () => {
  const rig = AudioCodesRig.open();
  for (const participant of ["callee", "caller"]) {
    rig.say({ type: "userStream.start", participant });
    rig.speak([9], participant);
  }
  rig.say({ type: "userStream.stop", participant: "callee" });
  rig.speak([8], "callee");
  rig.speak([7], "caller");
  assertEquals(rig.heard, [9, 7]);
  assertEquals(rig.socket.sent.slice(1), [
    { type: "userStream.started", participant: "callee" },
    { type: "userStream.started", participant: "caller" },
    { type: "userStream.stopped", participant: "callee" },
  ]);
});

Deno.test("C-01 a broken chunk is skipped; more than three in a row end the call in order", () => {
  const rig = AudioCodesRig.open();
  rig.say({ type: "userStream.start" });
  const broken = { type: "userStream.chunk", audioChunk: "no base64!" };
  for (let i = 0; i < 3; i++) rig.say(broken);
  rig.speak([1]);
  for (let i = 0; i < 3; i++) rig.say(broken);
  assertEquals(rig.listener.ends, []);
  assertEquals(rig.heard, [1]);
  rig.say({ type: "userStream.chunk" });
  assertEquals(rig.socket.order.slice(-2), ["session.error", "hangup"]);
  assertEquals(rig.listener.ends, [{ by: "protocol", detail: "E_B64" }]);
  assertEquals(rig.violations, ["E_B64"]);
  rig.hangUp("bot-disconnected");
  assertEquals([rig.calls.live.length, rig.clock.pending], [0, 0]);
});

Deno.test("C-01 a message of more than 256 KiB closes the socket, not without a hangup", () => {
  const rig = AudioCodesRig.open();
  rig.say({ type: "userStream.chunk", audioChunk: "A".repeat(5_000_000) });
  assertEquals(rig.socket.order.at(-1), "hangup");
  assertEquals(rig.socket.closes, [{ code: 1009, reason: "message too large" }]);
  assertEquals(rig.listener.ends, [{ by: "protocol", detail: "E_SIZE" }]);
  rig.lose(1009);
  assertEquals([rig.calls.live.length, rig.clock.pending], [0, 0]);
});

Deno.test("C-02 chunks outside a stream are ignored; two starts and stops are acknowledged", () => {
  const rig = AudioCodesRig.open();
  rig.speak([1]);
  rig.say({ type: "userStream.start" });
  rig.say({ type: "userStream.start" });
  rig.speak([2]);
  rig.say({ type: "userStream.stop" });
  rig.say({ type: "userStream.stop" });
  rig.speak([3]);
  assertEquals(rig.heard, [2]);
  assertEquals(rig.socket.order.slice(1), [
    "userStream.started",
    "userStream.started",
    "userStream.stopped",
    "userStream.stopped",
  ]);
  assertEquals(rig.listener.notes, [
    "order userStream.chunk while none is open",
    "order userStream.start while it is open",
    "order userStream.stop while none is open",
  ]);
});

Deno.test("C-06 when the caller hangs up nothing more is played, not even the end of a stream", () => {
  const rig = AudioCodesRig.open();
  rig.channel.play(new Uint8Array(800));
  rig.say({ type: "session.end", conversationId: CONVERSATION, reasonCode: "client-disconnected" });
  rig.channel.play(new Uint8Array(800));
  rig.channel.rest!();
  assertEquals(rig.channel.clear(), 0);
  assertEquals(rig.socket.order, ["session.accepted", "playStream.start 1", "playStream.chunk 1"]);
  assertEquals(rig.listener.ends, [{ by: "phone", detail: "client-disconnected" }]);
  assertEquals(rig.socket.closes, [{ code: 1000, reason: "" }]);
  rig.lose(1000);
  assertEquals([rig.calls.live.length, rig.clock.pending], [0, 0]);
});

Deno.test("digits come one by one, in any case of their name", () => {
  const rig = AudioCodesRig.open();
  rig.say(event("DTMF", { value: "42#" }));
  rig.say(event("dtmf", { value: 7 }));
  rig.say(event("DTMF", { value: "a" }));
  rig.say(event("DTMF", { value: "" }));
  assertEquals(rig.listener.told, ["digit 4", "digit 2", "digit #", "digit 7", "digit A"]);
  assertEquals(rig.listener.notes, ["digit_ignored no key of a phone"]);
});

Deno.test("other activities are told on or noted, and unknown ones noted once", () => {
  const rig = AudioCodesRig.open();
  rig.say(event("playFinished"));
  rig.say(event("noUserInput", { value: 2 }));
  rig.say(event("playUrlFailed", { value: { reason: "x" } }));
  rig.say(event("voiceDetected"));
  for (let i = 0; i < 3; i++) rig.say(event("toString"));
  rig.say({ type: "activities", activities: [{ type: "message", text: "hello" }] });
  rig.say({ type: "activities", activities: [null, 3, "x", {}] });
  assertEquals(rig.listener.told, ["playbackCompleted"]);
  assertEquals(rig.listener.notes, [
    "no_user_input 2",
    "play_url_failed",
    'activity "voicedetected"',
    'unknown_activity "tostring"',
    "text_ignored directSTT is off",
    'unknown_activity ""',
  ]);
});

Deno.test("bad JSON, unknown types and binary frames are noted once and harm nothing", () => {
  const rig = AudioCodesRig.open();
  const { connection } = rig.dialled[0]!;
  for (const text of ["{", "[]", "3", "null", '{"type":3}']) connection.text(text);
  rig.say({ type: "__proto__" });
  rig.say({ type: "playStream.mark.reached" });
  connection.binary(new ArrayBuffer(8));
  connection.binary(new ArrayBuffer(8));
  rig.say({ type: "userStream.start" });
  rig.speak([5]);
  assertEquals(rig.heard, [5]);
  assertEquals(rig.listener.notes, [
    "bad_json a message is no JSON object with a type",
    'unknown_type "__proto__"',
    'unknown_type "playStream.mark.reached"',
    "binary_frame this protocol has none",
  ]);
});

Deno.test("a listener that throws ends its call, by hangup, and nothing else", () => {
  const rig = AudioCodesRig.open();
  rig.listener.onTold = (what) => {
    if (what === "digit 1") throw new Error("broken");
  };
  rig.say(event("DTMF", { value: "1" }));
  assertEquals(rig.socket.order.at(-1), "hangup");
  assertEquals(rig.listener.ends, [{ by: "us", detail: "E_INTERNAL" }]);
  rig.hangUp("bot-disconnected");
  assertEquals(rig.calls.live.length, 0);
});

Deno.test("an answer that throws is a hangup; a refusal too, with its code", () => {
  const broken = new AudioCodesRig({
    answering: () => {
      throw new Error("broken");
    },
  });
  broken.say(initiate());
  broken.say(start());
  assertEquals(broken.socket.activity("hangup")?.activityParams, { hangupReason: "E_INTERNAL" });
  const refused = new AudioCodesRig({ answering: () => ({ refused: "E_BUDGET" }) });
  refused.say(initiate());
  refused.say(start());
  assertEquals(refused.socket.order, ["session.accepted", "hangup"]);
  assertEquals(refused.socket.activity("hangup")?.activityParams, { hangupReason: "E_BUDGET" });
  assertEquals(refused.socket.closes, []);
  refused.hangUp("bot-disconnected");
  assertEquals(refused.socket.closes, [{ code: 1000, reason: "" }]);
  assertEquals([refused.calls.live.length, refused.clock.pending], [0, 0]);
});

Deno.test("what our side wishes while it answers is done after it has answered", () => {
  const rig = new AudioCodesRig({
    answering(channel, listener) {
      channel.play(new Uint8Array(80));
      channel.end(COMPLETED);
      return listener;
    },
  });
  rig.say(initiate());
  rig.say(start());
  assertEquals(rig.socket.order, [
    "session.accepted",
    "playStream.start 1",
    "playStream.chunk 1",
    "playStream.stop 1",
    "hangup",
  ]);
  rig.hangUp("bot-disconnected");
  assertEquals(rig.listener.ends, [{ by: "us", detail: "" }]);
});
