import { assert, assertEquals } from "@std/assert";
import type { PhoneToolResult } from "../channel.ts";
import { AudioCodesRig, COMPLETED, event, initiate } from "./testing/audiocodes_rig.ts";

const ESCALATED = {
  outcome: "completed",
  handover: true,
  code: "",
  outputs: { ESCALATION_REASON: "wants a person" },
} as const;

Deno.test("our goodbye: the stream is closed, hangup, session.end, and only then the socket", () => {
  const rig = AudioCodesRig.open();
  rig.channel.play(new Uint8Array(800));
  rig.channel.end({ outcome: "completed", code: "", outputs: { END_REASON: "agent_completed" } });
  rig.channel.end(COMPLETED);
  rig.channel.play(new Uint8Array(800));
  assertEquals(rig.socket.order.slice(-2), ["playStream.stop 1", "hangup"]);
  assertEquals(rig.socket.activity("hangup"), {
    type: "event",
    name: "hangup",
    activityParams: { hangupReason: "agent_completed" },
  });
  assertEquals([rig.socket.closes, rig.listener.ends], [[], []]);
  rig.say({ type: "session.end", reasonCode: "bot-disconnected" });
  assertEquals(rig.listener.ends, [{ by: "us", detail: "" }]);
  assertEquals(rig.socket.closes.length, 1);
  rig.lose(1000);
  assertEquals([rig.calls.live.length, rig.clock.pending], [0, 0]);
});

Deno.test("G-29 no session.end within five seconds: the socket is closed all the same", () => {
  const rig = AudioCodesRig.open();
  rig.channel.end(COMPLETED);
  rig.clock.advance(5_000);
  assertEquals(rig.listener.ends, [{ by: "us", detail: "" }]);
  assertEquals(rig.socket.closes, [{ code: 1000, reason: "no session.end" }]);
  rig.clock.advance(2_000);
  assertEquals([rig.calls.live.length, rig.clock.pending, rig.dialled[0]!.over], [0, 0, true]);
});

Deno.test("a hand-over or a fault puts the caller through, where there is somebody", () => {
  const transferTarget = "tel:+390698765432";
  const rig = AudioCodesRig.open("raw/mulaw", { transferTargets: [transferTarget] });
  rig.channel.end(ESCALATED);
  assertEquals(rig.socket.activity("transfer")?.activityParams, {
    transferTarget,
    handoverReason: "wants a person",
  });
  rig.hangUp("transferred");
  assertEquals(rig.listener.ends, [{ by: "us", detail: "" }]);

  const failed = AudioCodesRig.open("raw/mulaw", { transferTargets: [transferTarget] });
  failed.channel.end({ outcome: "error", code: "E_UP_AUTH", outputs: {} });
  assertEquals(failed.socket.activity("transfer")?.activityParams, {
    transferTarget,
    handoverReason: "E_UP_AUTH",
  });
  const done = AudioCodesRig.open("raw/mulaw", { transferTargets: [transferTarget] });
  done.channel.end(COMPLETED);
  assertEquals(done.socket.order.at(-1), "hangup");
  const nobody = AudioCodesRig.open();
  nobody.channel.end(ESCALATED);
  assertEquals(nobody.socket.order.at(-1), "hangup");
});

Deno.test("how the phone's end is told", () => {
  for (
    const [reasonCode, how] of [
      ["client-disconnected", { by: "phone", detail: "client-disconnected" }],
      ["error", { by: "phone_error", detail: "error" }],
      ["transferred", { by: "phone", detail: "transferred" }],
      ["machine-detected", { by: "phone", detail: "machine-detected" }],
      [undefined, { by: "phone", detail: "Client Side" }],
    ] as const
  ) {
    const rig = AudioCodesRig.open();
    rig.say({ type: "session.end", reasonCode, reason: "Client Side" });
    assertEquals(rig.listener.ends, [how]);
  }
});

Deno.test("a hangup activity of the phone ends the call; its session.end follows", () => {
  const rig = AudioCodesRig.open();
  rig.channel.play(new Uint8Array(800));
  rig.say(event("hangup", { activityParams: { hangupReason: "caller left" } }));
  assertEquals(rig.listener.ends, [{ by: "phone", detail: "caller left" }]);
  rig.channel.play(new Uint8Array(800));
  assertEquals(rig.socket.order.at(-1), "playStream.chunk 1");
  rig.hangUp();
  assertEquals([rig.calls.live.length, rig.clock.pending], [0, 0]);
});

Deno.test("a second initiate on the same socket is an error and ends the call", () => {
  const rig = AudioCodesRig.open();
  rig.say(initiate());
  assertEquals(rig.socket.order.slice(-2), ["session.error", "hangup"]);
  assertEquals(rig.listener.ends, [{ by: "protocol", detail: "E_INITIATE" }]);
  assertEquals(rig.violations, ["E_INITIATE"]);
});

/** A call in which the agent has asked for a transfer. */
function transferring(): { rig: AudioCodesRig; result: () => PhoneToolResult | null } {
  const rig = AudioCodesRig.open("raw/mulaw", { transferTargets: ["tel:+390698765432"] });
  const tool = rig.channel.tools!.find(({ name }) => name === "transfer_call")!;
  let result: PhoneToolResult | null = null;
  tool.run({ target: "tel:+390698765432", reason: "wants a person" }).then((r) => result = r);
  return { rig, result: () => result };
}

const status = (value: unknown) => event("transferStatus", { value });

Deno.test("a transfer that is answered: the tool succeeds, and the end sends no second goodbye", async () => {
  const { rig, result } = transferring();
  assertEquals(rig.socket.activity("transfer")?.activityParams, {
    transferTarget: "tel:+390698765432",
    handoverReason: "wants a person",
    transferNotifications: true,
  });
  rig.say(status({ status: "answered" }));
  await rig.clock.run(10);
  assertEquals(result()?.ok, true);
  rig.channel.end(ESCALATED);
  assertEquals(rig.socket.order.at(-1), "transfer");
  rig.hangUp("transferred");
  assertEquals(rig.listener.ends, [{ by: "us", detail: "" }]);
  assertEquals([rig.calls.live.length, rig.clock.pending], [0, 0]);
});

Deno.test("a transfer that fails: the tool says why in words, and the talk goes on", async () => {
  const { rig, result } = transferring();
  rig.say(status({ status: "failed", reasonCode: "busy", reason: "486" }));
  await rig.clock.run(10);
  assertEquals(result(), {
    ok: false,
    say: "Not put through: the line is busy. The caller is still here.",
  });
  rig.channel.play(new Uint8Array(800));
  assertEquals(rig.socket.order.at(-1), "playStream.chunk 1");
  rig.channel.end(COMPLETED);
  assertEquals(rig.socket.order.at(-1), "hangup");
});

Deno.test("session.end transferred is the success too, and waits a moment for our side's own end", async () => {
  const { rig, result } = transferring();
  rig.say({ type: "session.end", reasonCode: "transferred" });
  rig.lose(1000);
  await rig.clock.run(10);
  assertEquals([result()?.ok, rig.listener.ends], [true, []]);
  rig.channel.end(ESCALATED);
  assertEquals(rig.listener.ends, [{ by: "us", detail: "" }]);
  assertEquals([rig.calls.live.length, rig.clock.pending], [0, 0]);

  const idle = transferring();
  idle.rig.say({ type: "session.end", reasonCode: "transferred" });
  idle.rig.clock.advance(1_000);
  assertEquals(idle.rig.listener.ends, [{ by: "phone", detail: "transferred" }]);
  idle.rig.lose(1000);
  assertEquals([idle.rig.calls.live.length, idle.rig.clock.pending], [0, 0]);
});

Deno.test("a transfer of which nothing is told is given up after 45 seconds", async () => {
  const { rig, result } = transferring();
  rig.say(status({ status: "ringing" }));
  await rig.clock.run(44_990, 5_000);
  assertEquals(result(), null);
  await rig.clock.run(10);
  assertEquals(result()?.ok, false);
  rig.say({ type: "session.end", reasonCode: "transferred" });
  assertEquals(rig.listener.ends, [{ by: "phone", detail: "transferred" }]);
});

Deno.test("a second transfer is refused while the first waits; the caller's end settles it", async () => {
  const { rig, result } = transferring();
  const tool = rig.channel.tools![0]!;
  const second = await tool.run({ target: "tel:+390698765432", reason: "again" });
  assertEquals(second, { ok: false, say: "The caller is being put through already." });
  rig.hangUp();
  await rig.clock.run(10);
  assertEquals(result(), { ok: false, say: "The call is over." });
  assertEquals(rig.clock.pending, 0);
  assert(!(await tool.run({ target: "tel:+390698765432", reason: "late" })).ok);
});

Deno.test("a transfer outlives its socket", async () => {
  const { rig, result } = transferring();
  rig.lose();
  rig.resume();
  rig.say(status({ status: "answered" }));
  await rig.clock.run(10);
  assertEquals(result()?.ok, true);
});
