// Tests of responses as a client sees them: order, one at a time, cancel, truncate, tools, usage.
import { assert, assertEquals } from "@std/assert";
import { Rig, type RigOptions } from "./session_rig.ts";
import { toneAudio } from "./tone.ts";

function answered(options: RigOptions = {}): Rig {
  const rig = Rig.ready(options);
  rig.ask();
  rig.until("response.done");
  return rig;
}

const itemOf = (rig: Rig) => String(rig.last("response.output_item.added").at("item.id"));
const cut = (rig: Rig, audioEndMs: number, itemId = itemOf(rig)) =>
  rig.send({
    type: "conversation.item.truncate",
    item_id: itemId,
    content_index: 0,
    audio_end_ms: audioEndMs,
  });

Deno.test("an answer comes in the promised order", () => {
  const rig = answered();
  rig.until("rate_limits.updated");
  const types = rig.types().slice(2);
  assertEquals(types.slice(0, 4), [
    "response.created",
    "response.output_item.added",
    "conversation.item.added",
    "response.content_part.added",
  ]);
  assertEquals(types.slice(-7), [
    "response.output_audio.done",
    "response.output_audio_transcript.done",
    "response.content_part.done",
    "conversation.item.done",
    "response.output_item.done",
    "response.done",
    "rate_limits.updated",
  ]);
  const between = new Set(types.slice(4, -7));
  assertEquals([...between].sort(), [
    "response.output_audio.delta",
    "response.output_audio_transcript.delta",
  ]);
});

Deno.test("the sound of an answer is the one that was meant, byte for byte", () => {
  const rig = answered({ scenario: { answerMs: 3000 } });
  assertEquals(rig.audio(), toneAudio(1, 3000));
  assertEquals(rig.journal.said[0]?.audio, toneAudio(1, 3000));
  const words = rig.all("response.output_audio_transcript.delta")
    .map((event) => event.at("delta")).join("");
  assertEquals(words, rig.last("response.output_audio_transcript.done").at("transcript"));
  assertEquals(rig.last("response.done").at("response.output.0.content.0.transcript"), words);
});

Deno.test("the closing events of an item come in any order where the scenario says so", () => {
  const orders = new Set<string>();
  for (let seed = 0; seed < 10; seed++) {
    const rig = answered({ seed, scenario: { shuffleDoneGroup: true } });
    orders.add(rig.types().slice(-6, -1).join());
    assertEquals(rig.types().at(-1), "response.done");
  }
  assert(orders.size > 3);
});

Deno.test("a second response of the conversation is refused and names the running one", () => {
  const rig = Rig.ready();
  rig.ask();
  rig.until("response.created");
  rig.clock.advance(300);
  rig.ask();
  const id = String(rig.last("response.created").at("response.id"));
  assertEquals(rig.last("error").at("error.code"), "conversation_already_has_active_response");
  assert(String(rig.last("error").at("error.message")).includes(id));
  assert(rig.journal.verdict().some((line) => line.startsWith("create_while_active")));
  rig.until("response.done");
  rig.ask();
  rig.until("response.done", 2);
});

Deno.test("a request that crosses the announcement on the wire is no mistake", () => {
  const rig = Rig.ready();
  rig.ask();
  rig.until("response.created");
  rig.ask();
  assertEquals(rig.all("error").length, 1);
  assertEquals(rig.journal.verdict(), []);
});

Deno.test("a response out of band runs beside the other, in writing, and belongs to no conversation", () => {
  const rig = Rig.ready();
  rig.ask();
  rig.until("response.output_audio.delta");
  rig.ask({
    conversation: "none",
    output_modalities: ["text"],
    metadata: { purpose: "summary" },
    tools: [],
    tool_choice: "none",
  });
  rig.until("response.done", 2);
  const done = rig.all("response.done").find((event) =>
    event.at("response.conversation_id") === null
  );
  assertEquals(done?.at("response.metadata"), { purpose: "summary" });
  assert(rig.has("response.output_text.done"));
  assertEquals(rig.all("conversation.item.added").length, 1);
});

Deno.test("a cancel with nothing to cancel is refused", () => {
  const rig = answered();
  rig.send({ type: "response.cancel" });
  assertEquals(rig.last("error").at("error.code"), "response_cancel_not_active");
  rig.ask();
  rig.send({ type: "response.cancel", response_id: "resp_other" });
  assertEquals(rig.all("error").length, 2);
});

Deno.test("a cancel ends a response with what it has, and its usage", () => {
  const rig = Rig.ready({ scenario: { answerMs: 20_000 } });
  rig.ask();
  rig.until("response.output_audio.delta", 4);
  rig.send({ type: "response.cancel" });
  rig.until("response.done");
  const done = rig.last("response.done");
  assertEquals(done.at("response.status"), "cancelled");
  assertEquals(done.at("response.status_details.reason"), "client_cancelled");
  assertEquals(done.at("response.output.0.status"), "incomplete");
  assert(Number(done.at("response.usage.output_token_details.audio_tokens")) > 0);
  const deltas = rig.all("response.output_audio.delta").length;
  assert(deltas <= 40, `${deltas} deltas of a cancelled answer`);
  rig.clock.advance(5000);
  assertEquals(rig.all("response.output_audio.delta").length, deltas);
});

Deno.test("between nought and five deltas still come out after a cancel", () => {
  const late = new Set<number>();
  for (let seed = 0; seed < 40; seed++) {
    const rig = Rig.ready({ seed, scenario: { answerMs: 20_000 } });
    rig.ask();
    rig.until("response.output_audio.delta", 3);
    const before = rig.all("response.output_audio.delta").length;
    rig.send({ type: "response.cancel" });
    rig.until("response.done");
    late.add(rig.all("response.output_audio.delta").length - before);
  }
  assertEquals([...late].sort(), [0, 1, 2, 3, 4, 5]);
});

Deno.test("a request that is cancelled before it was announced is announced and cancelled", () => {
  const rig = Rig.ready();
  rig.ask();
  rig.send({ type: "response.cancel" });
  rig.until("response.done");
  assertEquals(rig.types().slice(2), ["response.created", "response.done"]);
  assertEquals(rig.last("response.done").at("response.output"), []);
});

Deno.test("a truncation is confirmed and removes the transcript", () => {
  const rig = answered({ scenario: { answerMs: 3000 } });
  cut(rig, 1480);
  rig.until("conversation.item.truncated");
  assertEquals(rig.last("conversation.item.truncated").at("audio_end_ms"), 1480);
  rig.send({ type: "conversation.item.retrieve", item_id: itemOf(rig) });
  assertEquals(rig.last("conversation.item.retrieved").at("item.content"), [
    { type: "output_audio" },
  ]);
});

Deno.test("a truncation beyond what was sent is refused and counted as a mistake", () => {
  const rig = answered({ scenario: { answerMs: 3000 } });
  cut(rig, 3200);
  assertEquals(rig.last("error").at("error.code"), null);
  assert(rig.journal.verdict()[0]?.startsWith("truncate_beyond"));
});

Deno.test("a truncation while the sound is being made cuts what there is", () => {
  const rig = Rig.ready({ scenario: { answerMs: 20_000 } });
  rig.ask();
  rig.until("response.output_audio.delta");
  rig.clock.advance(300);
  cut(rig, 20);
  rig.until("conversation.item.truncated");
  rig.until("response.done");
  assertEquals(rig.last("response.done").at("response.status"), "completed");
});

Deno.test("another voice is refused once there was sound, and counted when it is sent", () => {
  const rig = answered();
  rig.send({
    type: "session.update",
    session: { type: "realtime", audio: { output: { voice: "cedar" } } },
  });
  assertEquals(rig.last("error").at("error.code"), "cannot_update_voice");
  rig.ask({ audio: { output: { voice: "cedar" } } });
  assertEquals(rig.last("error").at("error.param"), "response.audio.output.voice");
});

Deno.test("an answer ends in mid-word when its tokens run out", () => {
  const rig = Rig.ready({ scenario: { answerMs: 20_000 } });
  rig.ask({ max_output_tokens: 50 });
  rig.until("response.done");
  assertEquals(
    rig.last("response.done").at("response.status_details.reason"),
    "max_output_tokens",
  );
  assert(rig.audio().length < 20_000 * 8 / 4);
});

Deno.test("a tool call comes in pieces, whole at the end, and its output is answered on request", () => {
  const args = '{"number":"4711 é"}';
  const rig = answered({
    scenario: { replies: [[{ type: "call", name: "track_parcel", args, callId: "call_1" }]] },
  });
  const torn = rig.all("response.function_call_arguments.delta").map((event) => event.at("delta"));
  assertEquals(torn.join(""), args);
  assertEquals(rig.last("response.function_call_arguments.done").at("name"), "track_parcel");
  assertEquals(rig.last("response.output_item.done").at("item.arguments"), args);
  const item = { type: "function_call_output", call_id: "call_1", output: "{}" };
  rig.send({ type: "conversation.item.create", item });
  rig.clock.advance(3000);
  assertEquals(rig.all("response.created").length, 1);
  rig.ask();
  rig.until("response.done", 2);
  assertEquals(rig.journal.verdict(), []);
});

Deno.test("an unanswered and a doubly answered tool call are mistakes", () => {
  const call = (callId: string) => [{ type: "call" as const, name: "look", args: "{}", callId }];
  const rig = answered({ scenario: { replies: [call("call_1"), call("call_2")] } });
  rig.ask();
  rig.until("response.done", 2);
  const item = { type: "function_call_output", call_id: "call_2", output: "{}" };
  rig.send({ type: "conversation.item.create", item });
  rig.send({ type: "conversation.item.create", item });
  rig.send({ type: "conversation.item.create", item: { ...item, call_id: "call_9" } });
  assertEquals(rig.last("error").at("error.param"), "item.call_id");
  assertEquals(rig.journal.verdict().map((line) => line.split(":")[0]), [
    "call_unanswered",
    "call_answered_twice",
    "refused",
  ]);
});

Deno.test("a named tool is called where the request chooses it, and an unknown one is refused", () => {
  const rig = Rig.ready();
  const name = "end_conversation_successfully";
  rig.ask({ tool_choice: { type: "function", name } });
  rig.until("response.done");
  assertEquals(rig.last("response.done").at("response.output.0.name"), name);
  rig.ask({ tool_choice: { type: "function", name: "other" } });
  assertEquals(rig.last("error").at("error.param"), "response.tool_choice");
});

Deno.test("usage adds up and the limits sink with it", () => {
  const rig = answered();
  rig.ask();
  rig.until("rate_limits.updated", 2);
  const totals = rig.all("response.done").map((event) => {
    const usage = event.at("response.usage") as Record<string, number>;
    assertEquals(usage.total_tokens, usage.input_tokens! + usage.output_tokens!);
    return usage.total_tokens!;
  });
  assertEquals(
    rig.last("rate_limits.updated").at("rate_limits.0.remaining"),
    200_000 - totals[0]! - totals[1]!,
  );
});
