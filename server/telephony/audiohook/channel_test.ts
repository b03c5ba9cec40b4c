import { assert, assertEquals } from "@std/assert";
import { NIL, openParameters, PCMU } from "./testing/session_script.ts";
import { ChannelRig } from "./testing/channel_rig.ts";
import { ORGANIZATION, SESSION } from "./testing/signed_upgrade.ts";

const COMPLETED = { outcome: "completed", code: "", outputs: {} } as const;

Deno.test("open becomes an invitation, and its answer is opened, at once", () => {
  const rig = ChannelRig.open({ customConfig: '{"shop":"north"}' });
  assertEquals(rig.invitation, {
    callId: SESSION,
    protocol: "audiohook",
    caller: "tel:+15550100",
    called: "tel:+15550199",
    conversationId: "0b5a3f7e-2f0c-4a57-9d0f-1f2e3d4c5b6a",
    organizationId: ORGANIZATION,
    address: "/audiohook/parcels",
    language: "en-us",
    variables: { shop: "north", orderNumber: "A-17" },
    origin: "phone",
  });
  assertEquals(rig.socket.texts, [{
    version: "2",
    id: SESSION,
    type: "opened",
    seq: 1,
    clientseq: 1,
    parameters: { startPaused: false, media: [PCMU] },
  }]);
});

Deno.test("caller audio goes through while the call is open, as it came", () => {
  const rig = ChannelRig.open();
  rig.speak(1, 2, 3);
  rig.speak(4);
  assertEquals(rig.listener.frames.map((frame) => [...frame]), [[1, 2, 3], [4]]);
});

Deno.test("G-12 G-13 audio before open, while paused and after the end is dropped and noted once", () => {
  const early = new ChannelRig();
  early.speak(1);
  const rig = ChannelRig.open();
  rig.say("paused");
  rig.speak(1);
  rig.speak(2);
  rig.say("resumed", { start: "PT0S", discarded: "PT1S" });
  rig.speak(3);
  rig.channel.end(COMPLETED);
  rig.speak(4);
  assertEquals(rig.listener.frames.map((frame) => [...frame]), [[3]]);
  assertEquals(rig.listener.told, ["held", "resumed 1000"]);
  assertEquals(rig.listener.notes, [
    "audio_dropped while paused",
    "audio_dropped while disconnecting",
  ]);
  rig.say("close", { reason: "disconnect" });
  const line = rig.log.lines.find((line) => line.code === "audiohook_ended");
  assertEquals([line?.fields.frames, line?.fields.stray], [1, 3]);
});

Deno.test("G-14 an empty frame reaches nobody; a frame of one sample does", () => {
  const rig = ChannelRig.open();
  rig.speak();
  rig.speak(255);
  assertEquals(rig.listener.frames.length, 1);
});

Deno.test("G-15 of stereo the caller's side is taken, across odd frames", () => {
  const stereo = { ...PCMU, channels: ["internal", "external"] };
  const rig = ChannelRig.open({ media: [stereo] });
  rig.speak(0, 1, 0, 2, 0);
  rig.speak(3, 0);
  rig.speak(4);
  const heard = rig.listener.frames.flatMap((frame) => [...frame]);
  assertEquals(heard, [1, 2, 3, 4]);
  assertEquals(rig.listener.notes, ["odd_frame half a sample pair"]);
});

Deno.test("media time counts what was heard: a gap is measured against it", () => {
  const rig = ChannelRig.open();
  rig.channel.hear(new ArrayBuffer(8_000));
  rig.say("discarded", { start: "PT1S", discarded: "PT0.4S" });
  rig.say("discarded", { start: "PT1S", discarded: "PT0.4S" });
  assertEquals(rig.listener.told, ["held", "resumed 400"]);
});

Deno.test("what the phone tells is told on", () => {
  const rig = ChannelRig.open();
  rig.say("dtmf", { digit: "#" });
  rig.say("playback_started");
  rig.say("playback_completed");
  rig.say("update", { language: "fr-CA" });
  rig.say("close", { reason: "end" });
  assertEquals(rig.listener.told, [
    "digit #",
    "playbackStarted",
    "playbackCompleted",
    "language fr-CA",
    "closed",
  ]);
  assertEquals(rig.socket.order, ["opened", "updated", "closed"]);
  assertEquals(rig.listener.ends, [{ by: "phone", detail: "end" }]);
});

Deno.test("a pong names the ping that it answers, whatever waits for the rate", () => {
  const rig = ChannelRig.open();
  for (let i = 0; i < 40; i++) rig.channel.report({ disposition: "match" });
  for (let i = 0; i < 60; i++) rig.channel.play(new Uint8Array(1_600));
  rig.say("ping", { rtt: "PT0.02S" });
  assertEquals(rig.socket.order.at(-1), "pong");
  assertEquals(rig.socket.last("pong")?.clientseq, 2);
  assertEquals(rig.socket.last("pong")?.parameters, {});
});

Deno.test("a turn is reported as one entity, cut to a size that fits", () => {
  const rig = ChannelRig.open();
  rig.channel.report({ disposition: "no_input" });
  rig.channel.report({ disposition: "match", text: "w".repeat(9_000) });
  const events = rig.socket.texts.slice(1).map((text) => text.parameters);
  assertEquals(events, [
    { entities: [{ type: "bot_turn_response", data: { disposition: "no_input" } }] },
    {
      entities: [{
        type: "bot_turn_response",
        data: { disposition: "match", text: "w".repeat(4_000) },
      }],
    },
  ]);
});

Deno.test("after our goodbye nothing but pong and closed is sent", () => {
  const rig = ChannelRig.open();
  for (let i = 0; i < 30; i++) rig.channel.play(new Uint8Array(1_600));
  rig.channel.end({ outcome: "completed", code: "", outputs: { intent: "refund" } });
  const before = rig.socket.order.length;
  rig.channel.play(new Uint8Array(800));
  rig.channel.report({ disposition: "match" });
  rig.channel.clear();
  rig.channel.end(COMPLETED);
  rig.say("update", { language: "de" });
  rig.say("ping");
  rig.clock.advance(3_000);
  rig.say("close", { reason: "disconnect" });
  rig.say("ping");
  assertEquals(rig.socket.order.slice(before - 1), ["disconnect", "pong", "closed"]);
  assertEquals(rig.socket.last("disconnect")?.parameters, {
    reason: "completed",
    outputVariables: { intent: "refund" },
  });
  assertEquals(rig.listener.ends, [{ by: "us", detail: "" }]);
});

Deno.test("G-22 after 429 audio waits, pings are answered, and a note tells how long", () => {
  const rig = ChannelRig.open();
  rig.say("error", { code: 429, message: "slow", retryAfter: "PT2S" });
  rig.channel.play(new Uint8Array(800));
  rig.clock.advance(1_900);
  rig.say("ping");
  assertEquals(rig.socket.order, ["opened", "pong"]);
  rig.clock.advance(100);
  assertEquals(rig.socket.order, ["opened", "pong", "audio"]);
  assertEquals(rig.listener.notes, ["rate_limited 2000 ms"]);
});

Deno.test("G-24 a probe is counted, and our side is never asked", () => {
  const rig = ChannelRig.open({ conversationId: NIL });
  rig.speak(1);
  rig.say("close", { reason: "end" });
  rig.channel.socketClosed(1005);
  assertEquals([rig.probes, rig.forgotten], [1, 1]);
  assertEquals(rig.invitation, null);
  assertEquals(rig.socket.order, ["opened", "closed"]);
  assertEquals(rig.clock.pending, 0);
});

Deno.test("what our side wishes for while it answers comes after opened", () => {
  const rig = new ChannelRig((channel, listener) => {
    channel.play(new Uint8Array(800));
    channel.report({ disposition: "match" });
    channel.end({ outcome: "error", code: "E_UP_AUTH", outputs: {} });
    return listener;
  });
  rig.say("open", openParameters());
  assertEquals(rig.socket.order[0], "opened");
  assertEquals(rig.socket.order.at(-1), "disconnect");
});

Deno.test("a call that our side refuses is disconnected with its code", () => {
  const rig = new ChannelRig(() => ({ refused: "E_FULL" }));
  rig.say("open", openParameters());
  assertEquals(rig.socket.last("disconnect")?.parameters, { reason: "error", info: "E_FULL" });
  rig.say("close", { reason: "disconnect" });
  assertEquals(rig.socket.order, ["disconnect", "closed"]);
  assertEquals(rig.listener.told, []);
});

Deno.test("a fault while answering ends this call, with E_INTERNAL", () => {
  const rig = new ChannelRig(() => {
    throw new Error("a caller's words");
  });
  rig.say("open", openParameters());
  assertEquals(rig.socket.last("disconnect")?.parameters, { reason: "error", info: "E_INTERNAL" });
  assert(!JSON.stringify(rig.log.lines).includes("words"));
});

Deno.test("a fault of the listener ends this call, with E_INTERNAL, told once", () => {
  for (const what of ["audio", "digit 1", "note", "closed"]) {
    const rig = ChannelRig.open();
    rig.listener.onTold = (told) => {
      if (told === what) throw new Error("fault");
    };
    rig.say("news");
    rig.say("dtmf", { digit: "1" });
    rig.speak(1);
    rig.say("close", { reason: "end" });
    assertEquals(rig.socket.order.at(-1), "closed", what);
    assertEquals(rig.listener.ends.length, 1, what);
    if (what !== "closed") {
      assertEquals(rig.socket.last("disconnect")?.parameters.info, "E_INTERNAL", what);
      assertEquals(rig.listener.ends, [{ by: "us", detail: "E_INTERNAL" }], what);
    }
  }
});

Deno.test("a socket that throws takes its own call with it and nothing else", () => {
  const rig = ChannelRig.open();
  rig.socket.fails = true;
  rig.say("ping");
  assertEquals(rig.listener.ends, [{ by: "us", detail: "E_INTERNAL" }]);
  assertEquals(rig.socket.closes[0]?.code, 1011);
  assertEquals([rig.forgotten, rig.clock.pending], [1, 0]);
  rig.channel.socketClosed(1011);
  rig.speak(1);
  assertEquals(rig.forgotten, 1);
});

Deno.test("a listener that ends the call in the middle of an answer is served after it", () => {
  const rig = ChannelRig.open();
  rig.listener.onTold = (told) => {
    if (told === "held") rig.channel.end(COMPLETED);
  };
  rig.say("discarded", { start: "PT1S", discarded: "PT1S" });
  assertEquals(rig.listener.told, ["held", "resumed 2000"]);
  assertEquals(rig.socket.order, ["opened", "disconnect"]);
});

Deno.test("G-04 an unknown type is noted once, however often it comes", () => {
  const rig = ChannelRig.open();
  for (let i = 0; i < 5; i++) rig.say("news");
  assertEquals(rig.listener.notes, ['unknown_type "news"']);
});

Deno.test("G-08 a violation reaches our side, the log and the counter", () => {
  const rig = ChannelRig.open();
  rig.channel.read("{");
  assertEquals(rig.violations, ["E_JSON"]);
  assertEquals(rig.listener.notes, ["violation E_JSON: 1 characters that are no JSON"]);
  assertEquals(rig.listener.ends, [{ by: "protocol", detail: "E_JSON" }]);
  assertEquals(rig.log.lines.filter((line) => line.level === "warn").length, 1);
});

Deno.test("G-19 frames keep a call alive without a timer each; their absence ends it", () => {
  const rig = ChannelRig.open();
  for (let i = 0; i < 600; i++) {
    rig.clock.advance(200);
    rig.speak(255);
    assertEquals(rig.clock.pending, 1);
  }
  rig.clock.advance(14_999);
  assertEquals(rig.listener.ends, []);
  rig.clock.advance(1);
  assertEquals(rig.listener.ends, [{ by: "phone_lost", detail: "E_SILENT" }]);
});

Deno.test("G-16 ten seconds of audio in one burst go through whole and in order", () => {
  const rig = ChannelRig.open();
  for (let i = 0; i < 50; i++) rig.speak(i, i);
  assertEquals(
    rig.listener.frames.map((frame) => frame[0]),
    Array.from({ length: 50 }, (_, i) => i),
  );
  assertEquals(rig.listener.ends, []);
});

Deno.test("G-17 without frames, pings keep a call alive", () => {
  const rig = ChannelRig.open();
  for (let i = 0; i < 12; i++) {
    rig.clock.advance(5_000);
    rig.say("ping");
  }
  assertEquals(rig.listener.ends, []);
  assertEquals(rig.socket.texts.filter((text) => text.type === "pong").length, 12);
});

Deno.test("G-28 closed has left before our side hears of the end and can begin its work", () => {
  const rig = ChannelRig.open();
  let lastSent: string | undefined;
  rig.listener.onTold = (told) => {
    if (told === "closed") lastSent = rig.socket.order.at(-1);
  };
  rig.say("close", { reason: "end" });
  assertEquals(lastSent, "closed");
});

Deno.test("G-31 a phone that stops reading loses its sound, and then the call", () => {
  const rig = ChannelRig.open();
  rig.socket.bufferedAmount = 300_000;
  rig.channel.play(new Uint8Array(1_600));
  rig.channel.play(new Uint8Array(1_600));
  rig.channel.play(new Uint8Array(1_600));
  assertEquals(rig.channel.unsentBytes, 0);
  assertEquals(rig.socket.audio.length, 1);
  assertEquals(rig.listener.notes, [
    "slow_phone 300000 bytes not taken",
    "audio_not_sent the phone does not read",
  ]);
  rig.clock.advance(5_000);
  assertEquals(rig.listener.ends, [{ by: "phone_lost", detail: "E_SLOW" }]);
});

Deno.test("G-31 a phone that reads again is played to again", () => {
  const rig = ChannelRig.open();
  rig.socket.bufferedAmount = 300_000;
  rig.channel.play(new Uint8Array(1_600));
  rig.socket.bufferedAmount = 0;
  rig.channel.play(new Uint8Array(1_600));
  assertEquals(rig.socket.audio.length, 2);
  rig.clock.advance(10_000);
  assertEquals(rig.listener.ends, []);
});

Deno.test("I8 after any end no timer is left", () => {
  const ends: ((rig: ChannelRig) => void)[] = [
    (rig) => rig.say("close", { reason: "end" }),
    (rig) => rig.channel.end(COMPLETED),
    (rig) => rig.channel.read("{"),
    (rig) => rig.channel.hear(new ArrayBuffer(65_537)),
    (rig) => rig.channel.read("x".repeat(65_536)),
    (rig) => rig.channel.socketClosed(0),
    () => {},
  ];
  for (const end of ends) {
    const rig = ChannelRig.open();
    for (let i = 0; i < 30; i++) rig.channel.play(new Uint8Array(1_600));
    end(rig);
    rig.clock.advance(60_000);
    assertEquals([rig.forgotten, rig.clock.pending, rig.channel.unsentBytes], [1, 0, 0]);
    assertEquals(rig.listener.ends.length, 1);
  }
});

Deno.test("I10 no log line holds a number, a name or a word of the caller", () => {
  const rig = ChannelRig.open({ inputVariables: { "canary-name": "canary-value" } });
  rig.channel.report({ disposition: "match", text: "canary-words" });
  rig.say("dtmf", { digit: "7" });
  rig.say("close", { reason: "end" });
  const lines = JSON.stringify(rig.log.lines);
  for (const canary of ["canary", "5550100", "5550199", '"7"']) assert(!lines.includes(canary));
});
