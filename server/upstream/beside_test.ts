// What goes on beside the spoken conversation of a session: questions, remote tools, a change of agents, and
// turns of the caller that are only told of.
import { assert, assertEquals } from "@std/assert";
import { Script, settingsOf, TURN_TAKING } from "./scripted_session.ts";

const SERVER = {
  label: "billing",
  url: "https://mcp.test/",
  description: "",
  allowedTools: [],
  approval: "never" as const,
  authorization: "token-canary-42",
  headers: {},
};

const written = (id: string, ask?: string) => ({
  type: "response.created",
  response: {
    id,
    conversation_id: null,
    output_modalities: ["text"],
    metadata: ask === undefined ? null : { ask, purpose: "summary" },
  },
});
const text = (response_id: string, words: string) => ({
  type: "response.output_text.done",
  response_id,
  item_id: "i",
  text: words,
});

Deno.test("F39 a question beside a spoken answer touches neither its sound nor the next wish", () => {
  const script = new Script().ready();
  script.upstream.respond({ cause: "greeting" });
  script.responseCreated("spoken", "1").audio("spoken", "i", 80);
  script.upstream.ask({ purpose: "summary", instructions: "Sum up.", withinMs: 4000 });
  script.upstream.respond({ cause: "digits" });
  script.serve(written("aside", "1")).audio("spoken", "i", 80).serve(text("aside", "Short."))
    .responseDone("aside").audio("spoken", "i", 80).responseDone("spoken");
  assertEquals(script.of("audio").length, 3);
  assertEquals(script.of("response_started").map(({ responseId }) => responseId), ["spoken"]);
  assertEquals(script.of("answer").map(({ purpose, text, ok }) => [purpose, text, ok]), [
    ["summary", "Short.", true],
  ]);
  const asked = script.socket.of("response.create");
  assertEquals(asked.map(({ event_id }) => event_id), ["rsp-1", "ask-1", "rsp-2"]);
  assertEquals(asked[1]?.response, {
    conversation: "none",
    output_modalities: ["text"],
    instructions: "Sum up.",
    tools: [],
    tool_choice: "none",
    max_output_tokens: 1500,
    metadata: { ask: "1", purpose: "summary" },
  });
});

Deno.test("F39 without its metadata a written response is still no answer to the caller", () => {
  const script = new Script().ready().responseCreated("spoken").audio("spoken", "i", 80);
  script.upstream.ask({ purpose: "summary", instructions: "Sum up.", withinMs: 4000 });
  script.serve(written("aside")).serve(text("aside", "Short.")).responseDone("aside");
  script.audio("spoken", "i", 80).responseDone("spoken");
  assertEquals(script.types().slice(1), [
    "response_started",
    "audio",
    "answer",
    "audio",
    "response_done",
  ]);
});

Deno.test("a refused question is answered empty, and nothing is asked again", () => {
  const script = new Script().ready();
  script.upstream.ask({ purpose: "summary", instructions: "Sum up.", withinMs: 4000 });
  script.error({ code: "invalid_value", event_id: "ask-1", message: "no" });
  assertEquals(script.of("answer").map(({ ok }) => ok), [false]);
  script.wait(60_000);
  assertEquals(script.socket.of("response.create").length, 1);
  assertEquals(script.of("answer").length, 1);
});

Deno.test("a question that nobody answers is empty within its time, also before the session is ready", () => {
  for (const ready of [true, false]) {
    const script = new Script();
    if (ready) script.ready();
    script.upstream.ask({ purpose: "summary", instructions: "Sum up.", withinMs: 1500 });
    script.wait(1499);
    assertEquals(script.of("answer"), []);
    script.wait(1);
    assertEquals(script.of("answer").length, 1, `ready: ${ready}`);
    script.upstream.close();
    assertEquals(script.clock.pending, 0);
  }
});

Deno.test("a lost or closed session answers its questions before its last word", () => {
  const lost = new Script().ready();
  lost.upstream.ask({ purpose: "summary", instructions: "Sum up.", withinMs: 4000 });
  lost.error({ code: "session_expired", message: "over" });
  assertEquals(lost.types().slice(1), ["answer", "lost"]);
  const closed = new Script().ready();
  closed.upstream.ask({ purpose: "summary", instructions: "Sum up.", withinMs: 4000 });
  closed.upstream.close();
  assertEquals(closed.types().slice(1), ["answer"]);
  closed.upstream.ask({ purpose: "summary", instructions: "Sum up.", withinMs: 4000 });
  closed.wait(10_000);
  assertEquals(closed.types().slice(1), ["answer"]);
});

Deno.test("a session may be closed from within the answer that its end brings", () => {
  const script: Script = new Script({
    onEvent: ({ type }) => {
      if (type === "answer") script.upstream.close();
    },
  });
  script.ready();
  script.upstream.ask({ purpose: "summary", instructions: "Sum up.", withinMs: 4000 });
  script.error({ code: "session_expired", message: "over" });
  assertEquals(script.types().slice(1), ["answer"]);
  assertEquals(script.socket.closedWith, 1000);
});

Deno.test("another agent takes over by instructions and tools alone", () => {
  const script = new Script().ready();
  script.upstream.reconfigure({ instructions: "You are billing.", tools: [], mcp: [SERVER] });
  const [, change] = script.socket.of("session.update");
  assertEquals(change?.session, {
    type: "realtime",
    instructions: "You are billing.",
    tools: [{
      type: "mcp",
      server_label: "billing",
      server_url: "https://mcp.test/",
      require_approval: "never",
      authorization: "token-canary-42",
    }],
    tool_choice: "auto",
  });
  script.serve({ type: "session.updated", session: {} });
  script.wait(10_000);
  assertEquals(script.notes(), []);
});

Deno.test("a refused change is tried once more without remote tools, then noted", () => {
  const script = new Script().ready();
  script.upstream.reconfigure({ instructions: "You are billing.", tools: [], mcp: [SERVER] });
  script.error({
    code: "invalid_value",
    event_id: "chg-1",
    message: "bad server, token-canary-42 refused",
  });
  assertEquals(script.notes(), ["config_refused"]);
  assert(!JSON.stringify(script.events).includes("canary"), "a header's value was told");
  assertEquals((script.socket.of("session.update")[2]?.session as { tools: unknown }).tools, []);
  script.error({ code: "invalid_value", event_id: "chg-2" });
  assertEquals(script.notes(), ["config_refused", "reconfigure_refused"]);
  script.wait(10_000);
  assertEquals(script.of("note").length, 2);
});

Deno.test("a change that is never confirmed is noted after three seconds", () => {
  const script = new Script().ready();
  script.upstream.reconfigure({ instructions: "You are billing.", tools: [], mcp: [] });
  script.wait(2999);
  assertEquals(script.notes(), []);
  script.wait(1);
  assertEquals(script.notes(), ["reconfigure_unconfirmed"]);
});

function speech(script: Script, itemId: string) {
  const item_id = itemId;
  return {
    starts: () =>
      script.serve({ type: "input_audio_buffer.speech_started", item_id, audio_start_ms: 0 }),
    stops: () =>
      script.serve({ type: "input_audio_buffer.speech_stopped", item_id, audio_end_ms: 300 }),
    isCommitted: () =>
      script.serve({ type: "input_audio_buffer.committed", item_id, previous_item_id: null }),
    isWritten: () =>
      script.serve({
        type: "conversation.item.input_audio_transcription.completed",
        item_id,
        transcript: "Hm.",
      }),
  };
}

const SENSOR = settingsOf({ turnTaking: { ...TURN_TAKING, bargeInMs: 400 } });

Deno.test("with a least length of speech, its beginning silences nothing and its end is only told", () => {
  const script = new Script({ settings: SENSOR }).ready().responseCreated("r").audio("r", "i", 80);
  const turn = speech(script, "u");
  turn.starts();
  script.audio("r", "i", 80).responseDone("r");
  turn.stops();
  turn.isCommitted();
  script.wait(60_000);
  assertEquals(script.of("audio").length, 2);
  assertEquals(script.socket.of("response.create"), []);
  assertEquals(script.notes(), []);
});

Deno.test("with a least length of speech, who answers the turn from within its event makes one answer", () => {
  const script: Script = new Script({
    settings: SENSOR,
    onEvent: ({ type }) => {
      if (type === "committed") script.upstream.respond({ cause: "turn" });
    },
  });
  script.ready();
  const turn = speech(script, "u");
  turn.starts();
  script.upstream.respond({ cause: "tool" });
  turn.stops();
  assertEquals(script.socket.of("response.create"), []);
  turn.isCommitted();
  assertEquals(script.socket.of("response.create").length, 1);
  script.responseCreated("r", "1").audio("r", "i", 80).responseDone("r");
  script.wait(60_000);
  assertEquals(script.socket.of("response.create").length, 1);
});

Deno.test("a cough is removed as soon as it is committed, once, and its words are not told", () => {
  const script = new Script({ settings: SENSOR }).ready();
  const cough = speech(script, "cough");
  cough.starts();
  script.upstream.forget("cough");
  cough.stops();
  assertEquals(script.socket.of("conversation.item.delete"), []);
  cough.isCommitted();
  script.upstream.forget("cough");
  cough.isWritten();
  assertEquals(script.socket.of("conversation.item.delete").map(({ item_id }) => item_id), [
    "cough",
  ]);
  assertEquals(script.of("caller_text"), []);
  const late = speech(script, "late");
  late.starts();
  late.stops();
  late.isCommitted();
  script.upstream.forget("late");
  assertEquals(script.socket.of("conversation.item.delete").length, 2);
  script.error({ code: "not_there", event_id: "del-2" });
  assertEquals(script.notes(), []);
});
