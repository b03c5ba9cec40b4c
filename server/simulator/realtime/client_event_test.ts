// Tests of what a client may send at all: step tests, no session.
import { assert, assertEquals } from "@std/assert";
import { readClientFrame } from "./client_event.ts";

function refused(event: unknown): [code: string | null, param: string | null] {
  const frame = typeof event === "string" || event instanceof Uint8Array
    ? event
    : JSON.stringify(event);
  const read = readClientFrame(frame);
  assert(read.type === "refused", `Expected a refusal of ${JSON.stringify(event)}`);
  return [read.refusal.code, read.refusal.param];
}

const accepted = (event: unknown) => {
  const read = readClientFrame(JSON.stringify(event));
  assert(read.type !== "refused", `Expected no refusal: ${JSON.stringify(read)}`);
  return read;
};
const item = (fields: unknown) => ({ type: "conversation.item.create", item: fields });
const response = (fields: unknown) => ({ type: "response.create", response: fields });

Deno.test("a binary frame and a text that is no JSON object are refused by their own codes", () => {
  assertEquals(refused(new Uint8Array([1, 2])), ["invalid_event", null]);
  assertEquals(refused("{"), ["invalid_json", null]);
  assertEquals(refused("[]"), ["invalid_json", null]);
});

Deno.test("an unknown type is refused with the list of known ones", () => {
  for (const type of ["transcription_session.update", "session.start", "__proto__", "toString"]) {
    assertEquals(refused({ type }), ["invalid_value", "type"]);
  }
  const read = readClientFrame('{"type":"hello"}');
  assert(read.type === "refused" && read.refusal.message.includes("'response.create'"));
});

Deno.test("the client's own event id comes back with a refusal", () => {
  const read = readClientFrame('{"type":"response.cancel","event_id":"mine","why":1}');
  assert(read.type === "refused");
  assertEquals([read.eventId, read.refusal.param], ["mine", "why"]);
});

Deno.test("each event takes its own fields and no others", () => {
  accepted({ type: "input_audio_buffer.append", audio: "AAAA" });
  accepted({ type: "response.create" });
  accepted({ type: "response.cancel", response_id: "resp_1", event_id: "e" });
  assertEquals(refused({ type: "input_audio_buffer.append" })[1], "audio");
  assertEquals(refused({ type: "input_audio_buffer.append", audio: 7 }), ["invalid_type", "audio"]);
  assertEquals(refused({ type: "input_audio_buffer.commit", audio: "" })[0], "unknown_parameter");
  assertEquals(refused({ type: "session.update" })[1], "session");
});

Deno.test("a truncation needs a whole number that is not negative", () => {
  const cut = { type: "conversation.item.truncate", item_id: "i", content_index: 0 };
  accepted({ ...cut, audio_end_ms: 0 });
  assertEquals(refused({ ...cut, audio_end_ms: -1 }), ["invalid_value", "audio_end_ms"]);
  assertEquals(refused({ ...cut, audio_end_ms: 1.5 }), ["invalid_type", "audio_end_ms"]);
  assertEquals(refused(cut), ["missing_required_parameter", "audio_end_ms"]);
  assertEquals(refused({ ...cut, audio_end_ms: 1, content_index: 1 })[1], "content_index");
});

Deno.test("items take the contents of their role", () => {
  const text = [{ type: "input_text", text: "hello" }];
  accepted(item({ type: "message", role: "system", content: text }));
  accepted(item({ type: "message", role: "user", content: text }));
  const said = [{ type: "output_text", text: "hello" }];
  accepted(item({ type: "message", role: "assistant", content: said }));
  for (const type of ["text", "audio", "output_audio", "input_text"]) {
    assertEquals(
      refused(item({ type: "message", role: "assistant", content: [{ type, text: "x" }] })),
      ["invalid_value", "item.content[0].type"],
    );
  }
  assertEquals(
    refused(item({ type: "message", role: "system", content: said }))[0],
    "invalid_value",
  );
  assertEquals(refused(item({ type: "message", role: "boss", content: text }))[1], "item.role");
  assertEquals(refused(item({ role: "user", content: text }))[1], "item.type");
});

Deno.test("an item id has at most 32 characters", () => {
  const content = [{ type: "input_text", text: "hello" }];
  accepted(item({ id: "i".repeat(32), type: "message", role: "user", content }));
  assertEquals(
    refused(item({ id: "i".repeat(33), type: "message", role: "user", content }))[1],
    "item.id",
  );
});

Deno.test("a tool output needs its call and a string", () => {
  accepted(item({ type: "function_call_output", call_id: "c", output: "{}" }));
  assertEquals(
    refused(item({ type: "function_call_output", call_id: "c", output: {} })),
    ["invalid_type", "item.output"],
  );
  assertEquals(refused(item({ type: "function_call_output", output: "" }))[1], "item.call_id");
});

Deno.test("a response takes its own settings and no others", () => {
  accepted(
    response({ instructions: "Greet.", conversation: "none", input: [], metadata: { a: "b" } }),
  );
  for (const name of ["modalities", "temperature", "speed", "voice", "turn_detection"]) {
    assertEquals(refused(response({ [name]: 1 })), ["unknown_parameter", `response.${name}`]);
  }
  const many = Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`k${i}`, "v"]));
  assertEquals(refused(response({ metadata: many })), ["invalid_value", "response.metadata"]);
  assertEquals(refused(response({ metadata: { a: 1 } }))[0], "invalid_value");
});
