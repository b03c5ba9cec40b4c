// Tests of the faults of realtime-stand-in § 9, one by one, on a hand-driven clock and without sockets.
import { assert, assertEquals, assertGreater } from "@std/assert";
import { silence } from "../../audio/ulaw.ts";
import { FaultPlan } from "./faults.ts";
import type { Fault } from "./scenario.ts";
import { loud, PHONE_SETTINGS, Rig, type RigOptions } from "./session_rig.ts";
import { toneAudio } from "./tone.ts";

const LONG = { answerMs: 10_000 };

/** A configured session with these faults, asked for an answer. */
function asked(faults: readonly Fault[], options: RigOptions = {}): Rig {
  const rig = Rig.ready({ scenario: LONG, ...options, faults });
  rig.ask();
  return rig;
}

const deltas = (rig: Rig) => rig.all("response.output_audio.delta").length;
const status = (rig: Rig) => rig.last("response.done").at("response.status");

Deno.test("a fault strikes where it is addressed, and as often as it says", () => {
  const plan = new FaultPlan({
    faults: [
      { name: "F14", connection: 2, at: { response: 3 } },
      { name: "F33", times: 2 },
      { name: "F04" },
    ],
  });
  assertEquals(plan.take("F14", { connection: 1, response: 3 }), undefined);
  assertEquals(plan.take("F14", { connection: 2, response: 1 }), undefined);
  assertEquals(plan.take("F14", { connection: 2, response: 3 })?.name, "F14");
  assertEquals(plan.take("F14", { connection: 2, response: 3 }), undefined);
  const struck = [1, 2, 3].map(() => plan.take("F33", { connection: 1 })?.name);
  assertEquals(struck, ["F33", "F33", undefined]);
  for (let i = 0; i < 20; i++) assert(plan.take("F04", { connection: i }));
});

Deno.test("F01 the connection breaks in mid-answer", () => {
  const rig = asked([{ name: "F01", at: { deltas: 2 } }]);
  rig.clock.advance(5000);
  assertEquals([deltas(rig), rig.ended], [2, { how: "drop" }]);
  assertEquals(rig.clock.pending, 0);
});

Deno.test("F02 the connection breaks while the caller speaks", () => {
  const rig = Rig.ready({ faults: [{ name: "F02" }] });
  rig.speak(loud(300));
  assertEquals([rig.has("input_audio_buffer.speech_started"), rig.ended], [true, null]);
  rig.speak(loud(300));
  assertEquals(rig.ended, { how: "drop" });
});

Deno.test("F08 no session is ever created", () => {
  const rig = new Rig({ faults: [{ name: "F08" }] });
  rig.clock.advance(60_000);
  assertEquals(rig.frames, []);
});

Deno.test("F09 the update is answered late, or never", () => {
  const late = Rig.ready({ faults: [{ name: "F09", value: 5000 }] });
  late.clock.advance(4500);
  assert(!late.has("session.updated"));
  late.clock.advance(200);
  assert(late.has("session.updated"));
  const never = Rig.ready({ faults: [{ name: "F09", variant: "never" }] });
  never.clock.advance(60_000);
  assert(!never.has("session.updated"));
});

Deno.test("F10 the update is refused for a field that exists, once", () => {
  const rig = new Rig({ faults: [{ name: "F10" }] });
  rig.clock.advance(500);
  rig.send({ type: "session.update", event_id: "cfg", session: PHONE_SETTINGS });
  rig.clock.advance(400);
  assertEquals(rig.last("error").at("error.code"), "unknown_parameter");
  assertEquals(rig.last("error").at("error.event_id"), "cfg");
  rig.send({ type: "session.update", session: PHONE_SETTINGS });
  rig.until("session.updated");
});

Deno.test("F11 the echo shows PCM, and the sound is PCM", () => {
  const rig = Rig.ready({ scenario: { answerMs: 1000 }, faults: [{ name: "F11" }] });
  assertEquals(rig.last("session.updated").at("session.audio.output.format.type"), "audio/pcm");
  rig.ask();
  rig.until("response.done");
  assertEquals(rig.audio().length, 48_000);
});

Deno.test("F12 the first token takes its time", () => {
  const rig = asked([{ name: "F12", value: 6000 }]);
  rig.clock.advance(6000);
  assertEquals([rig.has("response.created"), deltas(rig)], [true, 0]);
  rig.until("response.done");
});

Deno.test("F13 a turn gets no answer, the request after it does", () => {
  const rig = Rig.ready({ faults: [{ name: "F13" }] });
  rig.turn();
  rig.clock.advance(20_000);
  assertEquals([rig.has("input_audio_buffer.committed"), rig.has("response.created")], [
    true,
    false,
  ]);
  rig.ask();
  rig.until("response.done");
});

Deno.test("F14 the deltas stop and the response never ends, until it is cancelled", () => {
  const rig = asked([{ name: "F14", at: { deltas: 4 } }]);
  rig.clock.advance(60_000);
  assertEquals([deltas(rig), rig.has("response.done")], [4, false]);
  rig.send({ type: "response.cancel" });
  rig.until("response.done");
  assertEquals(status(rig), "cancelled");
});

Deno.test("F15 the connection neither reads nor writes", () => {
  const rig = asked([{ name: "F15" }]);
  rig.clock.advance(60_000);
  assertEquals([deltas(rig), rig.ended], [3, { how: "stall" }]);
});

Deno.test("F17 F20 F23 F44 frames that are wrong come between, and the answer is whole", () => {
  const names = ["F17", "F20", "F23", "F44"] as const;
  const rig = asked(names.map((name) => ({ name })));
  rig.until("response.done");
  const broken = rig.frames.filter((frame) => typeof frame === "string" && !frame.endsWith("}"));
  assertEquals(broken.length, 1);
  assertEquals(rig.frames.filter((frame) => frame instanceof Uint8Array).length, 1);
  assertEquals(rig.last("error").at("error.message"), null);
  const items = rig.all("response.output_audio.delta");
  assertEquals(items.filter((event) => event.at("delta") === "%%%=").length, 1);
  assertEquals(rig.journal.said[0]?.audio, toneAudio(1, 10_000));
});

Deno.test("F18 everything has surplus, and unknown events come between all others", () => {
  const rig = asked([{ name: "F18" }]);
  rig.until("response.done");
  assertGreater(rig.all("session.hint.updated").length, deltas(rig));
  const all = rig.all("response.output_audio.delta");
  assert(all.every(({ event }) => "obfuscation" in event && "trace_hint" in event));
  assertEquals(rig.audio(), toneAudio(1, 10_000));
});

Deno.test("F19 known events come without what counts on them", () => {
  const rig = asked([{ name: "F19" }]);
  rig.until("rate_limits.updated", 2);
  const started = rig.all("input_audio_buffer.speech_started");
  assertEquals(started.map((event) => event.at("item_id")), [undefined, 7]);
  assert(rig.all("response.done").some((event) => event.at("response") === undefined));
  assertEquals(status(rig), "completed");
});

Deno.test("F21 one delta is as large as it is told", () => {
  const rig = asked([{ name: "F21", value: 1024 * 1024 }]);
  rig.until("response.done");
  assertEquals(rig.audio().length, 1024 * 1024);
  assertEquals(deltas(rig), 1);
});

Deno.test("F22 deltas of one byte, of odd sizes and of nothing are the same sound", () => {
  const rig = asked([{ name: "F22" }]);
  rig.until("response.done");
  const sizes = rig.all("response.output_audio.delta")
    .map((event) => Uint8Array.fromBase64(String(event.at("delta"))).length);
  assert(sizes.includes(0) && sizes.includes(1) && sizes.includes(333));
  assertEquals(rig.audio(), toneAudio(1, 10_000));
});

Deno.test("F24 two minutes of sound arrive in two seconds", () => {
  const rig = asked([{ name: "F24" }]);
  rig.until("response.output_audio.delta");
  const beganMs = rig.clock.now();
  rig.until("response.output_audio.done");
  assertEquals(rig.audio().length, 120_000 * 8);
  assert(rig.clock.now() - beganMs <= 2100);
});

Deno.test("F25 the end of a response comes twice with the same id", () => {
  const rig = asked([{ name: "F25" }]);
  rig.until("response.done", 2);
  const ids = rig.all("response.done").map((event) => event.at("event_id"));
  assertEquals(ids[0], ids[1]);
  assertEquals(rig.all("response.output_item.done").length, 2);
});

Deno.test("F26 deltas come for a finished response and for one that never was", () => {
  const rig = asked([{ name: "F26" }]);
  rig.until("response.done");
  const after = rig.events.slice(rig.types().lastIndexOf("response.done") + 1);
  assertEquals(after.map((event) => event.at("response_id")), [
    rig.last("response.done").at("response.id"),
    "resp_ghost",
  ]);
});

Deno.test("F27 twenty deltas come after the caller began to speak", () => {
  const rig = asked([{ name: "F27" }], { scenario: { answerMs: 60_000 } });
  rig.until("response.output_audio.delta");
  rig.speak(loud(300));
  rig.until("response.done");
  const late = rig.types().slice(rig.types().indexOf("input_audio_buffer.speech_started"))
    .filter((type) => type === "response.output_audio.delta");
  assertEquals([late.length, status(rig)], [20, "cancelled"]);
});

Deno.test("F29 a good truncation is refused without a code", () => {
  const rig = asked([{ name: "F29" }]);
  rig.until("response.done");
  const itemId = rig.last("response.output_item.done").at("item.id");
  const cut = { item_id: itemId, content_index: 0, audio_end_ms: 100 };
  rig.send({ type: "conversation.item.truncate", ...cut });
  assertEquals(rig.last("error").at("error.code"), null);
  assertEquals(rig.journal.verdict(), []);
});

Deno.test("F30 speech starts and stops five times", () => {
  const rig = asked([{ name: "F30" }]);
  rig.clock.advance(3000);
  assertEquals(rig.all("input_audio_buffer.speech_started").length, 5);
  assertEquals(rig.all("input_audio_buffer.speech_stopped").length, 5);
});

Deno.test("F31 a false start silences the model, and its empty turn gets no answer", () => {
  const rig = asked([{ name: "F31" }]);
  rig.clock.advance(20_000);
  assertEquals(status(rig), "cancelled");
  assertEquals(rig.all("response.created").length, 1);
  const words = rig.last("conversation.item.input_audio_transcription.completed");
  assertEquals(words.at("transcript"), "");
});

Deno.test("F33 a response fails for its rate, costs nothing, and the next is good", () => {
  const rig = asked([{ name: "F33" }]);
  rig.until("response.done");
  const done = rig.last("response.done");
  assertEquals(done.at("response.status_details.error.code"), "rate_limit_exceeded");
  assertEquals([done.at("response.output"), done.at("response.usage.total_tokens")], [[], 0]);
  rig.ask();
  rig.until("response.done", 2);
  assertEquals([status(rig), rig.ended], ["completed", null]);
});

Deno.test("F34 a response fails after half a sentence", () => {
  const rig = asked([{ name: "F34", at: { deltas: 5 } }]);
  rig.until("response.done");
  assertEquals([status(rig), deltas(rig)], ["failed", 5]);
  assertEquals(rig.last("response.output_item.done").at("item.status"), "incomplete");
});

Deno.test("F35 a response stays incomplete for either reason", () => {
  for (const variant of ["max_output_tokens", "content_filter"]) {
    const rig = asked([{ name: "F35", variant }]);
    rig.until("response.done");
    assertEquals(rig.last("response.done").at("response.status_details"), {
      type: "incomplete",
      reason: variant,
    });
  }
});

Deno.test("F36 the caller's words come before the item, after the answer, empty, failed or never", () => {
  const words = "conversation.item.input_audio_transcription.completed";
  const placed = (variant: string) => {
    const rig = Rig.ready({ faults: [{ name: "F36", variant }] });
    rig.turn();
    rig.until("response.done");
    rig.clock.advance(3000);
    return rig;
  };
  const order = (rig: Rig) => rig.types().indexOf(words);
  const before = placed("before");
  assert(order(before) < before.types().indexOf("conversation.item.added"));
  const after = placed("after");
  assert(order(after) > after.types().indexOf("response.done"));
  assertEquals(placed("empty").last(words).at("transcript"), "");
  assertEquals(order(placed("never")), -1);
  const failed = placed("failed");
  assert(failed.has("conversation.item.input_audio_transcription.failed"));
  assert(!failed.has(words));
});

Deno.test("F36 the words of the first turn come after those of the second", () => {
  const rig = Rig.ready({ faults: [{ name: "F36", variant: "out-of-order" }] });
  rig.turn();
  rig.until("response.done");
  rig.turn();
  const words = "conversation.item.input_audio_transcription.completed";
  rig.until(words, 2);
  const turns = rig.all("input_audio_buffer.committed").map((event) => event.at("item_id"));
  assertEquals(rig.all(words).map((event) => event.at("item_id")), turns.reverse());
});

Deno.test("F37 tool calls come with bad JSON, an unknown name, twice, or cut off", () => {
  const called = (variant: string) => {
    const rig = asked([{ name: "F37", variant }], { scenario: { answerMs: 1000 } });
    rig.until("response.done");
    return rig.all("response.output_item.done")
      .filter((event) => event.at("item.type") === "function_call");
  };
  const bad = called("bad-json")[0]!;
  assertEquals(bad.at("item.name"), "end_conversation_successfully");
  assert(String(bad.at("item.arguments")).endsWith("cut"));
  assertEquals(called("unknown-name")[0]?.at("item.name"), "open_pod_bay_doors");
  const twice = called("twice").map((event) => event.at("item.call_id"));
  assertEquals(twice, [twice[0], twice[0]]);
  const cancelled = called("cancelled")[0]!;
  assertEquals(cancelled.at("item.status"), "incomplete");
});

Deno.test("F41 a session expires early, or only says a wrong time", () => {
  const rig = new Rig({ faults: [{ name: "F41", value: 5000 }] });
  rig.clock.advance(6000);
  assertEquals([rig.last("error").at("error.code"), rig.ended?.code], ["session_expired", 1001]);
  for (const variant of ["past", "skewed"]) {
    const wrong = new Rig({ faults: [{ name: "F41", variant }] });
    wrong.clock.advance(60_000);
    const aheadMs = Number(wrong.last("session.created").at("session.expires_at")) * 1000 -
      wrong.clock.wall();
    assertEquals([aheadMs < 0, wrong.ended], [variant === "past", null]);
  }
});

Deno.test("F42 the socket closes unprompted with any code, also at a time", () => {
  for (const code of [1000, 1001, 1011, 1012, 1013]) {
    const rig = asked([{ name: "F42", value: code }]);
    rig.clock.advance(5000);
    assertEquals([rig.ended?.how, rig.ended?.code], ["close", code]);
  }
  const empty = asked([{ name: "F42", value: 1005 }]);
  empty.clock.advance(5000);
  assertEquals(empty.ended, { how: "close", code: undefined, reason: "" });
  const broken = Rig.ready({ faults: [{ name: "F42", value: 1006, at: { ms: 2000 } }] });
  broken.clock.advance(1000);
  assertEquals(broken.ended, null);
  broken.clock.advance(1500);
  assertEquals(broken.ended, { how: "drop" });
});

Deno.test("F43 all responses fail without credit, or the socket closes for it", () => {
  const rig = asked([{ name: "F43" }]);
  rig.until("response.done");
  rig.ask();
  rig.until("response.done", 2);
  const codes = rig.all("response.done").map((event) =>
    event.at("response.status_details.error.code")
  );
  assertEquals(codes, ["insufficient_quota", "insufficient_quota"]);
  const closed = asked([{ name: "F43", variant: "close" }]);
  closed.clock.advance(5000);
  assertEquals([closed.last("error").at("error.code"), closed.ended?.code], [
    "insufficient_quota",
    4000,
  ]);
});

Deno.test("F46 a session talks before it is configured", () => {
  const rig = new Rig({ faults: [{ name: "F46" }] });
  rig.until("response.output_audio.delta");
  assert(!rig.has("session.updated"));
  assertEquals(rig.last("response.created").at("response.audio.output.format.type"), "audio/pcm");
});

Deno.test("a good client has no mistakes on its record, whatever goes wrong", () => {
  const names = ["F12", "F17", "F19", "F20", "F22", "F25", "F26", "F44"] as const;
  for (const name of names) {
    const rig = asked([{ name }]);
    rig.speak(silence(10_000));
    assertEquals([name, rig.journal.verdict(), rig.journal.faults], [name, [], []]);
  }
});
