import { assert, assertEquals } from "@std/assert";
import {
  appendEvent,
  approvalEvent,
  askEvent,
  cancelEvent,
  createEvent,
  deleteEvent,
  messageEvent,
  toolOutputEvent,
  truncateEvent,
  updateEvent,
} from "./client_events.ts";
import { settingsOf, TURN_TAKING } from "./scripted_session.ts";
import { safeSessionOf, sessionOf } from "./settings.ts";

Deno.test("an append is one JSON object with the frame in base64", () => {
  assertEquals(JSON.parse(appendEvent(new Uint8Array([0xff, 0x00, 0x7f]))), {
    type: "input_audio_buffer.append",
    audio: "/wB/",
  });
});

Deno.test("a request for a response says only what was wished", () => {
  assertEquals(JSON.parse(createEvent("rsp-1", {})), {
    event_id: "rsp-1",
    type: "response.create",
  });
  assertEquals(
    JSON.parse(createEvent("rsp-2", { wishId: "2", instructions: "Hi", tools: "none" })),
    {
      event_id: "rsp-2",
      type: "response.create",
      response: { instructions: "Hi", tool_choice: "none", metadata: { wish: "2" } },
    },
  );
});

Deno.test("a caller's words go in as input text, the agent's as output text", () => {
  const item = (role: "system" | "caller" | "agent") =>
    JSON.parse(messageEvent("msg-1", { role, text: 'say "x"' })).item;
  assertEquals(item("system"), {
    type: "message",
    role: "system",
    content: [{ type: "input_text", text: 'say "x"' }],
  });
  assertEquals([item("caller").role, item("caller").content[0].type], ["user", "input_text"]);
  assertEquals([item("agent").role, item("agent").content[0].type], ["assistant", "output_text"]);
});

Deno.test("no name of the beta interface is ever sent", () => {
  const semantic = { turnTaking: { ...TURN_TAKING, mode: "semantic_vad" as const } };
  const sessions = [
    sessionOf(settingsOf()),
    sessionOf(settingsOf(semantic)),
    safeSessionOf(settingsOf(), null),
  ];
  const texts = [
    ...sessions.map((session) => updateEvent("cfg-1", session)),
    createEvent("rsp-1", { wishId: "1", instructions: "x", tools: "none" }),
    cancelEvent("cnl-1", "resp_1"),
    truncateEvent("trn-1", "item_1", 20),
    deleteEvent("del-1", "item_1"),
    toolOutputEvent("out-1", "call_1", "ok"),
    messageEvent("msg-1", { role: "agent", text: "x" }),
    askEvent("ask-1", { number: 1, purpose: "summary", instructions: "x" }),
    approvalEvent("apr-1", "mcpr_1", false),
  ];
  const beta =
    /"(modalities|input_audio_format|output_audio_format|input_audio_transcription|input_audio_noise_reduction|max_response_output_tokens|temperature|rate|speed|prompt|transcription_session\.update)"|g711|pcm16/;
  for (const text of texts) assert(!beta.test(text), text);
  for (const session of sessions) {
    assertEquals(session.type, "realtime");
    for (const gone of ["voice", "turn_detection"]) assertEquals(gone in session, false, gone);
  }
});
