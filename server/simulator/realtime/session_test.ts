// Tests of a session as a whole: its beginning, updates, bad frames, its end.
import { assert, assertEquals } from "@std/assert";
import { silence } from "../../audio/ulaw.ts";
import { PHONE_SETTINGS, Rig } from "./session_rig.ts";

Deno.test("a session begins with the defaults of the service", () => {
  const rig = new Rig();
  rig.clock.advance(500);
  const created = rig.last("session.created");
  assertEquals(created.at("session.audio.input.turn_detection.silence_duration_ms"), 200);
  assertEquals(created.at("session.audio.output.format"), { type: "audio/pcm", rate: 24000 });
  assertEquals(created.at("session.expires_at"), Math.floor((rig.clock.wall() + 3_600_000) / 1000));
  assertEquals(rig.types(), ["session.created"]);
});

Deno.test("an update is answered after a while with the whole session", () => {
  const rig = Rig.ready();
  const updated = rig.last("session.updated");
  assertEquals(updated.at("session.audio.input.format"), { type: "audio/pcmu" });
  assertEquals(updated.at("session.instructions"), PHONE_SETTINGS.instructions);
  assertEquals(updated.at("session.model"), "gpt-realtime-1.5");
});

Deno.test("a refused update changes nothing and names the client's event", () => {
  const rig = Rig.ready();
  rig.send({
    type: "session.update",
    event_id: "cfg-2",
    session: { type: "realtime", instructions: "New.", temperature: 1 },
  });
  rig.send({ type: "session.update", session: { type: "realtime" } });
  rig.clock.advance(400);
  assertEquals(rig.last("error").at("error.event_id"), "cfg-2");
  assertEquals(rig.last("error").at("error.code"), "unknown_parameter");
  assertEquals(rig.last("session.updated").at("session.instructions"), PHONE_SETTINGS.instructions);
});

Deno.test("what is sent behind an update waits for it, caller audio does not", () => {
  const rig = new Rig();
  rig.clock.advance(500);
  rig.send({ type: "session.update", session: PHONE_SETTINGS });
  rig.send({ type: "input_audio_buffer.append", audio: silence(100).toBase64() });
  rig.ask();
  assertEquals(rig.types(), ["session.created"]);
  rig.until("response.created");
  assertEquals(rig.types(), ["session.created", "session.updated", "response.created"]);
  assertEquals(rig.last("response.created").at("response.audio.output.format"), {
    type: "audio/pcmu",
  });
  assert(rig.journal.verdict().some((line) => line.startsWith("audio_before_updated")));
});

Deno.test("audio before the update can start a response with the default voice and format", () => {
  const rig = new Rig({ scenario: { speechAtMs: [[0, 400]] } });
  rig.clock.advance(500);
  // 24 kHz PCM, as long as nothing else was agreed.
  const pcm = new Uint8Array(960);
  for (let i = 0; i < 60; i++) {
    rig.send({ type: "input_audio_buffer.append", audio: pcm.toBase64() });
  }
  rig.until("response.created");
  assertEquals(rig.last("response.created").at("response.audio.output.format.type"), "audio/pcm");
});

Deno.test("bad frames get an error and the session goes on", () => {
  const rig = Rig.ready();
  rig.send(new Uint8Array([1, 2, 3]));
  rig.send("not json");
  rig.send({ type: "input_audio_buffer.append", audio: "%%%" });
  assertEquals(
    rig.all("error").map((event) => event.at("error.code")),
    ["invalid_event", "invalid_json", "invalid_value"],
  );
  rig.ask();
  rig.until("response.done");
  assertEquals(rig.ended, null);
});

Deno.test("items are added, done, retrieved and deleted", () => {
  const rig = Rig.ready();
  const content = [{ type: "input_text", text: "The caller pressed 4 7 1 1." }];
  const item = { id: "facts", type: "message", role: "system", content };
  rig.send({ type: "conversation.item.create", item });
  rig.send({ type: "conversation.item.retrieve", item_id: "facts" });
  rig.send({ type: "conversation.item.delete", item_id: "facts" });
  rig.send({ type: "conversation.item.retrieve", item_id: "facts" });
  assertEquals(rig.types().slice(2), [
    "conversation.item.added",
    "conversation.item.done",
    "conversation.item.retrieved",
    "conversation.item.deleted",
    "error",
  ]);
  assertEquals(rig.last("conversation.item.retrieved").at("item.content"), content);
});

Deno.test("a session ends after its hour with an error and close 1001, even in mid-answer", () => {
  const rig = Rig.ready({ scenario: { sessionMs: 3000 } });
  rig.clock.advance(1500);
  rig.ask();
  rig.clock.advance(2000);
  assertEquals(rig.last("error").at("error.code"), "session_expired");
  assertEquals(rig.ended?.code, 1001);
});

Deno.test("the end of a session leaves no timer behind", () => {
  const rig = Rig.ready();
  rig.turn();
  rig.ask();
  assert(rig.clock.pending > 0);
  rig.session.end();
  assertEquals(rig.clock.pending, 0);
  const before = rig.frames.length;
  rig.send({ type: "response.create" });
  rig.clock.advance(10_000);
  assertEquals(rig.frames.length, before);
});

Deno.test("surplus fields and events come by chance, and the same seed brings the same ones", () => {
  const untidy = (seed: number) => {
    const rig = Rig.ready({ seed, scenario: { untidy: true } });
    for (let i = 0; i < 5; i++) {
      rig.ask();
      rig.until("response.done", i + 1);
    }
    return rig;
  };
  const rig = untidy(3);
  assert(rig.has("session.hint.updated"));
  assert(rig.events.some(({ event }) => "obfuscation" in event));
  assertEquals(rig.frames, untidy(3).frames);
});
