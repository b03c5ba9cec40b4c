import { assertEquals } from "@std/assert";
import { encodeUlaw } from "../../audio/ulaw.ts";
import { COMPLETED, OWN_ID, StreamRig, UUID } from "./testing/avr_rig.ts";

const PCM = new Uint8Array(Int16Array.from({ length: 160 }, (_, i) => i * 100 - 8_000).buffer);

Deno.test("the request is the invitation, X-UUID its id", () => {
  const rig = new StreamRig({ url: "http://h:6030/speech-to-speech-stream?from=1&to=2" });
  assertEquals(rig.refused, null);
  const { callId, protocol, caller, called, conversationId } = rig.invitation!;
  assertEquals([callId, protocol, caller, called, conversationId], [
    OWN_ID,
    "avr-http",
    "1",
    "2",
    UUID,
  ]);
  const older = new StreamRig({ uuid: "" });
  assertEquals([older.invitation?.callId, older.channel.tools.length], [OWN_ID, 0]);
});

Deno.test("V-01 sound comes in any pieces, as mu-law and whole", async () => {
  const rig = new StreamRig();
  for (const [from, to] of [[0, 1], [1, 100], [100, 101], [101, 320]] as const) {
    await rig.speak(PCM.slice(from, to));
  }
  const heard = rig.listener.frames.flatMap((frame) => [...frame]);
  assertEquals(heard, [...encodeUlaw(new Int16Array(PCM.buffer))]);
  await rig.hangUp();
  assertEquals(rig.listener.ends, [{ by: "phone", detail: "hangup" }]);
  assertEquals([rig.forgotten, rig.clock.pending], [1, 0]);
});

Deno.test("our sound leaves paced; an interruption drops what has not left", async () => {
  const rig = new StreamRig();
  await rig.listen();
  rig.channel.play(new Uint8Array(160 * 20));
  await rig.pass(100);
  assertEquals(rig.received.map((frame) => frame.length), Array(8).fill(320));
  assertEquals([rig.channel.unsentBytes, rig.channel.clear()], [0, 12 * 160]);
  await rig.pass(100);
  assertEquals(rig.received.length, 8);
});

Deno.test("between answers nothing is sent", async () => {
  const rig = new StreamRig();
  await rig.listen();
  rig.channel.play(new Uint8Array(170));
  rig.channel.rest();
  for (let i = 0; i < 20; i++) {
    await rig.speak(PCM);
    await rig.pass(500, 100);
  }
  assertEquals(rig.received.length, 2);
});

Deno.test("our goodbye ends the answer after its last frame, and with it the call", async () => {
  const rig = new StreamRig();
  await rig.listen();
  rig.channel.play(new Uint8Array(160 * 4 + 1));
  rig.channel.end(COMPLETED);
  rig.channel.play(new Uint8Array(160));
  await rig.pass(40);
  assertEquals([rig.received.length, rig.ended], [5, true]);
  assertEquals(rig.listener.ends, [{ by: "us", detail: "" }]);
  await rig.hangUp();
  assertEquals(rig.listener.ends.length, 1);
  assertEquals([rig.forgotten, rig.clock.pending], [1, 0]);
});

Deno.test("a core that goes on sending after our goodbye is let go of", async () => {
  const rig = new StreamRig();
  await rig.listen();
  rig.channel.end(COMPLETED);
  await rig.pass(1_000, 100);
  await rig.speak(PCM);
  await rig.pass(1_000, 100);
  assertEquals(rig.listener.ends, [{ by: "us", detail: "" }]);
  assertEquals([rig.forgotten, rig.cancelled, rig.clock.pending], [1, 1, 0]);
});

Deno.test("V-02 a request that breaks off is a lost phone, and the pacing stops there", async () => {
  const rig = new StreamRig();
  await rig.listen();
  rig.channel.play(new Uint8Array(160 * 50));
  await rig.pass(20);
  await rig.breakOff();
  assertEquals(rig.listener.ends, [{ by: "phone_lost", detail: "the request broke off" }]);
  assertEquals([rig.forgotten, rig.clock.pending, rig.ended], [1, 0, true]);
});

Deno.test("V-02 a core that cancels the answer is lost likewise", async () => {
  const rig = new StreamRig();
  await rig.channel.body.cancel();
  rig.channel.play(new Uint8Array(1_600));
  assertEquals(rig.listener.ends.map((end) => end.by), ["phone_lost"]);
  assertEquals([rig.forgotten, rig.cancelled, rig.clock.pending], [1, 1, 0]);
});

Deno.test("V-02 fifteen seconds without a byte: the core is gone", async () => {
  const rig = new StreamRig();
  await rig.pass(14_000, 1_000);
  await rig.speak(PCM);
  await rig.pass(14_000, 1_000);
  assertEquals(rig.listener.ends, []);
  await rig.pass(1_000, 1_000);
  assertEquals(rig.listener.ends, [{ by: "phone_lost", detail: "E_SILENT" }]);
  await rig.pass(2_000, 1_000);
  assertEquals([rig.forgotten, rig.clock.pending], [1, 0]);
});

Deno.test("V-04 an answer that nobody reads is held at a second of sound", async () => {
  const rig = new StreamRig();
  rig.channel.play(new Uint8Array(160 * 100));
  await rig.pass(2_000, 20);
  // 16,000 bytes of 16-bit samples wait in the stream, all that is left is ours.
  assertEquals(rig.channel.unsentBytes, 50 * 160);
  assertEquals(rig.listener.notes, ["slow_phone"]);
  await rig.listen();
  await rig.pass(60, 20);
  assertEquals(rig.channel.unsentBytes, 0);
  assertEquals(rig.listener.notes, ["slow_phone", "phone_reads_again"]);
});

Deno.test("a call that our side refuses has no sound, and nothing of it is left", () => {
  const rig = new StreamRig({ answer: () => ({ refused: "E_BUDGET" }) });
  assertEquals([rig.refused, rig.forgotten, rig.clock.pending], ["E_BUDGET", 1, 0]);
  assertEquals(rig.listener.told, []);
});

Deno.test("the tools are the same as over the WebSocket", async () => {
  const rig = new StreamRig();
  const hangUp = rig.channel.tools.find(({ name }) => name === "avr_hangup")!.run({});
  await rig.ami.answer(200);
  assertEquals((await hangUp).ok, true);
  await rig.hangUp();
  assertEquals(rig.listener.ends, []);
  rig.channel.end(COMPLETED);
  assertEquals(rig.listener.ends, [{ by: "us", detail: "" }]);
});
