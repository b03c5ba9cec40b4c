import { assert, assertEquals } from "@std/assert";
import { readAudio, readEvent } from "./wire.ts";

const read = (event: unknown) => readEvent(JSON.stringify(event));
const skip = (event: unknown) => {
  const made = read(event);
  return "skip" in made ? made.skip : null;
};

Deno.test("O-20 F18 unknown events and fields are told apart from ours and never throw", () => {
  assertEquals(skip({ type: "response.telepathy.delta" }), "unknown");
  assertEquals(skip({ type: "constructor" }), "unknown");
  assertEquals(skip({ type: "__proto__" }), "unknown");
  assertEquals(skip({ type: "conversation.item.added", item: {} }), "unneeded");
  assertEquals(
    read({
      type: "response.output_audio.delta",
      response_id: "r",
      item_id: "i",
      delta: "AA==",
      obfuscation: "xyz",
      event_id: "e",
    }),
    {
      event: {
        type: "response.output_audio.delta",
        response_id: "r",
        item_id: "i",
        delta: "AA==",
      },
    },
  );
});

Deno.test("F17 what is not an event is malformed", () => {
  for (const frame of ["", "{", "null", "7", "[]", '{"type":7}', '"x"', "{\u0000}"]) {
    assertEquals(readEvent(frame), { skip: "malformed", name: "" }, frame);
  }
});

Deno.test("F19 a known event with missing, null or odd fields is odd, not fatal", () => {
  for (
    const event of [
      { type: "response.output_audio.delta", response_id: null, item_id: "i", delta: "" },
      { type: "response.output_audio.delta", response_id: "r", item_id: "i", delta: 5 },
      { type: "response.created" },
      { type: "response.done", response: null },
      { type: "session.updated", session: "x" },
      { type: "error", error: null },
      { type: "rate_limits.updated", rate_limits: {} },
    ]
  ) assertEquals(skip(event), "odd", JSON.stringify(event));
});

Deno.test("F19 an odd field that is not needed does not cost the event", () => {
  assertEquals(
    read({
      type: "response.done",
      response: { id: "r", status: 5, status_details: "x", usage: 1 },
    }),
    {
      event: {
        type: "response.done",
        response: { id: "r", status: null, status_details: null, usage: 1 },
      },
    },
  );
  assertEquals(
    read({ type: "input_audio_buffer.speech_started", item_id: "i", audio_start_ms: "now" }),
    {
      event: {
        type: "input_audio_buffer.speech_started",
        item_id: "i",
        audio_start_ms: null,
      },
    },
  );
});

Deno.test("F44 an error without code or message is read", () => {
  assertEquals(read({ type: "error", error: { code: null, message: null } }), {
    event: { type: "error", error: { code: null, message: null } },
  });
});

Deno.test("O-20 names of the retired interface mean the same events", () => {
  const made = read({ type: "response.audio.delta", response_id: "r", item_id: "i", delta: "" });
  assertEquals("event" in made && made.event.type, "response.output_audio.delta");
});

Deno.test("the name of a strange event is printable", () => {
  assertEquals(read({ type: "a\nb" }), { skip: "unknown", name: "(unprintable)" });
});

Deno.test("O-19 F23 what is not base64 is no audio", () => {
  assertEquals(readAudio("AQID"), new Uint8Array([1, 2, 3]));
  assertEquals(readAudio(""), new Uint8Array());
  assertEquals(readAudio("AQI*"), null);
  assertEquals(readAudio("A"), null);
});

Deno.test("of the conversation's items only those of remote servers are read", () => {
  const frame = (item: unknown) => JSON.stringify({ type: "conversation.item.done", item });
  const name = "conversation.item.done";
  for (const item of [{ id: "i", type: "message" }, { type: 7 }, null, undefined]) {
    assertEquals(readEvent(frame(item)), { skip: "unneeded", name });
  }
  const shown = readEvent(frame({ id: "m", type: "mcp_call", server_label: "crm", output: 7 }));
  assert("event" in shown && shown.event.type === name);
  assertEquals([shown.event.item.server_label, shown.event.item.output], ["crm", null]);
});
