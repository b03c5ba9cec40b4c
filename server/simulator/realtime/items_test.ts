// Tests of the rules of the conversation.
import { assert, assertEquals } from "@std/assert";
import { Conversation, type Item } from "./items.ts";

function spoken(id: string, audioMs: number): Item {
  return {
    id,
    by: "model",
    audioMs,
    shortMs: 60,
    view: {
      id,
      type: "message",
      role: "assistant",
      content: [{ type: "output_audio", transcript: "Hello there." }],
    },
  };
}

const text = (id?: string) => ({
  type: "message",
  role: "user",
  content: [{ type: "input_text", text: "hello" }],
  ...(id === undefined ? {} : { id }),
});

const ids = (conversation: Conversation) => conversation.items.map(({ id }) => id);

Deno.test("items are placed at the end, at the root or behind another one", () => {
  const conversation = new Conversation();
  conversation.create(text("a"), { freshId: "x" });
  conversation.create(text(), { freshId: "b" });
  conversation.create(text("r"), { previousItemId: "root", freshId: "x" });
  const placed = conversation.create(text("m"), { previousItemId: "a", freshId: "x" });
  assert("item" in placed);
  assertEquals(placed.previousId, "a");
  assertEquals(ids(conversation), ["r", "a", "m", "b"]);
});

Deno.test("an id that is taken and a place that is unknown are refused, and nothing is added", () => {
  const conversation = new Conversation();
  conversation.create(text("a"), { freshId: "x" });
  assert("refusal" in conversation.create(text("a"), { freshId: "x" }));
  assert("refusal" in conversation.create(text("c"), { previousItemId: "nowhere", freshId: "x" }));
  assertEquals(ids(conversation), ["a"]);
});

Deno.test("a tool output without its call is refused", () => {
  const conversation = new Conversation();
  const output = { type: "function_call_output", call_id: "c1", output: "{}" };
  assert("refusal" in conversation.create(output, { freshId: "o" }));
  const call = { type: "function_call", call_id: "c1", name: "look", arguments: "{}" };
  conversation.create(call, { freshId: "f" });
  assert("item" in conversation.create(output, { freshId: "o" }));
});

Deno.test("a truncation cuts the audio and removes the transcript", () => {
  const conversation = new Conversation();
  const item = spoken("a", 1000);
  conversation.push(item);
  assertEquals(conversation.truncate("a", 400), { refusal: null, beyond: false });
  assertEquals(item.audioMs, 400);
  assert(item.view.type === "message" && !("transcript" in item.view.content[0]!));
});

Deno.test("a truncation beyond the server's shorter idea of the length is refused without a code", () => {
  const conversation = new Conversation();
  conversation.push(spoken("a", 1000));
  const { refusal, beyond } = conversation.truncate("a", 960);
  assertEquals([refusal?.code, beyond], [null, false]);
  assert(refusal?.message.includes("already shorter than"));
  assertEquals(conversation.truncate("a", 1001).beyond, true);
  assertEquals(conversation.truncate("a", 940).refusal, null);
});

Deno.test("only audio of the model can be truncated", () => {
  const conversation = new Conversation();
  conversation.create(text("u"), { freshId: "x" });
  conversation.push(spoken("silent", 0));
  for (const id of ["u", "silent"]) {
    assertEquals(conversation.truncate(id, 0).refusal?.code, "unsupported_content_type");
  }
  assertEquals(conversation.truncate("nothing", 0).refusal?.param, "item_id");
});

Deno.test("a deleted item is gone, an unknown one is refused", () => {
  const conversation = new Conversation();
  conversation.create(text("a"), { freshId: "x" });
  assertEquals(conversation.delete("a"), null);
  assertEquals(conversation.delete("a")?.code, "item_not_found");
});
