import { assertEquals, assertStringIncludes } from "@std/assert";
import type { RuleName } from "./rules.ts";
import { RULES } from "./rules.ts";
import { Bench } from "./session_bench.ts";

const talking = () => new Bench().accepted();

/** Each rule, broken; `more` breaches may follow from the first. */
const BROKEN: [string, RuleName[], () => Bench][] = [
  ["a binary message", ["BINARY"], () => talking().input({ type: "binary", bytes: 160 })],
  ["what is not JSON", ["NOT_JSON"], () => talking().input({ type: "text", text: "{" })],
  ["a message without a type", ["NOT_JSON"], () => talking().input({ type: "text", text: "[]" })],
  ["an unknown type", ["UNKNOWN_TYPE"], () => talking().bot("session.resumed")],
  ["a field too many", ["FIELDS"], () => talking().bot("userStream.speech.started", { id: 1 })],
  ["a field too few", ["FIELDS"], () => talking().bot("playStream.start", { streamId: "1" })],
  [
    "words outside alternatives",
    ["FIELDS"],
    () => talking().bot("userStream.speech.recognition", { text: "hello", confidence: 1 }),
  ],
  [
    "a confidence above one",
    ["FIELDS"],
    () =>
      talking().bot("userStream.speech.recognition", {
        alternatives: [{ text: "hello", confidence: 97 }],
      }),
  ],
  ["a word before the answer", ["BEFORE_ACCEPTED"], () => new Bench().start("1")],
  [
    "a second answer",
    ["ACCEPTED_UNASKED"],
    () => talking().bot("session.accepted", { mediaFormat: "raw/mulaw" }),
  ],
  [
    "an error in the middle of the call",
    ["ERROR_UNASKED"],
    () => talking().bot("session.error", { reason: "no model" }),
  ],
  [
    "an answer to a check that was not made",
    ["VALIDATED_UNASKED"],
    () => talking().bot("connection.validated", { success: true }),
  ],
  ["a format that was not offered", ["FORMAT_NOT_OFFERED"], () => {
    return new Bench().bot("session.accepted", { mediaFormat: "raw/lpcm16_24" });
  }],
  ["a play format that was not offered", ["FORMAT_NOT_OFFERED"], () => {
    return talking().start("1", { mediaFormat: "raw/lpcm16_24" });
  }],
  [
    "no acknowledgement",
    ["ACK_MISSING"],
    () => new Bench().bot("session.accepted", { mediaFormat: "raw/mulaw" }).pass(5000),
  ],
  ["an acknowledgement of nothing", ["ACK_UNASKED"], () => talking().bot("userStream.stopped")],
  [
    "a stream's name twice",
    ["STREAM_ID_REUSED"],
    () => talking().start("1").stop("1").start("1"),
  ],
  ["two streams at once", ["TWO_STREAMS"], () => talking().start("1").start("2")],
  ["a chunk before any stream", ["CHUNK_OUTSIDE"], () => talking().chunk("1", 20)],
  [
    "a chunk after its stream",
    ["CHUNK_OUTSIDE"],
    () => talking().start("1").stop("1").chunk("1", 20),
  ],
  ["a chunk of another stream", ["CHUNK_OUTSIDE"], () => talking().start("1").chunk("2", 20)],
  ["a stop of nothing", ["STOP_OUTSIDE"], () => talking().stop("1")],
  [
    "an empty chunk",
    ["CHUNK_EMPTY"],
    () => talking().start("1").bot("playStream.chunk", { streamId: "1", audioChunk: "" }),
  ],
  ...["A", "AA A", "A*==", "AAA"].map((audioChunk): [string, RuleName[], () => Bench] => [
    `"${audioChunk}" for base64`,
    ["BASE64"],
    () => talking().start("1").bot("playStream.chunk", { streamId: "1", audioChunk }),
  ]),
  [
    "half a sample",
    ["HALF_SAMPLE"],
    () =>
      talking().start("1", { mediaFormat: "raw/lpcm16" })
        .bot("playStream.chunk", { streamId: "1", audioChunk: "AAAA" }),
  ],
  [
    "a wav stream without its header",
    ["WAV_HEADER"],
    () =>
      talking().start("1", { mediaFormat: "wav/lpcm16_8" })
        .bot("playStream.chunk", { streamId: "1", audioChunk: "AAAAAA==" }),
  ],
  ["a flood of sound", ["TOO_FAST"], () => talking().start("1").chunk("1", 1500).chunk("1", 1500)],
  [
    "a stream that is forgotten",
    ["LEFT_OPEN"],
    () => talking().start("1").chunk("1", 1000).pass(6000).pass(60_000),
  ],
  ["a hang-up in a stream", ["LEFT_OPEN"], () => talking().start("1").activity("hangup")],
  [
    "a transfer in a stream",
    ["LEFT_OPEN"],
    () => talking().start("1").activity("transfer", { transferTarget: "tel:+1" }),
  ],
  ["an unknown activity", ["ACTIVITY_UNKNOWN"], () => talking().activity("dtmf")],
  [
    "a transfer to nowhere",
    ["ACTIVITY_FIELDS"],
    () => talking().activity("transfer", { transferTarget: "+1555" }),
  ],
  ["keys that no phone has", ["ACTIVITY_FIELDS"], () => {
    return talking().activity("sendDtmf", { dtmfDigits: "12x" });
  }],
  [
    "settings in the wrong place",
    ["ACTIVITY_FIELDS"],
    () => talking().activity("config", { a: 1 }),
  ],
  ["a stream after hang-up", ["AFTER_HANGUP"], () => talking().activity("hangup").start("1")],
  [
    "a second hang-up",
    ["AFTER_HANGUP"],
    () => talking().activity("hangup").activity("hangup"),
  ],
  [
    "a socket that is closed without hang-up",
    ["CLOSED_WITHOUT_HANGUP"],
    () => talking().input({ type: "socket_closed", code: 1000 }),
  ],
  [
    "a session that may not go on",
    ["RESUME_REFUSED"],
    () => lost().bot("session.error", { reason: "conversation not found" }),
  ],
  [
    "a lost session that nobody wants back",
    ["RESUME_REFUSED"],
    () => lost().pass(10_000),
  ],
];

for (const [what, rules, play] of BROKEN) {
  Deno.test(`${what} is a breach`, () => {
    assertEquals(play().breaches, rules);
  });
}

Deno.test("every rule has a test that breaks it", () => {
  const tested = new Set(BROKEN.flatMap(([, rules]) => rules));
  assertEquals(Object.keys(RULES).filter((rule) => !tested.has(rule as RuleName)), []);
});

/** A session whose socket was lost and that asks to go on. */
function lost(): Bench {
  const bench = talking().input({ type: "lose_socket" }).pass(300);
  return bench.input({ type: "connected" });
}

Deno.test("a call as the protocol's page tells it has no breach", () => {
  const bench = new Bench().accepted("raw/lpcm16");
  assertEquals(bench.types, ["session.initiate", "activities", "userStream.start"]);
  const [initiate, start] = bench.sent;
  assertEquals(initiate, {
    type: "session.initiate",
    conversationId: "c-7f31",
    botName: "front-desk",
    caller: "+390612345678",
    expectAudioMessages: true,
    supportedMediaFormats: ["raw/lpcm16", "raw/mulaw", "wav/lpcm16_8"],
  });
  const [activity] = start!.activities as { name: string; parameters: Record<string, string> }[];
  assertEquals([activity!.name, activity!.parameters.callee], ["start", "5001"]);
  bench.start("1", { altText: "hello there" }).chunk("1", 400).pass(300).chunk("1", 400).stop("1");
  bench.input({ type: "caller_audio", sound: new Uint8Array(640) });
  bench.bot("userStream.speech.started").bot("userStream.speech.stopped");
  bench.bot("userStream.speech.committed");
  bench.bot("userStream.speech.hypothesis", { alternatives: [{ text: "i want" }] });
  bench.bot("userStream.speech.recognition", {
    alternatives: [{ text: "i want to book", confidence: 0.93 }],
  });
  bench.input({ type: "digit", digit: "4" });
  bench.pass(1000).start("2").chunk("2", 100).stop("2").pass(100).activity("hangup", {
    hangupReason: "goal reached",
  });
  assertEquals(bench.breaches, []);
  assertEquals(bench.types.slice(3), ["userStream.chunk", "activities", "session.end"]);
  assertEquals(bench.sent.at(-1)!.reasonCode, "bot-disconnected");
  assertEquals(bench.all("words").map(({ role, text }) => [role, text]), [
    ["agent", "hello there"],
    ["caller", "i want to book"],
  ]);
  assertEquals(bench.all("over"), [{ type: "over", by: "server", transferredTo: null }]);
});

Deno.test("barge-in throws away what was not heard when both the notice and the stop have come", () => {
  const bench = talking().start("1").chunk("1", 1000).pass(300);
  bench.bot("userStream.speech.started");
  assertEquals(bench.all("silence").length, 0);
  bench.stop("1");
  assertEquals(bench.all("silence").length, 1);
  const after = talking().start("1").chunk("1", 1000).stop("1").pass(300);
  assertEquals(after.bot("userStream.speech.started").all("silence").length, 1);
  const drained = talking().start("1").chunk("1", 1000).stop("1").pass(1000);
  assertEquals(drained.bot("userStream.speech.started").all("silence").length, 0);
  const natural = talking().start("1").chunk("1", 1000).stop("1");
  assertEquals(natural.all("silence").length, 0);
});

Deno.test("without barge-in nothing is thrown away, and the caller is not heard until all was played", () => {
  const bench = new Bench({ bargeIn: false }).accepted();
  const say = () => {
    const before = bench.sent.length;
    bench.input({ type: "caller_audio", sound: new Uint8Array(160) });
    return bench.sent.length - before;
  };
  assertEquals(say(), 1);
  bench.start("1").chunk("1", 1000);
  assertEquals(bench.types.at(-1), "userStream.stop");
  bench.bot("userStream.stopped").bot("userStream.speech.started").stop("1");
  assertEquals([say(), bench.all("silence").length], [0, 0]);
  bench.pass(999);
  assertEquals(say(), 0);
  bench.pass(1);
  assertEquals(bench.types.at(-1), "userStream.start");
  assertEquals(say(), 1);
  assertEquals(bench.bot("userStream.started").breaches, []);
});

Deno.test("without barge-in the recognised words end the caller's turn, for ten seconds at most", () => {
  const bench = new Bench({ bargeIn: false }).accepted();
  bench.bot("userStream.speech.recognition", { alternatives: [{ text: "hello" }] });
  assertEquals(bench.types.at(-1), "userStream.stop");
  bench.bot("userStream.stopped").pass(9_999);
  assertEquals(bench.types.at(-1), "userStream.stop");
  bench.pass(1);
  assertEquals(bench.types.at(-1), "userStream.start");
});

Deno.test("a transfer ends the bot's part at once, or when it is known how it went", () => {
  const at = { transferTarget: "sip:desk@example.net" };
  const plain = talking().activity("transfer", at);
  assertEquals(plain.sent.at(-1)!.reasonCode, "transferred");
  assertEquals(plain.all("over")[0]!.transferredTo, at.transferTarget);
  const told = talking().activity("handover", { ...at, transferNotifications: true });
  assertEquals(told.all("over"), []);
  told.pass(500);
  assertEquals(told.types.slice(-2), ["activities", "session.end"]);
  assertStringIncludes(JSON.stringify(told.sent.at(-2)), '{"status":"answered"}');
  const busy = new Bench({ transferOutcome: "busy" }).accepted();
  busy.activity("transfer", { ...at, transferNotifications: true }).pass(500);
  assertStringIncludes(JSON.stringify(busy.sent.at(-1)), '"reasonCode":"busy"');
  assertEquals(busy.all("over"), []);
  assertEquals(busy.start("1").stop("1").breaches, []);
});

Deno.test("a session whose socket was lost goes on with a new window and new streams", () => {
  const bench = talking().start("1").chunk("1", 1500).input({ type: "lose_socket" });
  assertEquals(bench.all("break").length, 1);
  bench.pass(300);
  assertEquals(bench.all("connect").length, 1);
  bench.input({ type: "connected" });
  assertEquals(bench.sent.at(-1), { type: "session.resume", conversationId: "c-7f31" });
  bench.bot("session.accepted", { mediaFormat: "raw/mulaw" });
  assertEquals(bench.types.at(-1), "userStream.start");
  bench.bot("userStream.started").start("2").chunk("2", 100).stop("2");
  assertEquals(bench.breaches, []);
  assertEquals(bench.types.filter((type) => type === "activities").length, 1);
  assertEquals(bench.stop("1").breaches, ["STOP_OUTSIDE"]);
});

Deno.test("a bot that refuses, or says nothing, is told as a call that could not be placed", () => {
  const refused = new Bench().bot("session.error", { reason: "no shared media format" });
  assertEquals(refused.all("refused")[0]!.reason, "it answered: no shared media format");
  const dumb = new Bench().pass(10_000);
  assertStringIncludes(dumb.all("refused")[0]!.reason, "within 10 s");
  const gone = new Bench().input({ type: "socket_closed", code: 1006 });
  assertStringIncludes(gone.all("refused")[0]!.reason, "1006");
  assertEquals([refused, dumb, gone].flatMap(({ breaches }) => breaches), []);
});

Deno.test("what crosses the caller's goodbye is no breach", () => {
  const bench = talking().start("1").chunk("1", 500).input({ type: "hang_up" });
  assertEquals(bench.sent.at(-1)!.reasonCode, "client-disconnected");
  bench.chunk("1", 500).stop("1").activity("hangup");
  bench.input({ type: "socket_closed", code: 1000 }).input({ type: "hang_up" });
  assertEquals([bench.breaches, bench.all("over").length], [[], 1]);
});

Deno.test("split chunks have odd lengths, cut the wav header too, and are the same bytes together", () => {
  for (const offered of [["raw/lpcm16"], ["wav/lpcm16_8"]]) {
    const bench = new Bench({ split: true, offered }).accepted(offered[0]);
    const sound = Uint8Array.from({ length: 640 }, (_, i) => i);
    for (let i = 0; i < 30; i++) bench.input({ type: "caller_audio", sound });
    const chunks = bench.sent.filter(({ type }) => type === "userStream.chunk")
      .map(({ audioChunk }) => Uint8Array.fromBase64(audioChunk as string));
    assertEquals(chunks.filter(({ length }) => length % 2 === 1).length, chunks.length);
    const all = new Uint8Array(chunks.flatMap((chunk) => [...chunk]));
    const header = offered[0]!.startsWith("wav") ? 44 : 0;
    assertEquals(all.length, header + 30 * 640);
    assertEquals(all.slice(-640), sound);
    if (header) assertEquals(new TextDecoder().decode(all.subarray(0, 4)), "RIFF");
    if (header) assertEquals(chunks[0]!.length < 44, true);
  }
});
