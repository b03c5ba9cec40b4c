// Tests of the strictness of session.update, rule by rule.
import { assert, assertEquals } from "@std/assert";
import {
  defaultConfig,
  type SessionConfig,
  updateConfig,
  type UpdateContext,
} from "./session_config.ts";
import { PHONE_SETTINGS } from "./session_rig.ts";
import type { Refusal } from "./shape.ts";

const CONTEXT: UpdateContext = {
  model: "gpt-realtime-2.1",
  refuseRate: true,
  audioProduced: false,
  responseActive: false,
};

function refused(session: unknown, context: Partial<UpdateContext> = {}, before = defaultConfig()) {
  const result = updateConfig(before, session, { ...CONTEXT, ...context });
  assert("refusal" in result, `Expected a refusal of ${JSON.stringify(session)}`);
  return result.refusal;
}

function accepted(
  session: unknown,
  context: Partial<UpdateContext> = {},
  before = defaultConfig(),
): SessionConfig {
  const result = updateConfig(before, session, { ...CONTEXT, ...context });
  assert("config" in result, `Expected no refusal: ${JSON.stringify(result)}`);
  return result.config;
}

const of = ({ code, param }: Refusal) => [code, param];
const input = (fields: unknown) => ({ type: "realtime", audio: { input: fields } });
const output = (fields: unknown) => ({ type: "realtime", audio: { output: fields } });
const turns = (fields: unknown) => input({ turn_detection: fields });

Deno.test("the settings of a phone call are accepted and shown whole", () => {
  const config = accepted(PHONE_SETTINGS);
  assertEquals(config.audio.input.format, { type: "audio/pcmu" });
  assertEquals(config.audio.output, { format: { type: "audio/pcmu" }, voice: "marin", speed: 1 });
  assertEquals(config.audio.input.turn_detection, PHONE_SETTINGS.audio.input.turn_detection);
});

Deno.test("every name of the dead beta interface is refused", () => {
  const beta: Record<string, unknown> = {
    modalities: ["audio"],
    voice: "marin",
    input_audio_format: "g711_ulaw",
    output_audio_format: "g711_alaw",
    input_audio_transcription: { model: "whisper-1" },
    input_audio_noise_reduction: null,
    turn_detection: null,
    speed: 1,
    max_response_output_tokens: 100,
    temperature: 0.8,
  };
  for (const [name, value] of Object.entries(beta)) {
    assertEquals(of(refused({ type: "realtime", [name]: value })), [
      "unknown_parameter",
      `session.${name}`,
    ]);
  }
  assertEquals(of(refused(input({ format: "g711_ulaw" })))[1], "session.audio.input.format");
  assertEquals(of(refused(output({ format: "pcm16" })))[1], "session.audio.output.format");
});

Deno.test("an update without its type, or of another kind of session, is refused", () => {
  assertEquals(of(refused({})), ["missing_required_parameter", "session.type"]);
  assertEquals(of(refused({ type: "transcription" })), ["invalid_value", "session.type"]);
  assertEquals(of(refused("realtime")), ["invalid_type", "session"]);
});

Deno.test("values out of their range are refused with the path of the field", () => {
  const cases: [unknown, string][] = [
    [output({ speed: 0.2 }), "session.audio.output.speed"],
    [output({ speed: 1.6 }), "session.audio.output.speed"],
    [output({ voice: "nova" }), "session.audio.output.voice"],
    [turns({ type: "server_vad", threshold: 1.1 }), "session.audio.input.turn_detection.threshold"],
    [
      turns({ type: "server_vad", idle_timeout_ms: 4999 }),
      "session.audio.input.turn_detection.idle_timeout_ms",
    ],
    [turns({ type: "silence" }), "session.audio.input.turn_detection.type"],
    [
      turns({ type: "semantic_vad", eagerness: "keen" }),
      "session.audio.input.turn_detection.eagerness",
    ],
    [{ type: "realtime", max_output_tokens: 4097 }, "session.max_output_tokens"],
    [{ type: "realtime", max_output_tokens: 0 }, "session.max_output_tokens"],
    [{ type: "realtime", max_output_tokens: "all" }, "session.max_output_tokens"],
    [{ type: "realtime", output_modalities: ["audio", "text"] }, "session.output_modalities"],
    [
      { type: "realtime", truncation: { type: "retention_ratio", retention_ratio: 2 } },
      "session.truncation.retention_ratio",
    ],
    [{ type: "realtime", reasoning: { effort: "huge" } }, "session.reasoning.effort"],
    [input({ transcription: { model: "gpt-5" } }), "session.audio.input.transcription.model"],
    [{ type: "realtime", tools: [{ type: "function", name: "a b" }] }, "session.tools[0].name"],
    [
      { type: "realtime", tools: [{ type: "function", name: "a", parameters: {} }] },
      "session.tools[0].parameters",
    ],
    [{ type: "realtime", model: "gpt-realtime" }, "session.model"],
  ];
  for (const [session, param] of cases) {
    assertEquals(of(refused(session)), ["invalid_value", param]);
  }
});

Deno.test("an extra field is refused at every depth", () => {
  const cases: [unknown, string][] = [
    [turns({ type: "semantic_vad", idle_timeout_ms: 6000 }), "idle_timeout_ms"],
    [turns({ type: "semantic_vad", threshold: 0.5 }), "threshold"],
    [input({ sample_rate: 8000 }), "sample_rate"],
    [output({ gain: 2 }), "gain"],
    [input({ format: { type: "audio/pcmu", rate: 8000 } }), "rate"],
    [{ type: "realtime", tools: [{ type: "function", name: "a", strict: true }] }, "strict"],
  ];
  for (const [session, name] of cases) {
    const { code, param } = refused(session);
    assertEquals(code, "unknown_parameter");
    assert(param?.endsWith(name), `Expected ${param} to end with ${name}`);
  }
});

Deno.test("rate inside mu-law passes only where the scenario allows it", () => {
  const session = input({ format: { type: "audio/pcmu", rate: 8000 } });
  refused(session);
  accepted(session, { refuseRate: false });
});

Deno.test("PCM needs its rate", () => {
  assertEquals(of(refused(output({ format: { type: "audio/pcm" } }))), [
    "missing_required_parameter",
    "session.audio.output.format.rate",
  ]);
});

Deno.test("a field left out keeps its value, null clears it", () => {
  const before = accepted(PHONE_SETTINGS);
  const kept = accepted(turns({ type: "server_vad", threshold: 0.7 }), {}, before);
  const detection = kept.audio.input.turn_detection;
  assert(detection?.type === "server_vad");
  assertEquals([detection.threshold, detection.silence_duration_ms], [0.7, 500]);
  assertEquals(kept.instructions, before.instructions);
  const cleared = accepted(input({ turn_detection: null, transcription: null }), {}, kept);
  assertEquals(cleared.audio.input.turn_detection, null);
  assertEquals(cleared.audio.input.transcription, null);
});

Deno.test("another kind of turn detection begins with its own defaults", () => {
  const config = accepted(turns({ type: "semantic_vad" }), {}, accepted(PHONE_SETTINGS));
  assertEquals(config.audio.input.turn_detection, {
    type: "semantic_vad",
    eagerness: "auto",
    create_response: true,
    interrupt_response: true,
  });
});

Deno.test("a transcription model that forbids turn detection refuses the inherited one too", () => {
  const transcription = { model: "gpt-live-transcribe" };
  assertEquals(of(refused(input({ transcription }))), [
    "invalid_value",
    "session.audio.input.turn_detection",
  ]);
  accepted(input({ transcription, turn_detection: null }));
});

Deno.test("the voice is fixed once there was audio, and takes the whole update down", () => {
  const session = { ...output({ voice: "cedar" }), instructions: "New." };
  assertEquals(of(refused(session, { audioProduced: true })), [
    "cannot_update_voice",
    "session.audio.output.voice",
  ]);
  accepted(output({ voice: "marin" }), { audioProduced: true });
});

Deno.test("speed changes only between responses", () => {
  assertEquals(of(refused(output({ speed: 1.2 }), { responseActive: true })), [
    "invalid_value",
    "session.audio.output.speed",
  ]);
  accepted(output({ speed: 1.2 }));
});

Deno.test("settings for reasoning are refused by models that do not reason", () => {
  for (const [key, value] of [["reasoning", { effort: "low" }], ["parallel_tool_calls", true]]) {
    const session = { type: "realtime", [String(key)]: value };
    accepted(session);
    assertEquals(refused(session, { model: "gpt-realtime-1.5" }).param, `session.${key}`);
  }
});

Deno.test("tracing cannot be changed once it is on", () => {
  const traced = accepted({ type: "realtime", tracing: "auto" });
  assertEquals(refused({ type: "realtime", tracing: null }, {}, traced).param, "session.tracing");
});

Deno.test("noise reduction keeps its strength until it is switched off", () => {
  const strong = accepted(input({ noise_reduction: { type: "near_field", strength: 0.4 } }));
  const kept = accepted(input({ noise_reduction: { type: "far_field" } }), {}, strong);
  assertEquals(kept.audio.input.noise_reduction, { type: "far_field", strength: 0.4 });
  const off = accepted(input({ noise_reduction: null }), {}, kept);
  const fresh = accepted(input({ noise_reduction: { type: "far_field" } }), {}, off);
  assertEquals(fresh.audio.input.noise_reduction, { type: "far_field" });
  const path = "session.audio.input.noise_reduction";
  assertEquals(of(refused(input({ noise_reduction: {} }))), [
    "missing_required_parameter",
    `${path}.type`,
  ]);
  assertEquals(of(refused(input({ noise_reduction: { type: "off" } }))), [
    "invalid_value",
    `${path}.type`,
  ]);
});

Deno.test("a remote server has one place, one label and known fields", () => {
  const server = { type: "mcp", server_label: "crm", server_url: "https://mcp.test/" };
  const tools = (...given: unknown[]) => ({ type: "realtime", tools: given });
  accepted(tools({
    ...server,
    server_description: "Customers",
    authorization: "token",
    headers: { "X-Tenant": "7" },
    allowed_tools: ["find"],
    require_approval: { always: { tool_names: ["pay"] } },
  }));
  const wrong: readonly (readonly [unknown, string, string])[] = [
    [{ ...server, server_label: undefined }, "missing_required_parameter", ".server_label"],
    [{ type: "mcp", server_label: "crm" }, "invalid_value", ".server_url"],
    [{ ...server, connector_id: "c" }, "invalid_value", ".server_url"],
    [{ ...server, server_url: "mcp.test" }, "invalid_value", ".server_url"],
    [{ ...server, require_approval: "spoken_yes" }, "invalid_value", ".require_approval"],
    [{ ...server, headers: { a: 1 } }, "invalid_value", ".headers.a"],
    [{ ...server, allowed_tools: [1] }, "invalid_type", ".allowed_tools[0]"],
    [{ ...server, label: "x" }, "unknown_parameter", ".label"],
  ];
  for (const [tool, code, at] of wrong) {
    assertEquals(of(refused(tools(tool))), [code, `session.tools[0]${at}`]);
  }
  assertEquals(of(refused(tools(server, server))), ["invalid_value", "session.tools"]);
});
