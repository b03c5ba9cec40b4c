import { assertEquals } from "@std/assert";
import { ChannelRig } from "./testing/channel_rig.ts";

Deno.test("barge-in drops what has not left and silences the phone, once", () => {
  const rig = ChannelRig.open();
  for (let i = 0; i < 25; i++) rig.channel.play(new Uint8Array(1_600));
  assertEquals(rig.channel.unsentBytes, 8_000);
  assertEquals(rig.channel.clear(), 8_000);
  assertEquals(rig.channel.clear(), 0);
  const events = rig.socket.texts.filter((text) => text.type === "event");
  assertEquals(events.map((event) => event.parameters), [
    { entities: [{ type: "barge_in", data: {} }] },
  ]);
  rig.clock.advance(10_000);
  assertEquals(rig.socket.audioBytes, 20 * 1_600);
});

Deno.test("barge-in while nothing can sound costs no message", () => {
  const rig = ChannelRig.open();
  rig.channel.clear();
  rig.channel.play(new Uint8Array(800));
  rig.clock.advance(150);
  rig.say("playback_completed");
  rig.channel.clear();
  assertEquals(rig.socket.order, ["opened", "audio"]);
});

Deno.test("G-27 a doubled or swapped playback_completed does not keep barge-in from the phone", () => {
  const spurious: ((rig: ChannelRig) => void)[] = [
    (rig) => { // swapped with playback_started, and the shortest first piece there is
      rig.channel.play(new Uint8Array(800));
      rig.say("playback_completed");
      rig.say("playback_started");
    },
    (rig) => { // doubled: the second speaks of the answer before
      rig.channel.play(new Uint8Array(800));
      rig.clock.advance(150);
      rig.say("playback_completed");
      rig.channel.play(new Uint8Array(1_600));
      rig.clock.advance(10);
      rig.say("playback_completed");
    },
    (rig) => { // out of nothing, in the last third of a second
      rig.channel.play(new Uint8Array(16_000));
      rig.clock.advance(1_700);
      rig.say("playback_completed");
    },
  ];
  for (const [i, happens] of spurious.entries()) {
    const rig = ChannelRig.open();
    happens(rig);
    rig.channel.clear();
    assertEquals(rig.socket.order.at(-1), "event", `case ${i}`);
    assertEquals(rig.socket.last("event")?.parameters, {
      entities: [{ type: "barge_in", data: {} }],
    });
  }
});
