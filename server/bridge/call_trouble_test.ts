// What a caller hears when answers fail, sessions die and change, and the phone system holds audio back.
import { assert, assertEquals } from "@std/assert";
import { LOST, type Rig, startRig } from "./fake_call_test_kit.ts";

const FAILED = { code: "E_UP_5XX", detail: "server_error", retry: false } as const;
const lines = (rig: Rig) => rig.all("agent.line").map((line) => line.text);

/** Starts a response and lets `ms` of it come. */
function begins(rig: Rig, id: string, ms: number): void {
  rig.model.says({ type: "response_started", responseId: id, cause: "turn" });
  if (ms > 0) {
    rig.model.says({
      type: "audio",
      responseId: id,
      itemId: `${id}-item`,
      audio: new Uint8Array(ms * 8),
    });
  }
}

Deno.test("O-13 a model that connects and then dies at each answer is given up within the budget", () => {
  const rig = startRig();
  for (let i = 0; i < 200 && rig.channel.ending === null; i++) {
    rig.model.ready();
    if (rig.model.wishes.length > 0) rig.model.says({ type: "lost", failure: LOST });
    rig.clock.advance(150);
  }
  assertEquals(rig.channel.ending?.outcome, "error");
  assert(rig.upstreams.length <= 12, `${rig.upstreams.length} sessions`);
  assert(rig.clock.now() <= 21_000, `${rig.clock.now()} ms`);
  assert(lines(rig).includes("One moment, please."));
});

Deno.test("I4 patience is not given anew by each reconnection: sound comes within two seconds of the loss", () => {
  const rig = startRig({ greeting: "" });
  rig.model.ready();
  begins(rig, "r1", 0);
  rig.model.says({ type: "lost", failure: LOST });
  rig.clock.advance(1200);
  rig.model.ready();
  const before = rig.channel.playedBytes;
  rig.clock.advance(800);
  assert(rig.channel.playedBytes > before);
});

Deno.test("I4 a loss in mid-answer is bridged two seconds after what was left of it", () => {
  const rig = startRig({ greeting: "" });
  rig.model.ready();
  begins(rig, "r1", 500);
  rig.clock.advance(300);
  rig.model.says({ type: "lost", failure: LOST });
  rig.clock.advance(200 + 2000);
  assertEquals(lines(rig), ["One moment, please."]);
});

Deno.test("F34 half a sentence is heard to its end, then a line of ours, and the call goes on", () => {
  const rig = startRig({ greeting: "" });
  rig.model.ready();
  begins(rig, "r1", 1500);
  rig.model.says({ type: "audio_done", responseId: "r1", itemId: "r1-item" });
  rig.model.done("r1", "failed", FAILED);
  rig.clock.advance(8000);
  assertEquals(rig.all("agent.heard").map((item) => [item.heardMs, item.interrupted]), [[
    1500,
    false,
  ], [1000, false]]);
  assertEquals(lines(rig), ["Could you say that again?"]);
  assertEquals(rig.channel.ending, null);
});

Deno.test("F33 an answer that fails while the caller speaks over it is no trouble", () => {
  const rig = startRig({ greeting: "" });
  rig.model.ready();
  begins(rig, "r1", 1500);
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 0 });
  rig.model.done("r1", "failed", FAILED);
  rig.clock.advance(1000);
  assertEquals([rig.channel.ending, lines(rig)], [null, []]);
});

Deno.test("O-16 F35 an answer without a sound gets a line of ours; the third in a row takes the failure path", () => {
  const rig = startRig({ greeting: "" });
  rig.model.ready();
  for (
    const [id, status] of [["r1", "incomplete"], ["r2", "completed"], ["r3", "incomplete"]] as const
  ) {
    assertEquals(rig.channel.ending, null);
    begins(rig, id, 0);
    rig.model.says({
      type: "response_done",
      responseId: id,
      status,
      detail: "content_filter",
      again: false,
      usage: rig.model.usage,
    });
    rig.clock.advance(5000);
  }
  assertEquals(lines(rig), [
    "Could you say that again?",
    "Could you say that again?",
    "I am sorry.",
  ]);
  assertEquals(rig.channel.ending?.outcome, "error");
});

Deno.test("F14 an answer that stops in mid-stream is followed by a line of ours", () => {
  const rig = startRig({ greeting: "" });
  rig.model.ready();
  begins(rig, "r1", 800);
  rig.clock.advance(6000);
  rig.model.done("r1", "cancelled");
  rig.clock.advance(1000);
  assertEquals(lines(rig), ["Could you say that again?"]);
});

Deno.test("an answer that only calls a tool is no trouble", () => {
  const rig = startRig({ greeting: "" });
  rig.model.ready();
  begins(rig, "r1", 0);
  rig.model.says({
    type: "tool_call",
    responseId: "r1",
    toolCallId: "t",
    name: "look_up",
    args: "{}",
  });
  rig.model.done("r1");
  assertEquals(lines(rig), []);
});

Deno.test("O-12 a session that became ready while somebody spoke is not taken; the next pause has another", () => {
  const rig = startRig();
  rig.model.ready(rig.clock.wall() + 60 * 60_000);
  rig.model.answers("r1", 500);
  rig.clock.advance(56 * 60_000);
  const [old, fresh] = rig.upstreams;
  old!.says({ type: "speech_started", itemId: "c1", audioStartMs: 0 });
  rig.clock.advance(1000);
  fresh!.ready(rig.clock.wall() + 60 * 60_000);
  assertEquals([old!.closed, fresh!.closed], [false, true]);
  old!.says({ type: "speech_stopped", itemId: "c1", audioEndMs: 100 });
  old!.says({ type: "caller_text", itemId: "c1", text: "Still there?" });
  old!.answers("r2", 500);
  rig.clock.advance(10_000);
  assertEquals(rig.upstreams.length, 3);
  assertEquals(rig.model.settings.seed.some((item) => item.text === "Still there?"), true);
});

Deno.test("O-11 a session lost while its successor is dialled is a loss like any other", () => {
  const rig = startRig();
  rig.model.ready(rig.clock.wall() + 60 * 60_000);
  rig.model.answers("r1", 500);
  rig.clock.advance(56 * 60_000);
  const old = rig.upstreams[0]!;
  old.says({ type: "response_started", responseId: "r2", cause: "turn" });
  old.says({ type: "audio", responseId: "r2", itemId: "i2", audio: new Uint8Array(4000) });
  old.says({ type: "lost", failure: LOST });
  rig.clock.advance(3000);
  assertEquals(rig.all("upstream.lost").length, 1);
  assert(rig.upstreams[1]!.closed);
  rig.model.ready();
  assertEquals(rig.model.wishes[0]?.cause, "recovery");
});

Deno.test("G-22 a farewell that the phone system holds back is waited for", () => {
  const rig = startRig();
  rig.model.ready();
  begins(rig, "r1", 1000);
  rig.channel.unsentBytes = 4000;
  rig.model.says({
    type: "tool_call",
    responseId: "r1",
    toolCallId: "t",
    name: "end_conversation_successfully",
    args: "{}",
  });
  rig.model.done("r1");
  rig.clock.advance(8000);
  assertEquals(rig.channel.ending, null);
  rig.channel.unsentBytes = 0;
  rig.clock.advance(4000);
  assertEquals(rig.channel.ending?.outcome, "completed");
});

Deno.test("G-22 a piece that is held back as it is handed over is not heard, not even for a moment", () => {
  const rig = startRig({ greeting: "" });
  rig.model.ready();
  const play = rig.channel.play.bind(rig.channel);
  rig.channel.play = (audio) => {
    rig.channel.unsentBytes += audio.length;
    play(audio);
  };
  begins(rig, "r1", 1000);
  rig.clock.advance(200);
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 0 });
  assertEquals(rig.only("caller.interrupted").heardMs, 0);
});

Deno.test("O-25 what a half-open model never heard is told to the next one, which is asked to answer", () => {
  const rig = startRig({ greeting: "" });
  rig.model.ready();
  rig.clock.advance(2000);
  for (let i = 0; i < 10; i++) {
    rig.clock.advance(200);
    rig.call.listener.audio(new Uint8Array(1600).fill(i + 1));
  }
  rig.model.says({
    type: "lost",
    failure: { code: "E_UP_TIMEOUT", detail: "no pong", retry: true },
  });
  rig.clock.advance(500);
  rig.model.ready();
  assertEquals(rig.model.appended.slice(0, 10).map((audio) => audio[0]), [
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
  ]);
  assertEquals(rig.model.wishes[0]?.cause, "recovery");
});

Deno.test("F02 the words of a caller in mid-turn are kept for the next session, but not what was answered long ago", () => {
  const rig = startRig({ greeting: "" });
  rig.model.ready();
  const talks = (first: number) => {
    for (let i = 0; i < 10; i++) {
      rig.clock.advance(200);
      rig.call.listener.audio(new Uint8Array(1600).fill(first + i));
    }
  };
  talks(1);
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 1000 });
  talks(11);
  rig.model.says({ type: "lost", failure: LOST });
  rig.clock.advance(500);
  rig.model.ready();
  assertEquals(rig.model.appended[0]?.[0], 6);
  assertEquals(rig.model.appended.at(-1)?.[0], 20);
});

Deno.test("I12 a caller who hangs up while the model is dialled again is not followed by a new session", () => {
  const rig = startRig();
  rig.model.ready();
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 0 });
  rig.model.says({ type: "lost", failure: LOST });
  rig.call.listener.closed({ by: "phone", detail: "end" });
  const sessions = rig.upstreams.length;
  rig.clock.advance(5000);
  assertEquals([rig.only("call.ended").reason, rig.upstreams.length], ["caller_hung_up", sessions]);
});

Deno.test("a goodbye that a crossing word of the caller cuts off is said once more", () => {
  const rig = startRig();
  rig.model.ready();
  begins(rig, "r1", 300);
  rig.model.says({
    type: "tool_call",
    responseId: "r1",
    toolCallId: "t",
    name: "end_conversation_successfully",
    args: "{}",
  });
  rig.model.done("r1", "cancelled");
  assertEquals(rig.model.wishes.at(-1)?.cause, "farewell");
  rig.model.answers("r2", 1000, { cause: "farewell" });
  rig.clock.advance(5000);
  assertEquals(rig.channel.ending?.outcome, "completed");
});

Deno.test("O-10 a session that was lost long after it came back begins with fresh patience", () => {
  const rig = startRig();
  rig.model.ready();
  rig.model.answers("r1", 500);
  rig.clock.advance(3000);
  rig.model.says({ type: "lost", failure: LOST });
  rig.clock.advance(500);
  rig.model.ready();
  rig.clock.advance(20_000);
  rig.model.says({ type: "lost", failure: LOST });
  rig.clock.advance(1000);
  assertEquals([rig.channel.ending, rig.upstreams.length], [null, 3]);
});

Deno.test("F02 a turn that was ended but not answered is told to the next session, an answered one is not", () => {
  for (const answered of [false, true]) {
    const rig = startRig({ greeting: "" });
    rig.model.ready();
    for (let i = 0; i < 10; i++) {
      rig.clock.advance(200);
      rig.call.listener.audio(new Uint8Array(1600).fill(i + 1));
      if (i === 3) rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 400 });
    }
    rig.model.says({ type: "speech_stopped", itemId: "c1", audioEndMs: 1900 });
    rig.model.says({ type: "committed", itemId: "c1", previousItemId: null });
    if (answered) rig.model.answers("r1", 200);
    rig.model.says({ type: "lost", failure: LOST });
    rig.clock.advance(500);
    rig.model.ready();
    assertEquals(rig.model.appended[0]?.[0], answered ? undefined : 1);
  }
});

Deno.test("digits typed while the model is away are told once it is back", () => {
  const rig = startRig({ greeting: "" });
  rig.model.ready();
  rig.model.says({ type: "lost", failure: LOST });
  for (const digit of "471#") rig.call.listener.digit(digit);
  rig.clock.advance(300);
  rig.model.ready();
  rig.clock.advance(2500);
  assertEquals(rig.model.tell_, ["The caller pressed the keys 4 7 1."]);
});

Deno.test("a response that another one replaced is no trouble", () => {
  const rig = startRig({ greeting: "" });
  rig.model.ready();
  begins(rig, "r1", 0);
  rig.model.says({
    type: "response_done",
    responseId: "r1",
    status: "incomplete",
    detail: "superseded",
    again: false,
    usage: rig.model.usage,
  });
  assertEquals(lines(rig), []);
});
