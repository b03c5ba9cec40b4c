import { assertEquals } from "@std/assert";
import { INTERNAL, openParameters, PCMU, STEREO } from "./testing/session_script.ts";
import { TranscriptRig } from "./testing/transcript_rig.ts";

Deno.test("stereo is taken apart by the order in which it is listed, each piece with its time", () => {
  const rig = TranscriptRig.open();
  rig.speak(1, 101, 2, 102);
  rig.speak(3, 103);
  assertEquals(rig.listener.frames, [
    { channel: 0, samples: [1, 2], startMs: 0 },
    { channel: 1, samples: [101, 102], startMs: 0 },
    { channel: 0, samples: [3], startMs: 0.25 },
    { channel: 1, samples: [103], startMs: 0.25 },
  ]);
});

Deno.test("G-15 frames that end in the middle of a pair do not swap the sides, nor shift their time", () => {
  const rig = TranscriptRig.open();
  rig.speak(1);
  rig.speak(101, 2, 102, 3);
  rig.speak(103);
  rig.speak(4, 104);
  assertEquals([rig.listener.heard(0), rig.listener.heard(1)], [
    [1, 2, 3, 4],
    [101, 102, 103, 104],
  ]);
  for (const channel of [0, 1]) {
    const mine = rig.listener.frames.filter((frame) => frame.channel === channel);
    let samples = 0;
    for (const frame of mine) {
      assertEquals(frame.startMs, samples / 8);
      samples += frame.samples.length;
    }
  }
  assertEquals(rig.listener.notes, ["odd_frame half a sample pair"]);
});

Deno.test("mono goes through as it came, on channel 0, even that of the agent", () => {
  const rig = TranscriptRig.open({ media: [INTERNAL] });
  rig.speak(1, 2, 3);
  rig.speak(4);
  assertEquals(rig.listener.frames, [
    { channel: 0, samples: [1, 2, 3], startMs: 0 },
    { channel: 0, samples: [4], startMs: 0.375 },
  ]);
});

Deno.test("after a pause time goes on where the phone says, by either way of counting", () => {
  for (const [discarded, gapMs] of [["PT1S", 1_000], ["PT0S", 0]] as const) {
    const rig = TranscriptRig.open();
    rig.channel.hear(new ArrayBuffer(9_600));
    rig.say("paused");
    rig.speak(1, 2);
    rig.say("resumed", { start: "PT0.6S", discarded });
    rig.speak(5, 6);
    assertEquals(rig.listener.told, ["held", `resumed ${gapMs} at ${600 + gapMs}`]);
    assertEquals(rig.listener.frames.at(-1)?.startMs, 600 + gapMs);
    assertEquals(rig.listener.frames.at(-1)?.samples, [6]);
  }
});

Deno.test("audio that the phone dropped of its own accord is a pause that has ended", () => {
  const rig = TranscriptRig.open({ media: [PCMU] });
  rig.channel.hear(new ArrayBuffer(8_000));
  rig.say("discarded", { start: "PT1S", discarded: "PT0.4S" });
  rig.speak(1);
  assertEquals(rig.listener.told, ["held", "resumed 400 at 1400"]);
  assertEquals(rig.listener.frames.at(-1)?.startMs, 1_400);
});

Deno.test("time never runs backwards, whatever the phone says", () => {
  const rig = TranscriptRig.open({ media: [PCMU] });
  rig.channel.hear(new ArrayBuffer(8_000));
  rig.say("paused");
  rig.say("resumed", { start: "PT0S", discarded: "PT0S" });
  rig.say("discarded", { start: "PT0S", discarded: "PT0.1S" });
  rig.speak(1);
  assertEquals(rig.listener.frames.at(-1)?.startMs, 1_000);
});

Deno.test("G-12 G-13 sound outside an open call reaches nobody", () => {
  const rig = new TranscriptRig();
  rig.speak(1, 2);
  rig.say("open", openParameters({ media: [STEREO] }));
  rig.say("close", { reason: "end" });
  rig.speak(1, 2);
  rig.listener.done?.();
  rig.speak(1, 2);
  assertEquals(rig.listener.frames, []);
  assertEquals(rig.listener.notes, ["audio_dropped while flushing"]);
});
