// Tests of answers beside the conversation, answers by topic, and turns that are only told of.
import { assertEquals } from "@std/assert";
import type { Scenario } from "./scenario.ts";
import { loud, PHONE_SETTINGS, Rig } from "./session_rig.ts";

const SUMMARY = {
  conversation: "none",
  output_modalities: ["text"],
  tools: [],
  tool_choice: "none",
  metadata: { purpose: "summary", ask: "7" },
};

function started(scenario: Scenario = {}, settings: Record<string, unknown> = {}): Rig {
  return Rig.ready({ scenario, settings });
}

const textOf = (rig: Rig) => rig.last("response.output_text.done").at("text");

Deno.test("F39 an answer beside the conversation comes in writing, during a spoken one", () => {
  const rig = started({ answerMs: 20_000 });
  rig.ask();
  rig.until("response.output_audio.delta");
  rig.ask({ ...SUMMARY, instructions: "Sum up." });
  rig.until("response.output_text.done");
  const written = rig.all("response.created")[1];
  assertEquals(
    [written?.at("response.conversation_id"), written?.at("response.metadata.ask")],
    [null, "7"],
  );
  rig.until("response.done", 2);
  const spoken = rig.all("response.done").find((done) => done.at("response.conversation_id"));
  assertEquals(spoken?.at("response.status"), "completed");
});

Deno.test("nothing of an answer beside the conversation is added to it", () => {
  const rig = started();
  rig.ask({ ...SUMMARY, instructions: "Sum up." });
  rig.until("response.done");
  assertEquals(rig.has("conversation.item.added"), false);
});

Deno.test("a summary is made of what was said, as JSON where that is wanted", () => {
  const rig = started({ hears: ["My parcel is late."], answerMs: 200 });
  rig.turn();
  rig.listen("response.done");
  rig.ask({ ...SUMMARY, instructions: "Sum up." });
  rig.until("response.output_text.done");
  assertEquals(String(textOf(rig)).startsWith("Caller: My parcel is late. Agent: "), true);
  rig.ask({ ...SUMMARY, instructions: "Sum up as JSON." });
  rig.until("response.output_text.done", 2);
  assertEquals(Object.keys(JSON.parse(String(textOf(rig)))), ["summary"]);
});

Deno.test("scripted answers of the conversation are not spent beside it", () => {
  const rig = started({ replies: [[{ type: "speech", text: "First.", audioMs: 200 }]] });
  rig.ask(SUMMARY);
  rig.until("response.done");
  rig.ask();
  rig.until("response.done", 2);
  assertEquals(rig.last("response.output_audio_transcript.done").at("transcript"), "First.");
});

Deno.test("a rule may answer late, or fail", () => {
  const rig = started({
    when: [
      { match: { purpose: "summary" }, times: 1, fails: "server_error" },
      { match: { purpose: "summary" }, reply: [{ type: "speech", text: "Late." }], afterMs: 5000 },
    ],
  });
  rig.ask(SUMMARY);
  rig.until("response.done");
  assertEquals(rig.last("response.done").at("response.status_details.error.code"), "server_error");
  rig.ask(SUMMARY);
  rig.clock.advance(4000);
  assertEquals(rig.has("response.output_text.done"), false);
  rig.until("response.output_text.done");
  assertEquals(textOf(rig), "Late.");
});

Deno.test("faults strike beside the conversation only where they are meant to", () => {
  const rig = started({ faults: [{ name: "F33" }, { name: "F34", at: { response: 0 } }] });
  rig.ask(SUMMARY);
  rig.until("response.done");
  rig.ask();
  rig.until("response.done", 2);
  const codes = rig.all("response.done").map((done) =>
    done.at("response.status_details.error.code")
  );
  assertEquals(codes, ["server_error", "rate_limit_exceeded"]);
});

Deno.test("exact words are said as they are, as long as they would take", () => {
  const rig = started();
  const text = "Thank you for calling. Goodbye.";
  rig.ask({ instructions: `Be brief.\n\nSay exactly these words: ${text}` });
  rig.until("response.done");
  assertEquals(rig.last("response.output_audio_transcript.done").at("transcript"), text);
  assertEquals(rig.audio().length, text.length * 60 * 8);
});

const SENSOR = {
  audio: {
    ...PHONE_SETTINGS.audio,
    input: {
      ...PHONE_SETTINGS.audio.input,
      turn_detection: {
        ...PHONE_SETTINGS.audio.input.turn_detection,
        create_response: false,
        interrupt_response: false,
      },
    },
  },
};

Deno.test("turn detection as a sensor neither interrupts nor answers", () => {
  const rig = started({ answerMs: 30_000, timing: { deliveryX: [2, 2] } }, SENSOR);
  rig.ask();
  rig.until("response.output_audio.delta");
  rig.turn(loud(800));
  assertEquals(rig.has("input_audio_buffer.committed"), true);
  rig.listen("response.done");
  assertEquals(rig.last("response.done").at("response.status"), "completed");
  rig.listen("rate_limits.updated");
  assertEquals(rig.all("response.created").length, 1);
});

Deno.test("in mid-call instructions may change and the voice may not, all or nothing", () => {
  const rig = started({
    answerMs: 200,
    when: [{
      match: { instructionsInclude: "billing" },
      reply: [{ type: "speech", text: "Bill." }],
    }],
  });
  rig.ask();
  rig.until("response.done");
  const update = (session: Record<string, unknown>) =>
    rig.send({ type: "session.update", session: { type: "realtime", ...session } });
  update({ instructions: "You are billing.", audio: { output: { voice: "cedar" } } });
  assertEquals(rig.last("error").at("error.code"), "cannot_update_voice");
  rig.ask();
  rig.until("response.done", 2);
  update({ instructions: "You are billing." });
  rig.ask();
  rig.until("response.done", 3);
  const said = rig.all("response.output_audio_transcript.done").map((event) =>
    event.at("transcript")
  );
  assertEquals(said.map((text) => text === "Bill."), [false, false, true]);
});
