// What is different in the session of a call between people (audiohook §§ 1, 4.1, 6, 7, 10).
import { assert, assertEquals } from "@std/assert";
import type { ChannelClosed } from "../channel.ts";
import { transcription } from "./product.ts";
import { dueAtMs, type Effect } from "./session_state.ts";
import {
  find,
  INTERNAL,
  names,
  NIL,
  openParameters,
  PCMU,
  SessionScript,
  STEREO,
} from "./testing/session_script.ts";

const LANGUAGES = ["de-DE", "en-US"];
const PRODUCT = transcription(LANGUAGES);
const COMPLETED = { outcome: "completed", code: "", outputs: {} } as const;
const CLOSED = ["rest_of_lines", "send closed", "drop_unsent", "ended"];

function opened(changes: Record<string, unknown> = {}): SessionScript {
  return SessionScript.open({ media: [PCMU, INTERNAL, STEREO], ...changes }, PRODUCT);
}

function closing(reason = "end"): SessionScript {
  const script = opened();
  assertEquals(script.message("close", { reason }), [{ do: "last_words", withinMs: 3_200 }]);
  return script;
}

function ended(effects: Effect[]): ChannelClosed | undefined {
  return find(effects, "ended")?.how;
}

Deno.test("stereo is taken as it was offered, and languages are named where asked for", () => {
  const inverted = { ...STEREO, channels: ["internal", "external"], "x-new": 1 };
  const script = new SessionScript(PRODUCT);
  const media = [PCMU, INTERNAL, inverted];
  const answer = script.message("open", openParameters({ media, supportedLanguages: true }));
  assertEquals(find(answer, "answer")?.media.channels, ["internal", "external"]);
  assertEquals(script.input({ type: "answered", atMs: 0 }), [{
    do: "send",
    type: "opened",
    parameters: { startPaused: false, media: [inverted], supportedLanguages: LANGUAGES },
  }]);
});

Deno.test("languages are not named where nobody asks", () => {
  const script = new SessionScript(PRODUCT);
  script.message("open", openParameters({ media: [STEREO] }));
  const effects = script.input({ type: "answered", atMs: 0 });
  assertEquals(find(effects, "send")?.parameters, { startPaused: false, media: [STEREO] });
});

Deno.test("G-24 a probe learns the languages and is closed at once: there is nobody to wait for", () => {
  const script = new SessionScript(PRODUCT);
  const open = openParameters({ conversationId: NIL, supportedLanguages: true, media: [STEREO] });
  assertEquals(script.message("open", open), [
    {
      do: "send",
      type: "opened",
      parameters: { startPaused: false, media: [], supportedLanguages: LANGUAGES },
    },
    { do: "probed" },
  ]);
  assertEquals(names(script.message("close", { reason: "end" })), ["send closed", "drop_unsent"]);
});

Deno.test("G-11 an offer without PCMU of either side is refused", () => {
  const script = new SessionScript(PRODUCT);
  const media = [{ ...STEREO, format: "L16" }];
  const effects = script.message("open", openParameters({ media }));
  assertEquals(find(effects, "violation")?.code, "E_MEDIA");
});

Deno.test("close waits for our side's last words, and closed comes when there are no more", () => {
  const script = closing();
  assertEquals(script.state.phase, "flushing");
  script.atMs = 1_000;
  assertEquals(script.tick(), []);
  const effects = script.input({ type: "flushed", atMs: 1_000 });
  assertEquals(names(effects), CLOSED);
  assertEquals(ended(effects), { by: "phone", detail: "end" });
  assertEquals(script.input({ type: "flushed", atMs: 1_000 }), []);
});

Deno.test("closed comes three and a half seconds after close, whatever our side does", () => {
  const script = closing();
  assertEquals(dueAtMs(script.state, script.heardAtMs), 3_500);
  script.atMs = 3_499;
  assertEquals(script.tick(), []);
  script.atMs = 3_500;
  const effects = script.tick();
  assertEquals(names(effects), ["note", ...CLOSED]);
  assertEquals(find(effects, "note")?.code, "last_words_late");
  assertEquals(script.input({ type: "flushed", atMs: 3_600 }), []);
  script.atMs = 13_500;
  assertEquals(find(script.tick(), "close_socket")?.code, 1000);
});

Deno.test("between close and closed a ping is answered by its own count, and nothing else means anything", () => {
  const script = closing();
  assertEquals(names(script.message("ping")), ["send pong"]);
  assertEquals(script.state.clientSeq, 3);
  for (const type of ["close", "open", "paused", "update", "error", "news"]) {
    assertEquals(script.message(type), [], type);
  }
  assertEquals(script.text("{"), []);
  assertEquals(script.message("ping", {}, { id: NIL }), []);
  for (let i = 0; i < 30; i++) script.message("ping");
  assertEquals(script.message("ping"), []);
  assertEquals(script.state.phase, "flushing");
});

Deno.test("a close by error has its last words too, and is told with the phone's code", () => {
  const script = opened();
  script.message("error", { code: 500 });
  assertEquals(names(script.message("close", { reason: "error" })), ["last_words"]);
  const effects = script.input({ type: "flushed", atMs: 0 });
  assertEquals(ended(effects), { by: "phone_error", detail: "500" });
});

Deno.test("our own goodbye leaves room for last words: disconnect, their close, lines, closed", () => {
  const script = opened();
  const goodbye = script.input({ type: "end", ending: COMPLETED, atMs: 0 });
  assertEquals(names(goodbye), ["drop_unsent", "send disconnect"]);
  assertEquals(names(script.message("close", { reason: "disconnect" })), ["last_words"]);
  assertEquals(script.input({ type: "end", ending: COMPLETED, atMs: 0 }), []);
  const effects = script.input({ type: "flushed", atMs: 0 });
  assertEquals(ended(effects), { by: "us", detail: "" });
});

Deno.test("where our side knows of the end already, close is answered at once, and lines still leave", () => {
  const script = opened();
  assertEquals(ended(script.text("{")), { by: "protocol", detail: "E_JSON" });
  const effects = script.message("close", { reason: "disconnect" }, { seq: 2 });
  assertEquals(names(effects), ["rest_of_lines", "send closed", "drop_unsent"]);
});

Deno.test("a fault while last words are due ends the wait", () => {
  const effects = closing().input({ type: "fault", atMs: 0 });
  assertEquals(names(effects), CLOSED);
  assertEquals(ended(effects), { by: "us", detail: "E_INTERNAL" });
});

Deno.test("a socket that breaks while last words are due: the conversation was over, told once", () => {
  const script = closing();
  const effects = script.input({ type: "socket_closed", code: 1006, atMs: 0 });
  assertEquals(names(effects), ["ended", "forget"]);
  assertEquals(ended(effects), { by: "phone", detail: "end" });
  assertEquals(script.input({ type: "flushed", atMs: 0 }), []);
});

Deno.test("a refused call has no last words", () => {
  const script = new SessionScript(PRODUCT);
  script.message("open", openParameters({ media: [STEREO] }));
  script.input({ type: "refused", code: "E_BUDGET", atMs: 0 });
  const effects = script.message("close", { reason: "disconnect" });
  assertEquals(names(effects), ["send closed", "drop_unsent"]);
});

Deno.test("update of the language is acknowledged and told", () => {
  const effects = opened().message("update", { language: "de-DE" });
  assertEquals(names(effects), ["send_later updated", "language"]);
});

Deno.test("digits and played sound are not of such a call: ignored, whatever they hold", () => {
  const script = opened();
  for (const type of ["dtmf", "playback_started", "playback_completed"]) {
    const effects = script.message(type, { digit: 17 });
    assertEquals(effects, [{ do: "note", code: "not_of_this_call", detail: type, once: true }]);
  }
  assert(script.state.phase === "open");
});

Deno.test("a few lost packets are a step of the clock, more of them a pause that has ended", () => {
  const script = opened();
  script.mediaMs = 1000;
  const few = script.message("discarded", { start: "PT1S", discarded: "PT0.02S" });
  assertEquals(few, [
    { do: "clock", toMs: 1020 },
    { do: "note", code: "audio_discarded", detail: "a little", once: true },
  ]);
  const more = script.message("discarded", { start: "PT1S", discarded: "PT0.3S" });
  assertEquals(names(more), ["clock", "held", "resumed", "note"]);
});

Deno.test("an update that names no language asks for the one that is spoken", () => {
  assertEquals(find(opened().message("update"), "language"), { do: "language", tag: "" });
  const answered = SessionScript.open({ media: [PCMU] }).message("update");
  assertEquals(names(answered), ["send_later updated"]);
});
