// From an agent's settings to the one session.update of a session (openai-realtime § 4). Pure.
// GA names only, and nothing that a strict allow-list refuses: an update with one wrong field is lost whole.
import type { AgentConfig, TurnTaking } from "../contract/agent.ts";
import { MODELS } from "../contract/agent_limits.ts";
import type { McpTool, SessionSettings } from "./upstream.ts";

/** The only format of this server: mu-law at 8 kHz. It has no `rate` field (§ 4.2). */
export const FORMAT = "audio/pcmu";
/** Accepts turn detection beside it; its live siblings refuse the whole update (§ 4.4). */
const TRANSCRIPTION_MODEL = "gpt-transcribe";

/** What the first session.update says. */
export function sessionOf(settings: SessionSettings): Record<string, unknown> {
  const { config } = settings;
  return {
    ...needed(settings),
    audio: {
      input: {
        format: { type: FORMAT },
        transcription: {
          model: TRANSCRIPTION_MODEL,
          ...(config.language === "" ? {} : { language: config.language }),
        },
        ...noiseReduction(config.turnTaking),
        turn_detection: turnDetection(config.turnTaking),
      },
      output: { format: { type: FORMAT }, voice: config.voice },
    },
    ...(reasons(config.model) ? { reasoning: { effort: config.reasoningEffort } } : {}),
    max_output_tokens: config.maxOutputTokens,
    truncation: { type: "retention_ratio", retention_ratio: 0.8 },
    tracing: null,
  };
}

/**
 * What the second says, after the first was refused: without everything that a call can do without.
 * A refused voice is left to the server, since no call is better than one in silence.
 */
export function safeSessionOf(
  settings: SessionSettings,
  refusedParam: string | null,
): Record<string, unknown> {
  const { config } = settings;
  const voice = refusedParam?.includes("voice") ? {} : { voice: config.voice };
  return {
    ...needed({ ...settings, mcp: [] }),
    audio: {
      input: {
        format: { type: FORMAT },
        turn_detection: {
          type: "server_vad",
          threshold: 0.5,
          prefix_padding_ms: 300,
          silence_duration_ms: 500,
          ...responding(config.turnTaking),
        },
      },
      output: { format: { type: FORMAT }, ...voice },
    },
  };
}

/** What a later session.update says, when another agent takes over: never voice, formats or model (§ 4.5). */
export function changeOf(
  { instructions, tools, mcp }: Pick<SessionSettings, "instructions" | "tools" | "mcp">,
): Record<string, unknown> {
  return {
    type: "realtime",
    instructions,
    tools: [
      ...tools.map(({ name, description, parameters }) => ({
        type: "function",
        name,
        description,
        parameters,
      })),
      ...mcp.map(mcpTool),
    ],
    tool_choice: "auto",
  };
}

/**
 * Who answers a turn and who silences the agent. With a least length of speech the server's turn detection is
 * only a sensor (§ 4.3): it tells of speech and turns, and whoever holds the call decides.
 */
export function turnDuties(
  { bargeIn, bargeInMs }: TurnTaking,
): { answers: boolean; interrupts: boolean } {
  return { answers: !bargeIn || bargeInMs === 0, interrupts: bargeIn && bargeInMs === 0 };
}

function needed(settings: SessionSettings): Record<string, unknown> {
  return { ...changeOf(settings), output_modalities: ["audio"] };
}

/** A remote server as the provider takes it (§ 12.4); empty fields are left out. */
function mcpTool(server: McpTool): Record<string, unknown> {
  const { label, url, description, allowedTools, approval, authorization, headers } = server;
  return {
    type: "mcp",
    server_label: label,
    server_url: url,
    require_approval: approval,
    ...(description === "" ? {} : { server_description: description }),
    ...(allowedTools.length === 0 ? {} : { allowed_tools: allowedTools }),
    ...(authorization === "" ? {} : { authorization }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
  };
}

function noiseReduction({ noiseReduction: type }: TurnTaking): Record<string, unknown> {
  return type === "off" ? {} : { noise_reduction: { type } };
}

function responding(turnTaking: TurnTaking): Record<string, boolean> {
  const { answers, interrupts } = turnDuties(turnTaking);
  return { create_response: answers, interrupt_response: interrupts };
}

/** Each mode has its own fields, and those of the other are refused (§ 4.3). */
function turnDetection(turnTaking: TurnTaking): Record<string, unknown> {
  const both = responding(turnTaking);
  if (turnTaking.mode === "semantic_vad") {
    return { type: "semantic_vad", eagerness: turnTaking.eagerness, ...both };
  }
  return {
    type: "server_vad",
    threshold: turnTaking.threshold,
    prefix_padding_ms: turnTaking.prefixPaddingMs,
    silence_duration_ms: turnTaking.silenceDurationMs,
    ...(turnTaking.idleTimeoutMs === null ? {} : { idle_timeout_ms: turnTaking.idleTimeoutMs }),
    ...both,
  };
}

/** Whether a model takes `reasoning`: those on offer as their table says, others by generation (2 and later). */
export function reasons(model: AgentConfig["model"]): boolean {
  const name = model.replace(/-\d{4}-\d{2}-\d{2}$/, "");
  const known = MODELS.find(({ id }) => id === name);
  if (known) return known.reasoning;
  const generation = /^gpt-realtime-(\d{1,2})(\.\d+)?(-[a-z]+)?$/.exec(name)?.[1];
  return generation !== undefined && Number(generation) >= 2;
}
