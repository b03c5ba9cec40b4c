import { assert, assertEquals } from "@std/assert";
import { INTERNAL, NIL, PCMU, STEREO } from "./testing/session_script.ts";
import { interim, line } from "./testing/recording_transcript_listener.ts";
import { ORGANIZATION, SESSION } from "./testing/signed_upgrade.ts";
import { TranscriptRig } from "./testing/transcript_rig.ts";

const COMPLETED = { outcome: "completed", code: "", outputs: {} } as const;
const INVERTED = { ...STEREO, channels: ["internal", "external"] };

Deno.test("open becomes an invitation that says who is on which channel", () => {
  const rig = TranscriptRig.open({ customConfig: '{"TRANSLATE_TO":"en-US"}', inputVariables: {} });
  assertEquals(rig.invitation, {
    callId: SESSION,
    protocol: "audiohook",
    caller: "tel:+15550100",
    called: "tel:+15550199",
    conversationId: "0b5a3f7e-2f0c-4a57-9d0f-1f2e3d4c5b6a",
    organizationId: ORGANIZATION,
    address: "/audiohook/transcribe",
    language: "en-us",
    variables: { TRANSLATE_TO: "en-US" },
    origin: "phone",
    speakers: ["caller", "agent"],
  });
  assertEquals(TranscriptRig.open({ media: [INVERTED] }).invitation?.speakers, [
    "agent",
    "caller",
  ]);
  assertEquals(TranscriptRig.open({ media: [PCMU] }).invitation?.speakers, ["caller"]);
  assertEquals(TranscriptRig.open({ media: [INTERNAL] }).invitation?.speakers, ["agent"]);
});

Deno.test("a line leaves at once while the rate allows", () => {
  const rig = TranscriptRig.open();
  rig.channel.send(line("a"));
  rig.channel.send(interim("b", { channel: 1 }));
  assertEquals(rig.lines, [["a"], ["b…"]]);
  assertEquals(rig.socket.order, ["opened", "event", "event"]);
  assertEquals(rig.socket.texts.map((text) => text.seq), [1, 2, 3]);
});

Deno.test("what is sent while the call is being answered follows opened", () => {
  const rig = TranscriptRig.open({}, (channel, listener) => {
    channel.send(line("a"));
    return listener;
  });
  assertEquals(rig.socket.order, ["opened", "event"]);
});

Deno.test("beyond the rate finals are joined, none is lost, and interims never take the last of the burst", () => {
  const rig = TranscriptRig.open();
  for (let i = 0; i < 60; i++) rig.channel.send(interim("busy", { text: `words ${i}` }));
  const spent = rig.lines.length;
  assert(spent < 20, `${spent} interims left at once`);
  for (let i = 0; i < 5; i++) rig.channel.send(line(`now-${i}`));
  // The interim that waited goes with the first: it costs no message of its own.
  assertEquals(rig.lines.slice(spent), [["now-0", "busy…"], ["now-1"], ["now-2"], ["now-3"], [
    "now-4",
  ]]);
  rig.channel.send(interim("next"));
  for (let i = 0; i < 40; i++) rig.channel.send(line(`later-${i}`));
  assertEquals(rig.lines.length, spent + 5);
  rig.clock.advance(200);
  const later = Array.from({ length: 40 }, (_, i) => `later-${i}`);
  assertEquals(rig.lines.slice(spent + 5), [[...later, "next…"]]);
  rig.clock.advance(10_000);
  assertEquals(rig.lines.length, spent + 6);
});

Deno.test("a ping is answered before any line that waits, and named by its own count", () => {
  const rig = TranscriptRig.open();
  for (let i = 0; i < 100; i++) rig.channel.send(line(`a-${i}`));
  rig.say("ping");
  assertEquals(rig.socket.order.at(-1), "pong");
  assertEquals(rig.socket.last("pong")?.clientseq, 2);
});

Deno.test("lines as fast as they can come keep to the rate, none is lost and none comes twice", () => {
  const rig = TranscriptRig.open();
  const sent: string[] = [];
  const leftAtMs: number[] = [];
  for (let atMs = 0; atMs < 60_000; atMs += 20) {
    const id = `line-${atMs}`;
    const channel = (atMs / 20) % 2;
    rig.channel.send(interim(id, { channel }));
    if (atMs % 60 === 0) sent.push(id);
    if (atMs % 60 === 0) rig.channel.send(line(id, { channel }));
    rig.speak(255, 255);
    while (leftAtMs.length < rig.socket.texts.length) leftAtMs.push(atMs);
    rig.clock.advance(20);
  }
  rig.clock.advance(1_000);
  assertEquals(rig.lines.flat().filter((id) => !id.endsWith("…")), sent);
  // Five a second, twenty at once: what a bucket on the other side would count.
  for (let from = 0; from < leftAtMs.length; from++) {
    for (let to = from; to < leftAtMs.length; to++) {
      const allowed = 20 + (leftAtMs[to]! - leftAtMs[from]!) / 200;
      assert(to - from <= allowed, `${to - from} from ${leftAtMs[from]} to ${leftAtMs[to]} ms`);
    }
  }
});

Deno.test("G-22 after 429 lines wait as long as asked", () => {
  const rig = TranscriptRig.open();
  rig.say("error", { code: 429, message: "slow", retryAfter: "PT2S" });
  rig.channel.send(line("a"));
  rig.clock.advance(1_999);
  assertEquals(rig.lines, []);
  rig.clock.advance(1);
  assertEquals(rig.lines, [["a"]]);
});

Deno.test("last lines go out between close and closed, which waits until they are done", () => {
  const rig = TranscriptRig.open();
  rig.say("close", { reason: "end" });
  assertEquals(rig.listener.told, ["closing 3200"]);
  rig.channel.send(line("a"));
  rig.say("ping");
  rig.clock.advance(1_000);
  rig.channel.send(line("b"));
  assertEquals(rig.socket.order, ["opened", "event", "pong", "event"]);
  rig.listener.done!();
  assertEquals(rig.socket.order.at(-1), "closed");
  assertEquals(rig.listener.ends, [{ by: "phone", detail: "end" }]);
  rig.channel.send(line("c"));
  rig.channel.languageChanged("de-DE");
  rig.channel.end(COMPLETED);
  rig.listener.done!();
  rig.clock.advance(5_000);
  assertEquals(rig.socket.order.at(-1), "closed");
});

Deno.test("lines that wait for the rate when our side is done leave joined, before closed; interims do not", () => {
  const rig = TranscriptRig.open();
  for (let i = 0; i < 50; i++) rig.channel.send(line(`a-${i}`));
  rig.channel.send(interim("b"));
  rig.say("close", { reason: "end" });
  rig.listener.done!();
  assertEquals(rig.lines.flat(), Array.from({ length: 50 }, (_, i) => `a-${i}`));
  assertEquals(rig.socket.order.slice(-2), ["event", "closed"]);
  assert(rig.socket.order.length <= 25);
});

Deno.test("a listener that is done at once has closed at once", () => {
  const rig = TranscriptRig.open();
  rig.listener.onTold = (what) => {
    if (what.startsWith("closing")) rig.listener.done?.();
  };
  rig.listener.closing = (done) => done();
  rig.say("close", { reason: "end" });
  assertEquals(rig.socket.order, ["opened", "closed"]);
  assertEquals(rig.listener.ends.length, 1);
});

Deno.test("a listener that is never done has closed at three and a half seconds, with what it sent", () => {
  const rig = TranscriptRig.open();
  rig.say("error", { code: 429, retryAfter: "PT30S" });
  rig.say("close", { reason: "end" });
  rig.channel.send(line("a"));
  rig.clock.advance(3_499);
  assertEquals(rig.socket.order, ["opened"]);
  rig.clock.advance(1);
  assertEquals(rig.socket.order, ["opened", "event", "closed"]);
  assertEquals(rig.listener.told, ["closing 3200", "closed"]);
});

Deno.test("after our disconnect lines wait for the phone's close, and leave before closed", () => {
  const rig = TranscriptRig.open();
  rig.channel.end({ outcome: "error", code: "E_DRAIN", outputs: {} });
  rig.channel.send(line("a"));
  rig.clock.advance(1_000);
  rig.say("ping");
  assertEquals(rig.socket.order, ["opened", "disconnect", "pong"]);
  assertEquals(rig.socket.last("disconnect")?.parameters, { reason: "error", info: "E_DRAIN" });
  rig.say("close", { reason: "disconnect" });
  assertEquals(rig.lines, [["a"]]);
  rig.listener.done!();
  assertEquals(rig.socket.order.slice(3), ["event", "closed"]);
  assertEquals(rig.listener.ends, [{ by: "us", detail: "E_DRAIN" }]);
});

Deno.test("lines that waited when the phone broke the protocol still leave before closed", () => {
  const rig = TranscriptRig.open();
  for (let i = 0; i < 30; i++) rig.channel.send(line(`a-${i}`));
  rig.say("resumed", {});
  assertEquals(rig.listener.ends, [{ by: "protocol", detail: "E_PARAM" }]);
  rig.channel.send(line("too late"));
  rig.say("close", { reason: "disconnect" });
  assertEquals(rig.lines.flat(), Array.from({ length: 30 }, (_, i) => `a-${i}`));
  assertEquals(rig.socket.order.slice(-3), ["disconnect", "event", "closed"]);
});

Deno.test("a change of language is told with updated, at most once a second", () => {
  const rig = TranscriptRig.open();
  rig.channel.languageChanged("de-DE");
  rig.channel.languageChanged("en-US");
  rig.clock.advance(1_000);
  rig.channel.languageChanged("de-DE");
  assertEquals(rig.socket.order, ["opened", "updated", "updated"]);
  assertEquals(rig.socket.last("updated")?.parameters, {});
});

Deno.test("the phone's own change of language is acknowledged and told on", () => {
  const rig = TranscriptRig.open();
  rig.say("update", { language: "de-DE" });
  assertEquals(rig.socket.order, ["opened", "updated"]);
  assertEquals(rig.listener.told, ["language de-DE"]);
});

Deno.test("lines of no use are noted once: a final that comes twice", () => {
  const rig = TranscriptRig.open();
  for (let i = 0; i < 3; i++) rig.channel.send(line("a"));
  rig.channel.send(interim("a"));
  assertEquals(rig.lines, [["a"]]);
  assertEquals(rig.listener.notes, ["line_repeated a final line came twice"]);
});

Deno.test("a call that our side refuses is disconnected with its code, and nothing else is said", () => {
  const rig = TranscriptRig.open({}, (channel) => {
    channel.send(line("a"));
    return { refused: "E_BUDGET" };
  });
  rig.say("close", { reason: "disconnect" });
  assertEquals(rig.socket.order, ["disconnect", "closed"]);
  assertEquals(rig.listener.told, []);
});

Deno.test("G-24 a probe is counted and told the languages; our side is never asked", () => {
  const rig = TranscriptRig.open({ conversationId: NIL, supportedLanguages: true });
  assertEquals(rig.socket.last("opened")?.parameters.supportedLanguages, ["de-DE", "en-US"]);
  rig.say("close", { reason: "end" });
  rig.channel.socketClosed(1005);
  assertEquals([rig.probes, rig.forgotten, rig.invitation], [1, 1, null]);
  assertEquals(rig.socket.order, ["opened", "closed"]);
});

Deno.test("a fault of the listener ends this call, with E_INTERNAL, told once", () => {
  for (const what of ["audio", "held", "closing 3200", "closed"]) {
    const rig = TranscriptRig.open();
    rig.listener.onTold = (told) => {
      if (told === what) throw new Error("fault");
    };
    rig.speak(1, 2);
    rig.say("paused");
    rig.say("close", { reason: "end" });
    rig.clock.advance(3_500);
    assertEquals(rig.socket.order.at(-1), "closed", what);
    if (what === "closed") continue;
    assertEquals(rig.listener.ends, [{ by: "us", detail: "E_INTERNAL" }], what);
  }
});

Deno.test("G-31 a phone that does not read loses the call, not the lines of one that reads again", () => {
  const rig = TranscriptRig.open();
  for (let i = 0; i < 30; i++) rig.channel.send(line(`a-${i}`));
  rig.socket.bufferedAmount = 300_000;
  rig.channel.send(line("b"));
  assertEquals(rig.listener.notes, ["slow_phone 300000 bytes not taken"]);
  rig.socket.bufferedAmount = 0;
  rig.clock.advance(5_000);
  assertEquals(rig.lines.flat().length, 31);
  rig.socket.bufferedAmount = 300_000;
  rig.channel.send(line("c"));
  rig.clock.advance(5_000);
  assertEquals(rig.listener.ends, [{ by: "phone_lost", detail: "E_SLOW" }]);
});

Deno.test("I8 after any end no timer is left, and the end was told once", () => {
  const ends: ((rig: TranscriptRig) => void)[] = [
    (rig) => rig.say("close", { reason: "end" }),
    (rig) => rig.channel.end(COMPLETED),
    (rig) => rig.channel.read("{"),
    (rig) => rig.channel.hear(new ArrayBuffer(65_537)),
    (rig) => rig.channel.socketClosed(0),
    (rig) => rig.channel.fault(new Error("fault")),
    (rig) => {
      rig.say("close", { reason: "end" });
      rig.channel.socketClosed(1006);
    },
    (rig) => {
      rig.socket.fails = true;
      rig.say("ping");
    },
    () => {},
  ];
  for (const end of ends) {
    const rig = TranscriptRig.open();
    for (let i = 0; i < 30; i++) rig.channel.send(line(`a-${i}`));
    end(rig);
    rig.clock.advance(60_000);
    assertEquals([rig.forgotten, rig.clock.pending], [1, 0]);
    assertEquals(rig.listener.ends.length, 1);
  }
});

Deno.test("the end's line in the log counts finals that could not leave; no line of it holds a word", () => {
  const rig = TranscriptRig.open();
  for (let i = 0; i < 30; i++) rig.channel.send(line(`a-${i}`, { text: "canary" }));
  const left = rig.lines.length;
  rig.channel.socketClosed(1006);
  const ended = rig.log.lines.find((line) => line.code === "audiohook_ended");
  assertEquals(ended?.fields.unsent, 30 - left);
  const lines = JSON.stringify(rig.log.lines);
  for (const canary of ["canary", "5550100", "Cancel"]) assert(!lines.includes(canary));
});
