import { assertEquals } from "@std/assert";
import {
  AudioCodesRig,
  COMPLETED,
  CONVERSATION,
  event,
  initiate,
  start,
} from "./testing/audiocodes_rig.ts";

const piece = (ms = 100) => new Uint8Array(ms * 8);

Deno.test("C-05 a lost socket holds the call, and the same call goes on over another", () => {
  const rig = AudioCodesRig.open();
  rig.say({ type: "userStream.start" });
  rig.speak([1]);
  rig.channel.play(piece());
  rig.lose();
  assertEquals(rig.listener.told, ["held"]);
  rig.clock.advance(4_000);
  rig.resume();
  assertEquals(rig.listener.told, ["held", "resumed 4000"]);
  rig.speak([2]);
  rig.say({ type: "userStream.start" });
  rig.speak([3]);
  rig.channel.play(piece());
  assertEquals(rig.heard, [1, 3]);
  assertEquals(rig.socket.sent[0], { type: "session.accepted", mediaFormat: "raw/mulaw" });
  assertEquals(rig.socket.order.slice(1), [
    "userStream.started",
    "playStream.start 2",
    "playStream.chunk 2",
  ]);
  rig.hangUp();
  assertEquals(rig.listener.ends, [{ by: "phone", detail: "client-disconnected" }]);
  assertEquals([rig.calls.live.length, rig.clock.pending], [0, 0]);
  assertEquals(rig.invitations.length, 1);
});

Deno.test("C-05 what is played meanwhile waits, is told as unsent, and leaves in order afterwards", () => {
  const rig = AudioCodesRig.open();
  rig.lose();
  rig.channel.play(piece());
  assertEquals(rig.channel.unsentBytes, 800);
  rig.channel.rest!();
  rig.channel.play(piece());
  assertEquals(rig.channel.unsentBytes, 1_600);
  rig.resume();
  assertEquals(rig.channel.unsentBytes, 0);
  assertEquals(rig.socket.order.slice(1), [
    "playStream.start 1",
    "playStream.chunk 1",
    "playStream.stop 1",
    "playStream.start 2",
    "playStream.chunk 2",
  ]);
});

Deno.test("C-05 what waits is bounded, and clear() drops it and says how much", () => {
  const rig = AudioCodesRig.open();
  rig.lose();
  for (let i = 0; i < 30; i++) rig.channel.play(piece());
  assertEquals(rig.channel.unsentBytes, 16_000);
  assertEquals(rig.listener.notes.at(-1), "audio_not_sent more than two seconds wait");
  assertEquals(rig.channel.clear(), 16_000);
  assertEquals(rig.channel.unsentBytes, 0);
  rig.resume();
  assertEquals(rig.socket.order, ["session.accepted"]);
});

Deno.test("C-05 nobody resumes: the call is lost when the time is over", () => {
  const rig = AudioCodesRig.open();
  rig.lose();
  rig.clock.advance(19_999);
  assertEquals(rig.listener.ends, []);
  rig.clock.advance(1);
  assertEquals(rig.listener.ends, [{ by: "phone_lost", detail: "not resumed" }]);
  assertEquals([rig.calls.live.length, rig.clock.pending], [0, 0]);
  rig.resume();
  assertEquals(rig.socket.sent, [{ type: "session.error", reason: "conversation not found" }]);
  assertEquals(rig.socket.closes, [{ code: 1000, reason: "session.error" }]);
  assertEquals(rig.violations, ["E_CONVERSATION"]);
});

Deno.test("without time to resume a lost socket ends the call at once", () => {
  const rig = AudioCodesRig.open("raw/mulaw", { resumeMs: 0 });
  rig.lose();
  assertEquals(rig.listener.ends, [{ by: "phone_lost", detail: "socket closed, code 1006" }]);
  assertEquals([rig.calls.live.length, rig.clock.pending], [0, 0]);
});

Deno.test("C-05 the late close of the old socket does not hurt the new one, nor does what it still says", () => {
  const rig = AudioCodesRig.open();
  const [old] = rig.dialled;
  rig.resume();
  assertEquals(rig.listener.told, ["held", "resumed 0"]);
  assertEquals(old!.socket.closes, [{ code: 1000, reason: "resumed on another socket" }]);
  rig.say({ type: "session.end", reasonCode: "error" }, old);
  rig.lose(1000, old);
  assertEquals(rig.listener.ends, []);
  rig.say({ type: "userStream.start" });
  rig.speak([1]);
  assertEquals(rig.heard, [1]);
  assertEquals(rig.listener.told, ["held", "resumed 0"]);
  assertEquals([old!.over, rig.dialled[1]!.over], [true, false]);
});

Deno.test("resume on the socket that is there begins both streams anew", () => {
  const rig = AudioCodesRig.open();
  rig.say({ type: "userStream.start" });
  rig.channel.play(piece());
  rig.say({ type: "session.resume", conversationId: CONVERSATION });
  rig.speak([1]);
  rig.channel.play(piece());
  assertEquals(rig.heard, []);
  assertEquals(rig.socket.order.slice(-4), [
    "playStream.stop 1",
    "session.accepted",
    "playStream.start 2",
    "playStream.chunk 2",
  ]);
  rig.say({ type: "session.resume", conversationId: "another" });
  assertEquals(rig.socket.last("session.error")?.reason, "conversation not found");
  assertEquals(rig.listener.ends, []);
});

Deno.test("a socket lost before our side has decided: it decides, and the call waits", () => {
  const rig = new AudioCodesRig();
  rig.say(initiate());
  rig.lose();
  assertEquals(rig.invitations.length, 1);
  assertEquals(rig.listener.told, ["held"]);
  rig.clock.advance(1_000);
  rig.resume();
  rig.say(start());
  assertEquals(rig.listener.told, ["held", "resumed 1000", "language it-IT"]);
});

Deno.test("F13 a goodbye without a socket ends the call for our side at once, and is said if there is one again", () => {
  const rig = AudioCodesRig.open();
  rig.lose();
  rig.channel.end(COMPLETED);
  assertEquals(rig.listener.ends, [{ by: "us", detail: "" }]);
  rig.resume();
  assertEquals(rig.socket.order, ["session.accepted", "hangup"]);
  rig.hangUp("bot-disconnected");
  assertEquals(rig.listener.ends, [{ by: "us", detail: "" }]);

  const alone = AudioCodesRig.open();
  alone.lose();
  alone.channel.end(COMPLETED);
  alone.clock.advance(20_000);
  assertEquals(alone.listener.ends, [{ by: "us", detail: "" }]);
  assertEquals([alone.calls.live.length, alone.clock.pending], [0, 0]);
});

Deno.test("a call that is being left cannot be resumed", () => {
  const rig = AudioCodesRig.open();
  rig.say({ type: "session.end", reasonCode: "client-disconnected" });
  rig.resume();
  assertEquals(rig.socket.order, ["session.error"]);
});

Deno.test("the start activity again, after a resume, changes nothing", () => {
  const rig = AudioCodesRig.open();
  rig.lose();
  rig.resume();
  rig.say(start({ locale: "de-DE" }));
  rig.say(event("DTMF", { value: "1" }));
  assertEquals(rig.listener.told, ["held", "resumed 0", "digit 1"]);
});

Deno.test("an initiate for a conversation that is live is refused, and that call goes on", () => {
  const rig = AudioCodesRig.open();
  rig.dial();
  rig.say(initiate());
  assertEquals(rig.socket.order, ["session.error"]);
  rig.say({ type: "userStream.start" }, rig.dialled[0]);
  assertEquals(rig.dialled[0]!.socket.order.at(-1), "userStream.started");
  assertEquals(rig.listener.ends, []);
});

Deno.test("while full or draining a socket is let in only where it may resume a call", () => {
  const rig = AudioCodesRig.open();
  assertEquals([rig.calls.mayResume(null), rig.calls.mayResume(CONVERSATION)], [false, true]);
  rig.lose();
  assertEquals([rig.calls.mayResume(null), rig.calls.mayResume("other")], [true, true]);
  rig.floor = "full";
  rig.dial();
  rig.say(initiate({ conversationId: "new" }));
  assertEquals(rig.socket.sent, [{ type: "session.error", reason: "no new calls: full" }]);
  rig.resume();
  assertEquals(rig.socket.order, ["session.accepted"]);
});
