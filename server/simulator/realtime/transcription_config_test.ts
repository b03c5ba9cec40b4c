import { assert, assertEquals } from "@std/assert";
import { LISTENING_SETTINGS, STREAMING_SETTINGS } from "./session_rig.ts";
import { defaultTranscription, updateTranscription } from "./transcription_config.ts";

const input = LISTENING_SETTINGS.audio.input;

/** What is refused of the settings with this input: "code param". */
function refused(change: Record<string, unknown>, more: Record<string, unknown> = {}): string {
  const session = { ...LISTENING_SETTINGS, ...more, audio: { input: { ...input, ...change } } };
  const result = updateTranscription(defaultTranscription(), session);
  assert("refusal" in result, "accepted");
  return `${result.refusal.code} ${result.refusal.param}`;
}

Deno.test("good settings of both regimes are taken", () => {
  for (const settings of [LISTENING_SETTINGS, STREAMING_SETTINGS]) {
    const result = updateTranscription(defaultTranscription(), settings);
    assert("config" in result);
    assertEquals(result.config.audio.input.transcription, settings.audio.input.transcription);
  }
});

Deno.test("what is not told stays, and null clears", () => {
  const first = updateTranscription(defaultTranscription(), LISTENING_SETTINGS);
  assert("config" in first);
  const vad = { type: "server_vad", threshold: 0.6 };
  const second = updateTranscription(first.config, {
    type: "transcription",
    include: null,
    audio: { input: { turn_detection: vad } },
  });
  assert("config" in second);
  const { turn_detection, transcription } = second.config.audio.input;
  assertEquals(second.config.include, null);
  assertEquals(transcription?.model, "gpt-transcribe");
  assertEquals(turn_detection, {
    type: "server_vad",
    threshold: 0.6,
    prefix_padding_ms: 300,
    silence_duration_ms: 500,
    idle_timeout_ms: null,
    create_response: true,
    interrupt_response: true,
  });
});

const WHISPER = { model: "gpt-realtime-whisper", language: "de" };
const T = "session.audio.input.transcription";
const REFUSALS: [string, Record<string, unknown>, Record<string, unknown>, string][] = [
  ["a conversation's type", {}, { type: "realtime" }, "invalid_value session.type"],
  ["no type", {}, { type: undefined }, "missing_required_parameter session.type"],
  ["instructions", {}, { instructions: "x" }, "unknown_parameter session.instructions"],
  ["a model at the top", {}, { model: "gpt-transcribe" }, "unknown_parameter session.model"],
  ["an old format", { format: "g711_ulaw" }, {}, "invalid_type session.audio.input.format"],
  [
    "a rate of mu-law",
    { format: { type: "audio/pcmu", rate: 8000 } },
    {},
    "unknown_parameter session.audio.input.format.rate",
  ],
  ["no model", { transcription: { language: "de" } }, {}, `missing_required_parameter ${T}.model`],
  ["no transcription", { transcription: null }, {}, `invalid_type ${T}`],
  ["an unknown model", { transcription: { model: "ears" } }, {}, `model_not_found ${T}.model`],
  [
    "a region in the language",
    { transcription: { model: "gpt-transcribe", language: "de-DE" } },
    {},
    `invalid_value ${T}.language`,
  ],
  [
    "a language and languages",
    { transcription: { model: "gpt-transcribe", language: "de", languages: ["de"] } },
    {},
    `invalid_value ${T}.languages`,
  ],
  [
    "languages for a model without",
    { transcription: { model: "gpt-4o-transcribe", languages: ["de"] } },
    {},
    `unsupported_parameter ${T}.languages`,
  ],
  [
    "keywords for a model without",
    { transcription: { model: "whisper-1", keywords: ["Weber"] } },
    {},
    `unsupported_parameter ${T}.keywords`,
  ],
  [
    "a delay for a model without",
    { transcription: { model: "gpt-transcribe", delay: "low" } },
    {},
    `unsupported_parameter ${T}.delay`,
  ],
  [
    "a prompt for a model without",
    { transcription: { ...WHISPER, prompt: "names" }, turn_detection: null },
    {},
    `unsupported_parameter ${T}.prompt`,
  ],
  [
    "turn detection with a model that streams",
    { transcription: WHISPER },
    {},
    "invalid_value session.audio.input.turn_detection",
  ],
  ["an unknown include", {}, { include: ["logprobs"] }, "invalid_value session.include[0]"],
];

for (const [what, change, more, expected] of REFUSALS) {
  Deno.test(`settings with ${what} are refused as a whole`, () => {
    assertEquals(refused(change, more), expected);
  });
}

Deno.test("turn detection that is inherited takes an update of a streaming model down", () => {
  const { turn_detection: _, ...rest } = STREAMING_SETTINGS.audio.input;
  const result = updateTranscription(defaultTranscription(), {
    type: "transcription",
    audio: { input: rest },
  });
  assert("refusal" in result);
  assertEquals(result.refusal.param, "session.audio.input.turn_detection");
});

Deno.test("a model that the account may not use is refused, one that it has is taken", () => {
  const mine = {
    type: "transcription",
    audio: { input: { ...input, transcription: { model: "ears" } } },
  };
  assert("config" in updateTranscription(defaultTranscription(), mine, ["ears"]));
  assert("refusal" in updateTranscription(defaultTranscription(), LISTENING_SETTINGS, ["ears"]));
});
