import { assert, assertEquals } from "@std/assert";
import type { ChannelClosed } from "../channel.ts";
import type { Effect } from "./session_state.ts";
import { find, names, NIL, openParameters, PCMU, SessionScript } from "./testing/session_script.ts";

const VIOLATED = ["violation", "drop_unsent", "send disconnect", "ended"];
const COMPLETED = { outcome: "completed", code: "", outputs: {} } as const;

function assertViolates(effects: Effect[], code: string): void {
  assertEquals(names(effects), VIOLATED);
  assertEquals(find(effects, "violation")?.code, code);
  assertEquals(find(effects, "send")?.parameters, { reason: "error", info: code });
  assertEquals(ended(effects), { by: "protocol", detail: code });
}

function ended(effects: Effect[]): ChannelClosed | undefined {
  return find(effects, "ended")?.how;
}

Deno.test("G-02 a second open is ignored, a third breaks the protocol", () => {
  const script = SessionScript.open();
  assertEquals(find(script.message("open", openParameters()), "note")?.code, "dup_open");
  assertViolates(script.message("open", openParameters()), "E_OPEN");
});

Deno.test("G-03 what is no JSON object breaks the protocol", () => {
  for (const text of ["", "{", "[]", "null", '"x"', "1", '{"version":"2"']) {
    assertViolates(SessionScript.open().text(text), "E_JSON");
  }
});

Deno.test("G-04 unknown types are ignored, prototype names among them, until there are too many", () => {
  const script = SessionScript.open();
  for (const type of ["toString", "__proto__", "constructor", "", "\u202e", "x".repeat(99)]) {
    const effects = script.message(type);
    assertEquals(names(effects), ["note"]);
    assertEquals(find(effects, "note")?.code, "unknown_type");
    assert((find(effects, "note")?.detail.length ?? 99) <= 34);
  }
  for (let i = 6; i < 50; i++) assertEquals(names(script.message("news")), ["note"]);
  assertViolates(script.message("news"), "E_FLOOD");
});

Deno.test("G-04 fifty unknown messages in each minute are no flood", () => {
  const script = SessionScript.open();
  for (let i = 0; i < 200; i++) {
    script.atMs = i * 1_200;
    assertEquals(names(script.message("news")), ["note"]);
  }
});

Deno.test("G-05 a field that is missing or wrong breaks the protocol, by its path", () => {
  const mutations: [type: string, parameters: unknown, detail: string][] = [
    ["dtmf", {}, "parameters.digit: invalid_type"],
    ["dtmf", { digit: "12" }, "parameters.digit: invalid_format"],
    ["resumed", {}, "parameters.start: invalid_type"],
    ["resumed", { start: "PT1S", discarded: "1" }, "resumed: start or discarded is no duration"],
    ["update", { language: 1 }, "parameters.language: invalid_type"],
    ["ping", [], "parameters: received an array"],
    ["ping", null, "parameters: received null"],
  ];
  for (const [type, parameters, detail] of mutations) {
    const effects = SessionScript.open().message(type, {}, { parameters });
    assertViolates(effects, "E_PARAM");
    assertEquals(find(effects, "violation")?.detail, detail);
  }
  for (const field of ["version", "type"]) {
    assertViolates(SessionScript.open().message("ping", {}, { [field]: 2 }), "E_PARAM");
  }
});

Deno.test("G-05 open without what it must say is disconnected before anybody answers", () => {
  for (const field of ["organizationId", "conversationId", "media"]) {
    const effects = new SessionScript().message("open", openParameters({ [field]: undefined }));
    assertEquals(names(effects), ["violation", "drop_unsent", "send disconnect"]);
    assertEquals(find(effects, "violation")?.code, "E_PARAM");
  }
  const bare = new SessionScript().message("open", {}, { parameters: undefined });
  assertEquals(find(bare, "violation")?.code, "E_PARAM");
});

Deno.test("G-08 a seq that is not the next breaks the protocol; the close is answered all the same", () => {
  for (const seq of [0, 1, 3, -2, 2.5, 2 ** 53, "2", null]) {
    const script = SessionScript.open();
    assertViolates(script.message("ping", {}, { seq }), "E_SEQ");
    assertEquals(script.message("dtmf", { digit: "1" }), []);
    assertEquals(names(script.message("close", { reason: "disconnect" })), [
      "send closed",
      "drop_unsent",
    ]);
  }
});

Deno.test("G-09 a serverseq higher than ours breaks the protocol; a lower one is messages crossing", () => {
  assertViolates(SessionScript.open().message("ping", {}, { serverseq: 2 }), "E_SERVERSEQ");
  assertViolates(SessionScript.open().message("ping", {}, { serverseq: "1" }), "E_SERVERSEQ");
  assertEquals(names(SessionScript.open().message("ping", {}, { serverseq: 0 })), ["send pong"]);
});

Deno.test("G-10 a message with another session's id breaks the protocol", () => {
  assertViolates(SessionScript.open().message("ping", {}, { id: NIL }), "E_ID");
});

Deno.test("A-11 open for another organisation than the upgrade's is unauthorized", () => {
  const effects = new SessionScript().message("open", openParameters({ organizationId: NIL }));
  assertEquals(find(effects, "violation")?.code, "E_ORG");
  assertEquals(find(effects, "send")?.parameters, { reason: "unauthorized" });
});

Deno.test("G-11 with nothing offered that we take, nobody answers", () => {
  const l16 = { ...PCMU, format: "L16" };
  const effects = new SessionScript().message("open", openParameters({ media: [l16] }));
  assertEquals(find(effects, "violation"), {
    do: "violation",
    code: "E_MEDIA",
    detail: "offered: L16/8000/external",
  });
  assertEquals(find(effects, "send")?.parameters, { reason: "error", info: "E_MEDIA" });
});

Deno.test("G-18 twenty pings a second are answered, the next is a flood", () => {
  const script = SessionScript.open();
  for (let i = 0; i < 20; i++) assertEquals(names(script.message("ping")), ["send pong"]);
  assertViolates(script.message("ping"), "E_FLOOD");
  assertEquals(script.message("ping"), []);
  script.atMs = 1_000;
  assertEquals(names(script.message("ping")), ["send pong"]);
});

Deno.test("G-21 close is answered first of all, whatever its reason", () => {
  const expected: Record<string, ChannelClosed> = {
    end: { by: "phone", detail: "end" },
    disconnect: { by: "phone", detail: "disconnect" },
    error: { by: "phone_error", detail: "408" },
    reconnect: { by: "phone", detail: "reconnect" },
  };
  for (const [reason, how] of Object.entries(expected)) {
    const script = SessionScript.open();
    script.message("error", { code: 408, message: "no pong" });
    const effects = script.message("close", { reason });
    assertEquals(effects[0], { do: "send", type: "closed", parameters: {} });
    assertEquals(ended(effects), how);
  }
});

Deno.test("G-21 close is answered in every state, and nothing after it", () => {
  const states: Record<string, () => SessionScript> = {
    "before open": () => new SessionScript(),
    "open": () => SessionScript.open(),
    "paused": () => {
      const script = SessionScript.open();
      script.message("paused");
      return script;
    },
    "disconnecting": () => {
      const script = SessionScript.open();
      script.input({ type: "end", ending: COMPLETED, atMs: 0 });
      return script;
    },
    "violated": () => {
      const script = SessionScript.open();
      script.text("{");
      return script;
    },
  };
  for (const [name, state] of Object.entries(states)) {
    const script = state();
    assertEquals(names(script.message("close", { reason: "end" }))[0], "send closed", name);
    for (const type of ["ping", "close", "dtmf", "open"]) {
      assertEquals(script.message(type, { digit: "1" }), [], name);
    }
    assertEquals(script.input({ type: "end", ending: COMPLETED, atMs: 0 }), [], name);
  }
});

Deno.test("a close that miscounts is answered too, with its own count", () => {
  const script = SessionScript.open();
  const effects = script.message("close", { reason: "end" }, { seq: 40 });
  assertEquals(ended(effects), { by: "phone", detail: "end" });
  assertEquals(script.state.clientSeq, 40);
});

Deno.test("G-22 error 429 holds sending off for as long as it says, and never for ever", () => {
  const script = SessionScript.open();
  const ms = (parameters: Record<string, unknown>) =>
    find(script.message("error", { code: 429, message: "slow down", ...parameters }), "hold_off")
      ?.ms;
  assertEquals(ms({ retryAfter: "PT2.5S" }), 2_500);
  assertEquals(ms({}), 1_000);
  assertEquals(ms({ retryAfter: "soon" }), 1_000);
  assertEquals(ms({ retryAfter: "PT99999999S" }), 30_000);
  assertEquals(names(script.message("ping")), ["send pong"]);
});

Deno.test("an error of the phone system is noted and never answered", () => {
  const script = SessionScript.open();
  const effects = script.message("error", { code: 409, message: "m".repeat(500) });
  assertEquals(names(effects), ["note"]);
  assertEquals(find(effects, "note")?.detail, `409 ${"m".repeat(120)}`);
  assertEquals(names(script.message("error", {})), ["note"]);
});

Deno.test("G-24 a probe is opened without media and closed, and our side never hears of it", () => {
  const script = new SessionScript();
  const open = openParameters({ conversationId: NIL, supportedLanguages: true, media: [PCMU] });
  assertEquals(script.message("open", open), [
    {
      do: "send",
      type: "opened",
      parameters: { startPaused: false, media: [], supportedLanguages: [] },
    },
    { do: "probed" },
  ]);
  assertEquals(names(script.message("ping")), ["send pong"]);
  assertEquals(names(script.message("close", { reason: "end" })), ["send closed", "drop_unsent"]);
});

Deno.test("G-25 update is acknowledged, whatever the language", () => {
  const script = SessionScript.open();
  const effects = script.message("update", { language: "xx-made-up" });
  assertEquals(names(effects), ["send_later updated", "language"]);
  assertEquals(find(effects, "language")?.tag, "xx-made-up");
  assertEquals(names(script.message("update", {})), ["send_later updated"]);
});

Deno.test("G-26 each digit is passed on and none is answered", () => {
  const script = SessionScript.open();
  for (const digit of "0123456789*#A") {
    assertEquals(script.message("dtmf", { digit }), [{ do: "digit", digit }]);
  }
});

Deno.test("G-27 playback messages are passed on as they come", () => {
  const script = SessionScript.open();
  for (const type of ["playback_completed", "playback_started", "playback_started"] as const) {
    assertEquals(script.message(type), [{ do: type }]);
  }
});

Deno.test("a pause ends with the gap that media time has made", () => {
  const script = SessionScript.open();
  script.mediaMs = 600;
  assertEquals(names(script.message("paused")), ["held"]);
  assertEquals(script.message("paused"), []);
  const effects = script.message("resumed", { start: "PT0.6S", discarded: "PT1S" });
  assertEquals(effects, [{ do: "clock", toMs: 1_600 }, { do: "resumed", gapMs: 1_000 }]);
  assertEquals(script.state.paused, false);
});

Deno.test("a client whose media time stood still in the pause reports no gap", () => {
  const script = SessionScript.open();
  script.mediaMs = 600;
  script.message("paused");
  const effects = script.message("resumed", { start: "PT0.6S", discarded: "PT0S" });
  assertEquals(find(effects, "resumed")?.gapMs, 0);
});

Deno.test("what is discarded in a pause is told when it ends", () => {
  const script = SessionScript.open();
  script.message("paused");
  const discarded = script.message("discarded", { start: "PT0S", discarded: "PT2S" });
  assertEquals(names(discarded), ["clock"]);
  script.mediaMs = 2_000;
  const effects = script.message("resumed", { start: "PT2S", discarded: "PT0.5S" });
  assertEquals(find(effects, "resumed")?.gapMs, 2_500);
});

Deno.test("audio that the client dropped is told as a short pause", () => {
  const script = SessionScript.open();
  script.mediaMs = 1_000;
  const effects = script.message("discarded", { start: "PT1S", discarded: "PT0.4S" });
  assertEquals(names(effects), ["clock", "held", "resumed", "note"]);
  assertEquals(find(effects, "resumed")?.gapMs, 400);
  assertEquals(script.message("resumed", { start: "PT0S", discarded: "PT0S" }), []);
});

Deno.test("before open only ping, close and open mean anything", () => {
  const script = new SessionScript();
  assertEquals(names(script.message("ping")), ["send pong"]);
  for (const type of ["playback_started", "update"]) {
    assertEquals(find(script.message(type), "note")?.code, "before_open");
  }
  assertEquals(names(script.message("open", openParameters())), ["answer"]);
});

Deno.test("after our disconnect a ping is still answered, with its own count", () => {
  const script = SessionScript.open();
  script.input({ type: "end", ending: COMPLETED, atMs: 0 });
  assertEquals(names(script.message("ping")), ["send pong"]);
  assertEquals(script.state.clientSeq, 2);
  assertEquals(script.text("{"), []);
  assertEquals(script.message("ping", {}, { id: NIL }), []);
});
