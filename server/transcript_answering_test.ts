import { assert, assertEquals } from "@std/assert";
import { ManualClock } from "./clock.ts";
import type { CallEventBody } from "./contract/event.ts";
import { silentLog } from "./observe/log.ts";
import type { TranscriptInvitation } from "./telephony/transcript_channel.ts";
import {
  createTranscriptAnswering,
  type TranscriptAnsweringOptions,
} from "./transcript_answering.ts";
import type { EarSettings } from "./upstream/transcription/ear.ts";

const INVITATION: TranscriptInvitation = {
  callId: "call",
  protocol: "audiohook",
  caller: "tel:+15550100",
  called: "tel:+15550199",
  conversationId: "conversation",
  organizationId: "organization",
  address: "/audiohook/transcribe",
  language: "en-us",
  variables: { ACCOUNT_TOKEN: "secret" },
  origin: "phone",
  speakers: ["caller", "agent"],
};

function setUp(options: Partial<TranscriptAnsweringOptions> = {}) {
  const clock = new ManualClock();
  const events: CallEventBody[] = [];
  const ears: { settings: EarSettings; identifier: string }[] = [];
  const ended: string[] = [];
  const answering = createTranscriptAnswering({
    config: {
      OPENAI_TRANSCRIPTION_MODEL: "gpt-transcribe",
      SUPPORTED_LANGUAGES: ["en-US"],
      TRANSCRIPTION_KEYWORDS: ["Hookline"],
      TRANSCRIPTION_INTERIMS: false,
      TRANSLATE_TO: "",
    },
    floor: { emit: (_callId, event) => void events.push(event) },
    openEar(settings, identifier) {
      ears.push({ settings, identifier });
      return {
        append() {},
        pause() {},
        setLanguages() {},
        finish: () => Promise.resolve(),
        close() {},
      };
    },
    translate: null,
    admit: () => null,
    onCost() {},
    answeredBy: "openai",
    clock,
    log: silentLog,
    safetySalt: "salt",
    ...options,
  });
  const channel = {
    send() {},
    languageChanged() {},
    end: ({ code }: { code: string }) => void ended.push(code),
  };
  const ring = (more: Partial<TranscriptInvitation> = {}) =>
    answering.answer({ ...INVITATION, ...more }, channel);
  return { answering, clock, events, ears, ended, ring };
}

Deno.test("a call between people begins with who and where, without an agent, a voice or a secret", () => {
  const { events, ears, ring } = setUp();
  ring();
  assertEquals(events, [{
    type: "call.started",
    kind: "transcription",
    protocol: "audiohook",
    caller: "tel:+15550100",
    called: "tel:+15550199",
    conversationId: "conversation",
    agent: { id: "", name: "", version: 0 },
    model: "gpt-transcribe",
    voice: "",
    language: "en-US",
    origin: "phone",
    answeredBy: "openai",
    variables: { ACCOUNT_TOKEN: "…" },
  }]);
  assertEquals(ears.map(({ settings }) => settings), [
    { model: "gpt-transcribe", keywords: ["Hookline"], languages: ["en-US"] },
    { model: "gpt-transcribe", keywords: ["Hookline"], languages: ["en-US"] },
  ]);
  assertEquals(ears[0]!.identifier.length, 64);
  assert(!JSON.stringify(ears).includes("15550100"));
});

Deno.test("L-04 a call that is not admitted leaves no trace", () => {
  const { events, ears, answering, ring } = setUp({ admit: () => "E_BUDGET" });
  assertEquals(ring(), { refused: "E_BUDGET" });
  assertEquals([events, ears, answering.live], [[], [], 0]);
});

Deno.test("a translation that nobody can make, or into what is no language, is noted", () => {
  const notes = (address: string, translate: TranscriptAnsweringOptions["translate"]) => {
    const { events, ring } = setUp({ translate });
    ring({ address });
    return events.flatMap((event) => event.type === "call.note" ? [event.code] : []);
  };
  const translate = () => Promise.resolve(null);
  assertEquals(notes("/audiohook/transcribe?translate=de", null), ["translation_off"]);
  assertEquals(notes("/audiohook/transcribe?translate=de", translate), []);
  assertEquals(notes("/audiohook/transcribe?translate=%20a%20b", translate), [
    "translation_target",
  ]);
});

Deno.test("when the server stops every such call is ended, and is gone once its phone is", () => {
  const { answering, clock, events, ended, ring } = setUp();
  const listeners = ["a", "b"].map((callId) => ring({ callId }));
  assertEquals(answering.live, 2);
  answering.failAll("drained", "E_DRAIN", true);
  assertEquals(ended, ["E_DRAIN", "E_DRAIN"]);
  for (const listener of listeners) {
    assert("closed" in listener);
    listener.closed({ by: "us", detail: "" });
  }
  clock.advance(1000);
  assertEquals(answering.live, 0);
  assertEquals(events.filter(({ type }) => type === "call.ended").length, 2);
});
