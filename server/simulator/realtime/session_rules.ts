// What a `session.update` may hold: every field, its values and ranges, and nothing else
// (openai-realtime § 4.1, realtime-stand-in § 3). Pure; knows nothing of the settings before.
import {
  anything,
  fields,
  flag,
  invalidValue,
  isFields,
  list,
  nullable,
  number,
  oneOf,
  type Rule,
  tagged,
  text,
} from "./shape.ts";

const VOICES = "alloy ash ballad coral echo sage shimmer verse marin cedar".split(" ");
const EFFORTS = ["minimal", "low", "medium", "high", "xhigh"];
/** They stream words themselves and refuse any turn detection (§ 4.4). */
export const WITHOUT_VAD = ["gpt-live-transcribe", "gpt-realtime-whisper"];
export const TRANSCRIPTION_MODELS =
  `gpt-transcribe whisper-1 gpt-4o-transcribe gpt-4o-mini-transcribe gpt-4o-mini-transcribe-2025-12-15
  gpt-4o-transcribe-diarize ${WITHOUT_VAD.join(" ")}`.split(/\s+/);

const milliseconds = (min: number, max: number) => number(min, max, { whole: true });
const name = text({ pattern: /^[A-Za-z0-9_-]{1,64}$/ });

export const voiceRule: Rule = (value, path) =>
  isFields(value)
    ? fields({ id: text({ pattern: /^voice_/ }) }, ["id"])(value, path)
    : oneOf(...VOICES)(value, path);
export const modalitiesRule: Rule = (value, path) =>
  list(oneOf("audio", "text"))(value, path) ??
    ((value as unknown[]).length === 1 ? null : invalidValue(
      path,
      `Invalid modalities: ${
        JSON.stringify(value)
      }. Supported combinations are: ['text'] and ['audio'].`,
    ));
const schemaRule: Rule = (value, path) =>
  !isFields(value) || value.type !== "object"
    ? invalidValue(path, `Invalid schema for function: '${path}' must be of type "object".`)
    : null;
const headersRule: Rule = nullable((value, path) => {
  if (!isFields(value)) return invalidValue(path, `Invalid '${path}': expected an object.`);
  const bad = Object.keys(value).find((key) => typeof value[key] !== "string");
  return bad === undefined
    ? null
    : invalidValue(`${path}.${bad}`, `Invalid '${path}.${bad}': expected a string.`);
});
const toolFilter = fields({ tool_names: list(text()), read_only: flag });
const mcpFields = fields({
  type: anything,
  server_label: name,
  server_url: text({ pattern: /^https?:\/\// }),
  tunnel_id: text(),
  connector_id: text(),
  authorization: text(),
  headers: headersRule,
  server_description: text(),
  allowed_tools: nullable((value, path) =>
    isFields(value) ? toolFilter(value, path) : list(text())(value, path)
  ),
  require_approval: nullable((value, path) =>
    isFields(value)
      ? fields({ always: toolFilter, never: toolFilter })(value, path)
      : oneOf("always", "never")(value, path)
  ),
  defer_loading: flag,
}, ["server_label"]);
/** A server is named by exactly one of three fields. */
const mcpRule: Rule = (value, path) => {
  const refusal = mcpFields(value, path);
  if (refusal || !isFields(value)) return refusal;
  const places = ["server_url", "connector_id", "tunnel_id"].filter((key) => key in value);
  return places.length === 1 ? null : invalidValue(
    `${path}.server_url`,
    `Invalid '${path}': expected one of 'server_url', 'connector_id' and 'tunnel_id'.`,
  );
};
const eachTool = list(tagged("type", {
  function: fields({ type: anything, name, description: text(), parameters: schemaRule }, ["name"]),
  mcp: mcpRule,
}));
export const toolsRule: Rule = (value, path) => {
  const refusal = eachTool(value, path);
  if (refusal) return refusal;
  const labels = (value as { server_label?: string }[]).flatMap((tool) => tool.server_label ?? []);
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  return twice === undefined
    ? null
    : invalidValue(path, `Invalid '${path}': the server label '${twice}' is there twice.`);
};
export const toolChoiceRule: Rule = (value, path) =>
  isFields(value)
    ? tagged("type", {
      function: fields({ type: anything, name }, ["name"]),
      mcp: fields({ type: anything, server_label: name, name }, ["server_label"]),
    })(value, path)
    : oneOf("auto", "none", "required")(value, path);
export const maxTokensRule: Rule = (value, path) =>
  typeof value === "string" ? oneOf("inf")(value, path) : milliseconds(1, 4096)(value, path);
export const reasoningRule: Rule = fields({ effort: oneOf(...EFFORTS) });
export const promptRule: Rule = nullable(
  fields({ id: text(), version: nullable(text()), variables: nullable(anything) }, ["id"]),
);

/** @param refuseRate whether `rate` in a G.711 format is refused */
export function formatRule(refuseRate: boolean): Rule {
  const g711 = fields({ type: anything, ...(refuseRate ? {} : { rate: number(8000, 8000) }) });
  return tagged("type", {
    "audio/pcmu": g711,
    "audio/pcma": g711,
    "audio/pcm": fields({ type: anything, rate: number(24000, 24000) }, ["rate"]),
  });
}

const turnDetectionRule: Rule = nullable(tagged("type", {
  server_vad: fields({
    type: anything,
    threshold: number(0, 1),
    prefix_padding_ms: milliseconds(0, 10_000),
    silence_duration_ms: milliseconds(0, 10_000),
    idle_timeout_ms: nullable(milliseconds(5000, 30_000)),
    create_response: flag,
    interrupt_response: flag,
  }),
  semantic_vad: fields({
    type: anything,
    eagerness: oneOf("low", "medium", "high", "auto"),
    create_response: flag,
    interrupt_response: flag,
  }),
}));

const noiseRule: Rule = nullable(
  fields({ type: oneOf("near_field", "far_field"), strength: number(0, 1) }, ["type"]),
);
const includeRule: Rule = nullable(list(oneOf("item.input_audio_transcription.logprobs")));
const transcriptionFields = {
  language: text({ pattern: /^[a-z]{2,3}$/ }),
  languages: list(text({ pattern: /^[a-z]{2,3}$/ })),
  keywords: list(text()),
  prompt: text(),
  delay: oneOf(...EFFORTS),
};
const transcriptionRule = fields({ ...transcriptionFields, model: oneOf(...TRANSCRIPTION_MODELS) });

/** Of a session that only transcribes: those fields and no others (§ 4.9). */
export const TRANSCRIPTION_SESSION: Rule = fields({
  type: oneOf("transcription"),
  include: includeRule,
  audio: fields({
    input: fields({
      format: formatRule(true),
      noise_reduction: noiseRule,
      // Which model there is depends on the account; see transcription_config.ts.
      transcription: fields({ ...transcriptionFields, model: text() }, ["model"]),
      turn_detection: turnDetectionRule,
    }),
  }),
}, ["type"]);

function sessionRule(refuseRate: boolean): Rule {
  const format = formatRule(refuseRate);
  return fields({
    type: oneOf("realtime"),
    model: text(),
    instructions: text(),
    output_modalities: modalitiesRule,
    tools: toolsRule,
    tool_choice: toolChoiceRule,
    parallel_tool_calls: flag,
    reasoning: reasoningRule,
    max_output_tokens: maxTokensRule,
    prompt: promptRule,
    include: includeRule,
    tracing: nullable((value, path) =>
      isFields(value)
        ? fields({ workflow_name: text(), group_id: text(), metadata: anything })(value, path)
        : oneOf("auto")(value, path)
    ),
    truncation: (value, path) =>
      isFields(value)
        ? tagged("type", {
          retention_ratio: fields({
            type: anything,
            retention_ratio: number(0, 1),
            token_limits: fields({ post_instructions: number(0, 1_000_000, { whole: true }) }),
          }, ["retention_ratio"]),
        })(value, path)
        : oneOf("auto", "disabled")(value, path),
    audio: fields({
      input: fields({
        format,
        noise_reduction: noiseRule,
        transcription: nullable(transcriptionRule),
        turn_detection: turnDetectionRule,
      }),
      output: fields({ format, voice: voiceRule, speed: number(0.25, 1.5) }),
    }),
  }, ["type"]);
}
/** With `rate` in a G.711 format refused, and with it let pass. */
export const STRICT_SESSION = sessionRule(true);
export const LENIENT_SESSION = sessionRule(false);
