import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { Bench, ID, type Sent } from "./session_bench.ts";
import { dueAtMs, NIL_ID, OFFER } from "./session_state.ts";
import { offersFor } from "./offers.ts";
import { ruleOf, type SessionViolationCode, VIOLATIONS } from "./violations.ts";

const open = () => new Bench().opened();
/** A call between people. */
const people = () => new Bench({ offers: offersFor("stereo"), listensOnly: true });

/** What a server does wrong, and what Genesys then says: each code of the list. */
const MISTAKES: Record<SessionViolationCode, (bench: Bench) => unknown> = {
  TEXT_TOO_LONG: () => open().message("event", { entities: [], pad: "x".repeat(65_536) }),
  MALFORMED: () => open().input({ type: "text", text: "[1]" }),
  VERSION: () => open().message("updated", {}, { version: 2 }),
  ID: () => open().message("updated", {}, { id: NIL_ID }),
  SEQ_GAP: () => open().message("updated", {}, { seq: 3 }),
  CLIENTSEQ_AHEAD: () => open().message("updated", {}, { clientseq: 99 }),
  CLIENTSEQ_BACK: () => open().message("updated", {}, { clientseq: 0 }),
  PARAMETERS_MISSING: () => open().message("updated", {}, { parameters: undefined }),
  UNKNOWN_TYPE: () => open().message("paused"),
  BEFORE_OPENED: (bench) => bench.message("pause"),
  OPENED_LATE: (bench) => bench.pass(5000),
  OPENED_TWICE: () => open().opened(),
  OPENED_INVALID: (bench) => bench.message("opened", { media: [], discardTo: "1s" }),
  MEDIA_COUNT: (bench) => bench.opened([OFFER, OFFER]),
  MEDIA_ALTERED: (bench) => bench.opened([{ ...OFFER, format: "L16" }]),
  PONG_LATE: () => open().pass(6000),
  PONG_CLIENTSEQ: () => open().pass(1000).message("pong", {}, { clientseq: 1 }),
  PONG_UNASKED: () => open().message("pong"),
  CLOSED_UNASKED: () => open().message("closed"),
  CLOSED_SLOW: () => people().opened([]).input({ type: "hang_up" }).pass(4001).message("closed"),
  CLOSED_LATE: () => open().input({ type: "hang_up" }).pass(10_000),
  AFTER_CLOSED: () => open().input({ type: "hang_up" }).message("closed").message("pong"),
  DISCONNECT_REASON: () => open().message("disconnect", { reason: "transfer" }),
  DISCONNECT_INVALID: () => open().message("disconnect", { reason: "completed", info: 7 }),
  DISCONNECT_TWICE: () =>
    open().message("disconnect", { reason: "completed" })
      .message("disconnect", { reason: "completed" }),
  OUTPUT_NOT_STRING: () =>
    open().message("disconnect", { reason: "completed", outputVariables: { n: 3 } }),
  EVENT_EMPTY: () => open().message("event", { entities: [] }),
  EVENT_DATA: () => open().message("event", { entities: [{ type: "barge_in", data: null }] }),
  BOT_TURN_INVALID: () =>
    open().message("event", {
      entities: [{ type: "bot_turn_response", data: { disposition: "ok" } }],
    }),
  LANGUAGES: () =>
    new Bench({ asksLanguages: true }).message("opened", {
      media: [OFFER],
      supportedLanguages: ["English"],
    }),
  RECONNECT_RESERVED: () => open().message("reconnect"),
  TEXT_RATE: () => repeat(open(), 25, (bench) => bench.message("updated")),
  BINARY_RATE: () => repeat(open(), 26, (bench) => bench.audio()),
  PAUSE_RATE: () => repeat(open(), 5, (bench) => bench.message("pause")),
  RESUME_RATE: () => repeat(open(), 5, (bench) => bench.message("resume")),
  AUDIO_TOO_LARGE: () => open().audio(64_001),
  AUDIO_EMPTY: () => open().audio(0),
  AUDIO_BEFORE_OPENED: (bench) => bench.audio(),
  AUDIO_AFTER_DISCONNECT: () => open().message("disconnect", { reason: "completed" }).audio(),
  AUDIO_AFTER_CLOSED: () => open().input({ type: "hang_up" }).message("closed").audio(),
  AUDIO_REFUSED: () => new Bench().opened([]).audio(),
  AUDIO_UNWANTED: () => people().opened([offersFor("stereo")[0]]).audio(),
  AUDIO_IN_PROBE: () => new Bench({ conversationId: NIL_ID }).opened().audio(),
  SOCKET_CLOSED: () => open().input({ type: "socket_closed", code: 1011 }),
};

function repeat(bench: Bench, times: number, fn: (bench: Bench) => unknown): Bench {
  for (let i = 0; i < times; i++) fn(bench);
  return bench;
}

for (const code of Object.keys(VIOLATIONS) as SessionViolationCode[]) {
  const { error, fatal, sentence } = ruleOf(code);
  const taken = fatal ? "ends the session" : error ? "is answered" : "is only noted";
  Deno.test(`violation ${code} ${taken}: ${sentence}`, () => {
    const bench = new Bench();
    const made = MISTAKES[code](bench);
    const { violations, sent, types } = made instanceof Bench ? made : bench;
    assertEquals(violations, [code]);
    const errors = sent.filter(({ type }) => type === "error");
    assertEquals(errors.map(({ parameters }) => parameters.code), error ? [error] : []);
    const goodbyes = sent.filter(({ type }) => type === "close");
    if (fatal) {
      assertEquals(goodbyes.map(({ parameters }) => parameters.reason), ["error"]);
      assertEquals(types.at(-1), "close");
    } else assertFalse(goodbyes.some(({ parameters }) => parameters.reason === "error"));
  });
}

Deno.test("open is the first message, with everything Genesys says about a call", () => {
  const { sent: [first, ...more] } = new Bench();
  assertEquals(more, []);
  assertEquals({ ...first }, {
    version: "2",
    id: ID,
    type: "open",
    seq: 1,
    serverseq: 0,
    position: "PT0.0S",
    parameters: {
      organizationId: "11111111-2222-4333-8444-555555555555",
      conversationId: "0b5a3f7e-2f0c-4a57-9d0f-1f2e3d4c5b6a",
      participant: {
        id: "5d6c7b8a-9f0e-4d1c-8b2a-3f4e5d6c7b8a",
        ani: "tel:+15550100",
        aniName: "",
        dnis: "",
      },
      media: [{ type: "audio", format: "PCMU", channels: ["external"], rate: 8000 }],
      language: "en-us",
      inputVariables: { orderNumber: "A-17" },
    },
  } as unknown as Sent);
});

Deno.test("a well-kept call: pings after 1 s, again after the first pong with its round trip, then every 5 s", () => {
  const bench = open().pass(1000);
  assertEquals(bench.types, ["open", "ping"]);
  bench.pass(21.3).message("pong");
  assertEquals(bench.types, ["open", "ping", "ping"]);
  assertEquals(bench.sent.at(-1)!.parameters, { rtt: "PT0.0213S" });
  bench.message("pong").pass(4999);
  assertEquals(bench.types.length, 3);
  bench.pass(1).message("pong").pass(5000).message("pong");
  assertEquals(bench.types.slice(3), ["ping", "ping"]);
  assertEquals(bench.violations, []);
});

Deno.test("a pong with another clientseq does not count: the next ping finds it missing", () => {
  const bench = open().pass(1000).message("pong", {}, { clientseq: 1 }).pass(5000);
  assertEquals(bench.violations, ["PONG_CLIENTSEQ", "PONG_LATE"]);
});

Deno.test("a gap in seq leaves Genesys unable to take in even closed", () => {
  const bench = open().message("updated", {}, { seq: 3 });
  bench.serverSeq = 3;
  bench.message("closed").pass(10_000);
  assertEquals(bench.violations, ["SEQ_GAP"]);
  assertEquals(bench.types.slice(1), ["error", "close", "error"]);
  assertEquals(bench.sent.at(-1)!.parameters.code, 408);
  assertEquals(bench.count("close_socket"), 1);
});

Deno.test("an opened that is not seq 1 is a gap", () => {
  assertEquals(new Bench().message("opened", { media: [] }, { seq: 2 }).violations, ["SEQ_GAP"]);
});

Deno.test("the position counts the samples that were sent, and a frame after close is not sent", () => {
  const bench = open();
  for (let i = 0; i < 6; i++) {
    bench.input({ type: "caller_audio", audio: new Uint8Array(1600) });
  }
  bench.input({ type: "digit", digit: "#" });
  assertEquals(bench.sent.at(-1)!.position, "PT1.2S");
  assertEquals(bench.sent.at(-1)!.parameters, { digit: "#" });
  bench.input({ type: "hang_up" }).input({ type: "caller_audio", audio: new Uint8Array(1600) });
  assertEquals(bench.count("send_audio"), 6);
});

Deno.test("a server's pause stops the audio, resumed tells the gap, and the position jumps over it", () => {
  const bench = open();
  const frame = () => bench.input({ type: "caller_audio", audio: new Uint8Array(1600) });
  repeat(bench, 3, frame);
  bench.message("pause");
  repeat(bench, 5, frame);
  assertEquals(bench.count("send_audio"), 3);
  bench.message("resume");
  assertEquals(bench.types.slice(1), ["paused", "resumed"]);
  assertEquals(bench.sent.at(-1)!.parameters, { start: "PT0.6S", discarded: "PT1.0S" });
  frame();
  bench.input({ type: "digit", digit: "1" });
  assertEquals(bench.sent.at(-1)!.position, "PT1.8S");
});

Deno.test("a server's resume is answered with paused while the caller's own pause is on", () => {
  const bench = open().input({ type: "hold" }).message("pause").message("resume");
  bench.input({ type: "unhold" });
  assertEquals(bench.types.slice(1), ["paused", "paused", "paused", "resumed"]);
});

Deno.test("startPaused and discardTo are honoured", () => {
  const bench = new Bench().message("opened", {
    media: [OFFER],
    startPaused: true,
    discardTo: "PT0.5S",
  });
  assertEquals(bench.types, ["open", "discarded", "paused"]);
  assertEquals(bench.sent[1]!.parameters, { start: "PT0.0S", discarded: "PT0.4S" });
  bench.message("resume");
  repeat(bench, 3, () => bench.input({ type: "caller_audio", audio: new Uint8Array(1600) }));
  // The first 400 ms are what the server did not want.
  assertEquals(bench.count("send_audio"), 1);
});

Deno.test("disconnect before opened is answered with close, and a later opened changes nothing", () => {
  const bench = new Bench().message("disconnect", { reason: "unauthorized", info: "no" }).opened();
  assertEquals(bench.types, ["open", "close"]);
  assertEquals(bench.sent[1]!.parameters, { reason: "disconnect" });
  assertEquals(bench.state.phase, "closing");
  assertEquals(bench.state.disconnect, {
    reason: "unauthorized",
    info: "no",
    outputVariables: {},
  });
  assertEquals(bench.violations, []);
});

Deno.test("after closed the client closes the socket and waits for nothing more", () => {
  const bench = open().message("disconnect", { reason: "completed" }).message("closed");
  assertEquals(bench.count("close_socket"), 1);
  assertEquals(dueAtMs(bench.state), null);
  bench.input({ type: "socket_closed", code: 1005 });
  assertEquals(bench.count("gone"), 1);
  assertEquals(bench.violations, []);
});

Deno.test("audio in flight while the client says goodbye is neither a fault nor heard", () => {
  const bench = open().audio().input({ type: "hang_up" }).audio();
  assertEquals(bench.violations, []);
  assertEquals(bench.count("play"), 1);
});

Deno.test("a disconnect that crosses the caller's goodbye is kept and answered by nothing", () => {
  const bench = open().input({ type: "hang_up" }).message("disconnect", { reason: "completed" });
  assertEquals(bench.types, ["open", "close"]);
  assert(bench.state.disconnect);
  assertEquals(bench.state.closeReason, "end");
});

Deno.test("barge_in empties the play-out, other entities are handed on", () => {
  const bench = open().message("event", {
    entities: [
      { type: "barge_in", data: {} },
      { type: "bot_turn_response", data: { disposition: "match", text: "x", confidence: 0.5 } },
    ],
  });
  assertEquals(bench.effects.slice(-2).map(({ type }) => type), ["barge_in", "entity"]);
  assertEquals(bench.violations, []);
});

Deno.test("outputs that are strings survive beside one that is not", () => {
  const outputVariables = { order: "A-17", count: 2 };
  const bench = open().message("disconnect", { reason: "completed", outputVariables });
  assertEquals(bench.state.disconnect?.outputVariables, { order: "A-17" });
});

Deno.test("a flood is answered with 429 once a second, however many messages it has", () => {
  const bench = repeat(open(), 60, (bench) => bench.audio());
  assertEquals(bench.types, ["open", "error"]);
  assertEquals(bench.sent[1]!.parameters.retryAfter, "PT1.0S");
  assertEquals(bench.violations.length, 35);
  assertEquals(bench.count("play"), 60);
});

Deno.test("text and audio have rates of their own", () => {
  const bench = open();
  repeat(bench, 24, () => bench.message("updated").audio());
  assertEquals(bench.violations, []);
});

Deno.test("a probe is closed as soon as it is opened, with or without media", () => {
  for (const media of [[], [OFFER]]) {
    const bench = new Bench({ conversationId: NIL_ID }).opened(media).message("closed");
    assertEquals(bench.types, ["open", "close"]);
    assertEquals(bench.sent[1]!.parameters, { reason: "end" });
    assertEquals(bench.violations, []);
  }
});

Deno.test("a step leaves the state it began with untouched", () => {
  const bench = open();
  const before = structuredClone(bench.state);
  const kept = bench.state;
  bench.pass(1000).message("pause").audio().input({ type: "hang_up" });
  assertEquals(kept, before);
});

Deno.test("a detail says what was received, and never more than a line of it", () => {
  const bench = open().message("x".repeat(5000));
  const violation = bench.effects.find((effect) => effect.type === "violation");
  assert(violation?.type === "violation");
  assertStringIncludes(violation.violation.detail, "xxx");
  assert(violation.violation.detail.length <= 120);
});
