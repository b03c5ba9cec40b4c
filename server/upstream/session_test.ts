// A configured session over a scripted socket: sound both ways, events, the end.
import { assert, assertEquals } from "@std/assert";
import { Script, settingsOf, TURN_TAKING } from "./scripted_session.ts";

const APPEND = "input_audio_buffer.append";
const appends = (script: Script) =>
  script.socket.texts.map((text) => JSON.parse(text)).filter(({ type }) => type === APPEND);

Deno.test("caller audio is sent at once, one event per frame", () => {
  const script = new Script().ready();
  script.upstream.append(new Uint8Array([1, 2, 3]));
  script.upstream.append(new Uint8Array());
  assertEquals(appends(script), [{ type: APPEND, audio: "AQID" }]);
});

Deno.test("a socket that delays large events is given small ones, in order", () => {
  const script = new Script().ready();
  script.socket.appendBytes = 640;
  script.upstream.append(Uint8Array.from({ length: 1500 }, (_, i) => i % 251));
  const pieces = appends(script).map(({ audio }) => Uint8Array.fromBase64(audio));
  assertEquals(pieces.map(({ length }) => length), [640, 640, 220]);
  assertEquals(pieces.flatMap((piece) => [...piece])[1499], 1499 % 251);
});

Deno.test("O-26 F16 audio that a stalled server does not take is dropped and noted once a second", () => {
  const script = new Script().ready();
  script.socket.bufferedBytes = 22_001;
  for (let i = 0; i < 10; i++) script.upstream.append(new Uint8Array(160));
  assertEquals(appends(script), []);
  assertEquals(script.notes(), ["audio_dropped"]);
  script.clock.advance(1000);
  script.upstream.append(new Uint8Array(160));
  assertEquals(script.of("note")[1]?.detail.startsWith("200 ms"), true);
  script.socket.bufferedBytes = 0;
  script.upstream.append(new Uint8Array(160));
  assertEquals(appends(script).length, 1);
});

Deno.test("a turn of the caller is told as it happens, deltas as they come", () => {
  const script = new Script().ready();
  const item_id = "item_u";
  const transcription = "conversation.item.input_audio_transcription";
  script.serve({ type: "input_audio_buffer.speech_started", item_id, audio_start_ms: 120 })
    .serve({ type: "input_audio_buffer.speech_stopped", item_id, audio_end_ms: 900 })
    .serve({ type: "input_audio_buffer.committed", item_id, previous_item_id: null })
    .serve({ type: `${transcription}.delta`, item_id, delta: "Hel" })
    .serve({ type: `${transcription}.delta`, item_id, delta: "lo" })
    .serve({ type: `${transcription}.completed`, item_id, transcript: "Hello" })
    .serve({ type: `${transcription}.completed`, item_id, transcript: "Hello again" })
    .serve({ type: `${transcription}.failed`, item_id: "item_v", error: { code: "audio_bad" } });
  assertEquals(script.events.slice(1), [
    { type: "speech_started", itemId: item_id, audioStartMs: 120 },
    { type: "speech_stopped", itemId: item_id, audioEndMs: 900 },
    { type: "committed", itemId: item_id, previousItemId: null },
    { type: "caller_delta", itemId: item_id, delta: "Hel" },
    { type: "caller_delta", itemId: item_id, delta: "lo" },
    { type: "caller_text", itemId: item_id, text: "Hello" },
    { type: "caller_text_failed", itemId: "item_v", code: "audio_bad" },
  ]);
});

Deno.test("speech without a time is placed where the appended audio stands", () => {
  const script = new Script().ready();
  script.upstream.append(new Uint8Array(800));
  script.serve({ type: "input_audio_buffer.speech_started", item_id: "u", audio_start_ms: null });
  assertEquals(script.of("speech_started")[0]?.audioStartMs, 100);
});

Deno.test("several items of one response are heard in the order they come", () => {
  const script = new Script().ready().responseCreated("r")
    .audio("r", "preamble", 100).audioDone("r", "preamble")
    .audio("r", "answer", 1).audio("r", "answer", 7).audioDone("r", "answer")
    .serve({
      type: "response.output_audio_transcript.done",
      response_id: "r",
      item_id: "answer",
      transcript: "Yes.",
    })
    .responseDone("r");
  assertEquals(script.types().slice(1), [
    "response_started",
    "audio",
    "audio_done",
    "audio",
    "audio",
    "audio_done",
    "agent_text",
    "response_done",
  ]);
  assertEquals(script.of("audio").map(({ audio }) => audio.length), [100, 1, 7]);
});

Deno.test("O-21 F26 F27 late sound of an interrupted, cancelled or unknown response is not heard", () => {
  const script = new Script().ready().responseCreated("a").audio("a", "i", 80);
  script.serve({ type: "input_audio_buffer.speech_started", item_id: "u", audio_start_ms: 0 });
  script.audio("a", "i", 80).audioDone("a", "i").responseDone("a", "cancelled", {
    reason: "turn_detected",
  });
  script.responseCreated("b").audio("b", "j", 80);
  script.upstream.cancel();
  script.audio("b", "j", 80).responseDone("b", "cancelled").audio("ghost", "k", 80);
  assertEquals(script.of("audio").map(({ itemId }) => itemId), ["i", "j"]);
  assertEquals(script.of("audio_done"), []);
  assertEquals(script.of("response_done").map(({ detail }) => detail), ["turn_detected", ""]);
  assertEquals(script.socket.of("response.cancel").map(({ response_id }) => response_id), ["b"]);
});

Deno.test("O-29 F28 truncating is clamped to what came, and unknown items are left alone", () => {
  const script = new Script().ready().responseCreated("r").audio("r", "i", 8000);
  script.upstream.truncate("i", 2000);
  script.audioDone("r", "i").responseDone("r");
  script.upstream.truncate("i", 2000);
  script.upstream.truncate("unknown", 50);
  script.upstream.forget("unknown");
  script.upstream.forget("i");
  assertEquals(script.socket.of("conversation.item.truncate").map((event) => event.audio_end_ms), [
    1000,
    900,
  ]);
  assertEquals(script.socket.of("conversation.item.delete").map((event) => event.item_id), ["i"]);
});

Deno.test("O-29 an item whose end came after the interruption keeps the margin all the same", () => {
  const script = new Script().ready().responseCreated("r").audio("r", "i", 8000);
  script.serve({ type: "input_audio_buffer.speech_started", item_id: "u", audio_start_ms: 0 });
  script.audioDone("r", "i");
  script.upstream.truncate("i", 2000);
  assertEquals(script.socket.of("conversation.item.truncate")[0]?.audio_end_ms, 900);
});

Deno.test("F29 a refused truncation is noted, one that is only too long is not", () => {
  const script = new Script().ready();
  script.error({ code: "invalid_value", event_id: "trn-1", message: "already shorter than 9ms" });
  script.error({
    code: null,
    event_id: null,
    message: "Audio content of 9ms is already shorter than",
  });
  assertEquals(script.notes(), []);
  script.error({ code: "unsupported_content_type", event_id: "trn-2" });
  assertEquals(script.notes(), ["truncate_refused"]);
});

Deno.test("F37 a tool is called once, whole, and never of an incomplete item", () => {
  const call = (call_id: string, status: string) => ({
    type: "response.output_item.done",
    response_id: "r",
    item: { id: "f", type: "function_call", status, call_id, name: "end_call", arguments: "{}" },
  });
  const script = new Script().ready().responseCreated("r")
    .serve(call("c1", "completed")).serve(call("c1", "completed"))
    .serve(call("c2", "incomplete"))
    .serve({ ...call("c3", "completed"), response_id: "other" })
    .responseDone("r").serve(call("c4", "completed"));
  assertEquals(script.of("tool_call"), [{
    type: "tool_call",
    responseId: "r",
    toolCallId: "c1",
    name: "end_call",
    args: "{}",
  }]);
});

Deno.test("a tool's result is sent at once and its answer asked for after the response's end", () => {
  const script = new Script().ready().responseCreated("r");
  script.upstream.toolResult("c1", '{"ok":true}');
  script.upstream.respond({ cause: "tool" });
  assertEquals(script.socket.sent.at(-1)?.item, {
    type: "function_call_output",
    call_id: "c1",
    output: '{"ok":true}',
  });
  assertEquals(script.socket.of("response.create"), []);
  script.responseDone("r");
  const [create] = script.socket.of("response.create");
  script.responseCreated("s", (create?.response as { metadata: { wish: string } }).metadata.wish);
  assertEquals(script.of("response_started").map(({ cause }) => cause), ["turn", "tool"]);
});

Deno.test("a fact is told as a system item and asks for nothing", () => {
  const script = new Script().ready();
  script.upstream.tell("The caller pressed 4.");
  assertEquals(script.socket.sent.slice(1).map(({ item }) => item), [{
    type: "message",
    role: "system",
    content: [{ type: "input_text", text: "The caller pressed 4." }],
  }]);
});

Deno.test("O-14 F32 F44 errors in mid-call never end it", () => {
  const script = new Script().ready();
  for (
    const code of [
      "response_cancel_not_active",
      "input_audio_buffer_commit_empty",
      "conversation_already_has_active_response",
      "unsupported_content_type",
    ]
  ) script.error({ code });
  assertEquals(script.notes(), []);
  script.error({ code: null, message: null }).error({ code: "mystery" }).error({ code: "mystery" });
  assertEquals(script.notes(), ["upstream_error", "upstream_error"]);
  assertEquals(script.lost(), []);
});

Deno.test("a cancel that the server refuses ends only the response it was for", () => {
  const script = new Script().ready().responseCreated("a");
  script.upstream.cancel();
  const [cancel] = script.socket.of("response.cancel");
  script.responseDone("a").responseCreated("b");
  script.error({ code: "response_cancel_not_active", event_id: cancel?.event_id });
  script.audio("b", "i", 8);
  assertEquals(script.of("response_done").map(({ responseId }) => responseId), ["a"]);
  assertEquals(script.of("audio").length, 1);
});

Deno.test("O-16 F33 F35 how a response ended is told with its reason and classification", () => {
  const script = new Script().ready()
    .responseCreated("a").responseDone("a", "incomplete", { reason: "max_output_tokens" })
    .responseCreated("b").responseDone("b", "failed", {
      error: { code: "rate_limit_exceeded", message: "Please try again in 1.2s." },
    });
  const [a, b] = script.of("response_done");
  assertEquals([a?.status, a?.detail], ["incomplete", "max_output_tokens"]);
  assertEquals([b?.status, b?.detail, b?.failure?.code], [
    "failed",
    "rate_limit_exceeded",
    "E_UP_LIMIT",
  ]);
  script.clock.advance(1199);
  assertEquals(script.socket.of("response.create").length, 0);
  script.clock.advance(1);
  assertEquals(script.socket.of("response.create").length, 1);
});

Deno.test("O-32 a limit that is nearly spent is noted once, and its reset is waited for", () => {
  const script = new Script().ready();
  const limits = (remaining: number) => ({
    type: "rate_limits.updated",
    rate_limits: [{ name: "tokens", limit: 1000, remaining, reset_seconds: 2 }],
  });
  script.serve(limits(500));
  assertEquals(script.notes(), []);
  script.serve(limits(50)).serve(limits(0));
  assertEquals(script.notes(), ["rate_limit_low"]);
  script.responseCreated("a").responseDone("a", "failed", {
    error: { code: "rate_limit_exceeded" },
  });
  script.clock.advance(1999);
  assertEquals(script.socket.of("response.create").length, 0);
  script.clock.advance(1);
  assertEquals(script.socket.of("response.create").length, 1);
});

Deno.test("O-19 O-20 F17 F18 F20 F22 F23 what cannot be read is passed over, each kind noted once", () => {
  const script = new Script().ready().responseCreated("r");
  const { listener } = script.socket;
  for (let i = 0; i < 3; i++) {
    listener.text("{oops");
    listener.text("[".repeat(10_000));
    listener.binary();
    script.serve({ type: "response.telepathy" }).serve({ type: "response.done" });
    script.serve({
      type: "response.output_audio.delta",
      response_id: "r",
      item_id: "i",
      delta: "!!",
    });
    script.audio("r", "i", 0);
  }
  assertEquals(script.notes().sort(), [
    "bad_audio",
    "binary",
    "malformed_event",
    "odd_event",
    "unknown_event",
  ]);
  assertEquals(script.audio("r", "i", 3).of("audio").length, 1);
});

Deno.test("O-24 an event beyond 24 mebibytes is a lost socket", () => {
  const script = new Script().ready();
  script.socket.listener.text("x".repeat(24 * 1024 * 1024 + 1));
  assertEquals(script.lost(), ["E_UP_LOST"]);
  assert(script.socket.terminated);
});

Deno.test("O-25 F15 a peer that answers no ping for four seconds is lost, one that answers is not", () => {
  const script = new Script().ready();
  script.clock.advance(4000);
  assertEquals(script.socket.pings, 1);
  script.socket.listener.pong();
  script.clock.advance(7999);
  assertEquals([script.socket.pings, script.lost()], [2, []]);
  script.clock.advance(1);
  assertEquals(script.lost(), ["E_UP_TIMEOUT"]);
  assertEquals(script.clock.pending, 0);
});

Deno.test("O-11 F41 a session at its sixty minutes is lost as expired and may be opened anew", () => {
  const script = new Script().ready().error({ code: "session_expired" });
  assertEquals(script.of("lost").map(({ failure }) => [failure.code, failure.retry]), [
    ["E_UP_EXPIRED", true],
  ]);
});

Deno.test("O-10 F42 lost comes once, is the last, and frees every timer", () => {
  const script = new Script().ready().responseCreated("r");
  script.socket.listener.ended({ how: "closed", code: 1006, reason: "" });
  script.socket.listener.ended({ how: "closed", code: 1006, reason: "" });
  script.error({ code: "insufficient_quota" }).audio("r", "i", 80);
  script.upstream.append(new Uint8Array(160));
  script.upstream.respond({ cause: "turn" });
  script.clock.advance(60_000);
  assertEquals(script.types(), ["ready", "response_started", "lost"]);
  assertEquals([appends(script).length, script.clock.pending], [0, 0]);
});

Deno.test("after close nothing is told or sent, and no timer is left", () => {
  const script = new Script().ready().responseCreated("r");
  script.upstream.close();
  script.upstream.close();
  assertEquals(script.socket.closedWith, 1000);
  script.audio("r", "i", 80).error({ code: "invalid_api_key" });
  script.socket.listener.pong();
  script.socket.listener.ended({ how: "closed", code: 1000, reason: "" });
  script.upstream.respond({ cause: "turn" });
  script.upstream.append(new Uint8Array(160));
  assertEquals(script.types(), ["ready", "response_started"]);
  assertEquals(script.socket.sent.length, 1);
  assertEquals(script.clock.pending, 0);
});

Deno.test("a listener that throws is logged without its words and the session goes on", () => {
  const logged: string[] = [];
  const log = {
    debug() {},
    info() {},
    warn() {},
    error: (code: string, fields?: unknown) => logged.push(code + JSON.stringify(fields)),
  };
  const script = new Script({
    log,
    onEvent: () => {
      throw new Error("the caller said: secret");
    },
  });
  script.ready().responseCreated("r");
  assertEquals(script.types(), ["ready", "response_started"]);
  assertEquals(logged.length, 2);
  assert(!logged.join().includes("secret"));
});

Deno.test("F13 a caller's turn that nothing answers is asked about, and only then", () => {
  const settings = settingsOf({ turnTaking: { ...TURN_TAKING, bargeIn: false } });
  const script = new Script({ settings }).ready();
  script.serve({ type: "input_audio_buffer.committed", item_id: "u" });
  script.clock.advance(2999);
  assertEquals(script.socket.of("response.create").length, 0);
  script.clock.advance(1);
  assertEquals(script.socket.of("response.create").length, 1);
  assertEquals(script.notes(), ["turn_unanswered"]);
});
