// The settings of a session: its defaults, and the strict rules by which an update changes them
// (openai-realtime § 4, realtime-stand-in § 3). Pure; knows no socket and no time.
import { type Fields, invalidValue, isFields, type Refusal, refuse } from "./shape.ts";
import { LENIENT_SESSION, STRICT_SESSION, WITHOUT_VAD } from "./session_rules.ts";

export type AudioFormat =
  | { type: "audio/pcmu" }
  | { type: "audio/pcma" }
  | { type: "audio/pcm"; rate: 24000 };

export interface ServerVad {
  type: "server_vad";
  threshold: number;
  prefix_padding_ms: number;
  silence_duration_ms: number;
  idle_timeout_ms: number | null;
  create_response: boolean;
  interrupt_response: boolean;
}

export interface SemanticVad {
  type: "semantic_vad";
  eagerness: "low" | "medium" | "high" | "auto";
  create_response: boolean;
  interrupt_response: boolean;
}

export type NoiseReduction = null | { type: "near_field" | "far_field"; strength?: number };
export type TurnDetection = ServerVad | SemanticVad;
export type Voice = string | { id: string };
export interface FunctionTool {
  type: "function";
  name: string;
  description?: string;
  parameters?: Fields;
}

export interface McpServerTool {
  type: "mcp";
  server_label: string;
  server_url?: string;
  server_description?: string;
  authorization?: string;
  headers?: Record<string, string>;
  allowed_tools?: string[];
  require_approval?: "always" | "never";
}
export type Tool = FunctionTool | McpServerTool;

/** What `session.created` and `session.updated` show, by the names of the wire. */
export interface SessionConfig {
  instructions: string;
  output_modalities: ["audio"] | ["text"];
  tools: Tool[];
  tool_choice: "auto" | "none" | "required" | { type: "function"; name: string };
  max_output_tokens: number | "inf";
  tracing: null | "auto" | Fields;
  prompt: null | { id: string };
  truncation: "auto" | "disabled" | { type: "retention_ratio"; retention_ratio: number };
  include: null | "item.input_audio_transcription.logprobs"[];
  reasoning?: { effort?: "minimal" | "low" | "medium" | "high" | "xhigh" };
  parallel_tool_calls?: boolean;
  audio: {
    input: {
      format: AudioFormat;
      transcription: null | { model?: string; language?: string };
      noise_reduction: NoiseReduction;
      turn_detection: null | TurnDetection;
    };
    output: { format: AudioFormat; voice: Voice; speed: number };
  };
}

/** Models that reason; only they take `reasoning` and `parallel_tool_calls` (§ 4.1). */
export const reasons = (model: string): boolean => /^gpt-realtime-2/.test(model);

const SERVER_VAD: ServerVad = {
  type: "server_vad",
  threshold: 0.5,
  prefix_padding_ms: 300,
  silence_duration_ms: 200,
  idle_timeout_ms: null,
  create_response: true,
  interrupt_response: true,
};
const SEMANTIC_VAD: SemanticVad = {
  type: "semantic_vad",
  eagerness: "auto",
  create_response: true,
  interrupt_response: true,
};

export function defaultConfig(): SessionConfig {
  return {
    instructions: "You are a knowledgeable, friendly assistant. Speak quickly and be concise.",
    output_modalities: ["audio"],
    tools: [],
    tool_choice: "auto",
    max_output_tokens: "inf",
    tracing: null,
    prompt: null,
    truncation: "auto",
    include: null,
    audio: {
      input: {
        format: { type: "audio/pcm", rate: 24000 },
        transcription: null,
        noise_reduction: null,
        turn_detection: { ...SERVER_VAD },
      },
      output: { format: { type: "audio/pcm", rate: 24000 }, voice: "marin", speed: 1 },
    },
  };
}

/** What the rules of an update depend on besides the update. */
export interface UpdateContext {
  model: string;
  refuseRate: boolean;
  /** Whether the session has produced any assistant audio: the voice is then fixed (§ 4.5). */
  audioProduced: boolean;
  responseActive: boolean;
}

/** The whole new settings, or why nothing of the update was applied. */
export function updateConfig(
  config: SessionConfig,
  session: unknown,
  context: UpdateContext,
): { config: SessionConfig } | { refusal: Refusal } {
  const shape = (context.refuseRate ? STRICT_SESSION : LENIENT_SESSION)(session, "session");
  if (shape) return { refusal: shape };
  const update = session as Fields;
  const next = merged(config, update);
  const refusal = checkChange(config, next, update, context);
  return refusal ? { refusal } : { config: next };
}

function merged(config: SessionConfig, update: Fields): SessionConfig {
  const { type: _type, model: _model, audio, ...rest } = update;
  const input = (isFields(audio) && isFields(audio.input) ? audio.input : {}) as Partial<
    SessionConfig["audio"]["input"]
  >;
  const output = (isFields(audio) && isFields(audio.output) ? audio.output : {}) as Partial<
    SessionConfig["audio"]["output"]
  >;
  const before = config.audio;
  return {
    ...config,
    ...rest as Partial<SessionConfig>,
    audio: {
      input: {
        ...before.input,
        ...input,
        noise_reduction: mergedNoise(before.input.noise_reduction, input.noise_reduction),
        turn_detection: mergedTurns(before.input.turn_detection, input.turn_detection),
      },
      output: { ...before.output, ...output },
    },
  };
}

/** The strength stays where it is not told anew (§ 4.1). */
function mergedNoise(before: NoiseReduction, update: NoiseReduction | undefined): NoiseReduction {
  if (update === undefined) return before;
  if (update === null) return null;
  return before?.strength === undefined ? update : { strength: before.strength, ...update };
}

export function mergedTurns(
  before: TurnDetection | null,
  update: TurnDetection | null | undefined,
): TurnDetection | null {
  if (update === undefined) return before;
  if (update === null) return null;
  if (before?.type === update.type) return { ...before, ...update } as TurnDetection;
  return {
    ...(update.type === "server_vad" ? SERVER_VAD : SEMANTIC_VAD),
    ...update,
  } as TurnDetection;
}

function checkChange(
  before: SessionConfig,
  next: SessionConfig,
  update: Fields,
  context: UpdateContext,
): Refusal | null {
  if (update.model !== undefined && update.model !== context.model) {
    return invalidValue("session.model", `Cannot change the model of a session.`);
  }
  for (const key of ["reasoning", "parallel_tool_calls"]) {
    if (update[key] !== undefined && !reasons(context.model)) {
      return refuse(
        "unsupported_parameter",
        `Unsupported parameter: 'session.${key}' is not supported with this model.`,
        `session.${key}`,
      );
    }
  }
  if (before.tracing !== null && JSON.stringify(next.tracing) !== JSON.stringify(before.tracing)) {
    return invalidValue("session.tracing", "Tracing cannot be changed once it is on.");
  }
  const { input, output } = next.audio;
  if (WITHOUT_VAD.includes(input.transcription?.model ?? "") && input.turn_detection) {
    return invalidValue(
      "session.audio.input.turn_detection",
      "Turn detection is not supported for this transcription model.",
    );
  }
  if (
    context.audioProduced &&
    JSON.stringify(output.voice) !== JSON.stringify(before.audio.output.voice)
  ) {
    return refuse(
      "cannot_update_voice",
      "Cannot update a conversation's voice if assistant audio is present.",
      "session.audio.output.voice",
    );
  }
  if (context.responseActive && output.speed !== before.audio.output.speed) {
    return invalidValue("session.audio.output.speed", "Speed can only change between turns.");
  }
  return null;
}
