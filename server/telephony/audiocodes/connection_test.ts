import { assertEquals } from "@std/assert";
import { AudioCodesRig, initiate } from "./testing/audiocodes_rig.ts";

Deno.test("C-03 the connection check is answered as it must be: no call, no record", () => {
  const rig = new AudioCodesRig();
  rig.say({ type: "connection.validate" });
  assertEquals(rig.socket.sent, [{ type: "connection.validated", success: true }]);
  assertEquals([rig.probes, rig.calls.live.length], [1, 0]);
  rig.lose(1000);
  assertEquals([rig.dialled[0]!.over, rig.clock.pending], [true, 0]);
});

Deno.test("a call may follow the check on the same socket", () => {
  const rig = new AudioCodesRig();
  rig.say({ type: "connection.validate" });
  rig.say(initiate());
  rig.say({ type: "connection.validate" });
  assertEquals(rig.socket.order, [
    "connection.validated",
    "session.accepted",
    "connection.validated",
  ]);
});

const REFUSED: readonly [string, Record<string, unknown>, string, RegExp][] = [
  ["C-04 another first message", { type: "userStream.start" }, "E_FIRST", /must come first/],
  ["C-04 an unknown first message", { type: "toString" }, "E_FIRST", /"toString"/],
  ["a text bot's call", initiate({ expectAudioMessages: false }), "E_TEXT_ONLY", /voice streaming/],
  [
    "C-04 formats that nobody knows",
    initiate({ supportedMediaFormats: ["audio/mp3", "raw/alaw"] }),
    "E_MEDIA",
    /no shared media format/,
  ],
  ["no format at all", initiate({ supportedMediaFormats: [] }), "E_MEDIA", /raw\/mulaw/],
  [
    "formats that are no list",
    initiate({ supportedMediaFormats: "raw/mulaw" }),
    "E_INITIATE",
    /supportedMediaFormats/,
  ],
  ["a call without a name", initiate({ conversationId: "" }), "E_INITIATE", /conversationId/],
  [
    "a call whose name is a number",
    initiate({ conversationId: 7 }),
    "E_INITIATE",
    /conversationId/,
  ],
  [
    "a resume of nothing",
    { type: "session.resume", conversationId: "gone" },
    "E_CONVERSATION",
    /conversation not found/,
  ],
  ["a resume without a name", { type: "session.resume" }, "E_CONVERSATION", /not found/],
];

for (const [what, message, code, reason] of REFUSED) {
  Deno.test(`${what}: session.error says why, and the socket is closed`, () => {
    const rig = new AudioCodesRig();
    rig.say(message);
    assertEquals(rig.socket.order, ["session.error"]);
    assertEquals(reason.test(String(rig.socket.sent[0]!.reason)), true);
    assertEquals(rig.socket.closes.length, 1);
    assertEquals(rig.violations as string[], [code]);
    rig.say(initiate());
    assertEquals([rig.socket.sent.length, rig.calls.live.length], [1, 0]);
    rig.lose(1000);
    assertEquals([rig.dialled[0]!.over, rig.clock.pending], [true, 0]);
  });
}

Deno.test("nothing for ten seconds: the socket is closed with 1008, and let go of two seconds later", () => {
  const rig = new AudioCodesRig();
  rig.say({ type: "connection.validate" });
  rig.dialled[0]!.connection.text("no json");
  rig.clock.advance(9_999);
  assertEquals(rig.socket.closes, []);
  rig.clock.advance(1);
  assertEquals(rig.socket.closes, [{ code: 1008, reason: "no session.initiate" }]);
  rig.clock.advance(2_000);
  assertEquals([rig.dialled[0]!.over, rig.clock.pending], [true, 0]);
});

Deno.test("a message of more than 256 KiB before there is a call closes with 1009", () => {
  const rig = new AudioCodesRig();
  rig.say({ type: "session.initiate", conversationId: "x".repeat(300_000) });
  assertEquals(rig.socket.closes.map(({ code }) => code), [1009]);
});

Deno.test("what initiate leaves out is assumed; fields of a wrong type that do not matter are left out", () => {
  const rig = new AudioCodesRig();
  rig.say({ type: "session.initiate", conversationId: "c", caller: null, botName: 3 });
  assertEquals(rig.socket.sent, [{ type: "session.accepted", mediaFormat: "raw/lpcm16" }]);
  rig.clock.advance(1_500);
  const [invitation] = rig.invitations;
  assertEquals([invitation?.caller, invitation?.variables], ["", {}]);
});

Deno.test("C-01 a message in bytes that is too large closes with 1009, as one of text does", () => {
  const rig = AudioCodesRig.open();
  rig.dialled[0]!.connection.binary(new ArrayBuffer(256 * 1024 + 1));
  assertEquals(rig.socket.closes.map(({ code }) => code), [1009]);
  assertEquals(rig.listener.ends, [{ by: "protocol", detail: "E_SIZE" }]);
  const early = new AudioCodesRig();
  early.dialled[0]!.connection.binary(new ArrayBuffer(256 * 1024 + 1));
  assertEquals(early.socket.closes.map(({ code }) => code), [1009]);
});

Deno.test("I9 a flood of messages whose answers are not read does not become a heap: the socket is lost", () => {
  const rig = AudioCodesRig.open();
  rig.socket.bufferedAmount = 1024 * 1024 + 1;
  const before = rig.socket.sent.length;
  for (let i = 0; i < 3; i++) rig.say({ type: "userStream.start" });
  assertEquals(rig.socket.sent.length, before);
  assertEquals(rig.socket.closes, [{ code: 1013, reason: "the phone does not read" }]);
  assertEquals([rig.listener.told, rig.listener.ends], [["held"], []]);
  rig.resume();
  assertEquals(rig.listener.told, ["held", "resumed 0"]);

  const stranger = new AudioCodesRig();
  stranger.socket.bufferedAmount = 1024 * 1024 + 1;
  stranger.say({ type: "connection.validate" });
  assertEquals(stranger.socket.closes.map(({ code }) => code), [1013]);
});
