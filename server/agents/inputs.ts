// What a flow's author asks for with the variables of a call: reads them against what the agent allows.
// Pure; a bad value never fails a call, it falls back to the agent's and leaves a note.
import { type AgentConfig, agentConfigSchema } from "../contract/agent.ts";
import { LIMITS, utf8Bytes, VOICES } from "../contract/agent_limits.ts";
import type { DataAction } from "../contract/agent_tools.ts";
import { callVariables } from "./call_variables.ts";
import { customerPairs, type DataPair } from "./customer_data.ts";
import { readDataActions } from "./data_action_inputs.ts";
import { dataText, quoted } from "./data_text.ts";
import { findLanguage } from "./language_name.ts";
import { type McpInput, readMcpTools } from "./mcp_inputs.ts";
import type { Note } from "./note.ts";

/** What a call brings as data: inserted into the prompt or shown beside it, never an instruction. */
export interface CallData {
  /** "": the server's setting stands in. */
  agentName: string;
  companyName: string;
  /** English name of the language to speak; "": none was asked for. */
  language: string;
  /** CUSTOMER_DATA, in its order. */
  customer: readonly DataPair[];
}

export interface Inputs {
  /** The agent's, with what the call's variables may replace replaced. */
  config: AgentConfig;
  /** The call's own prompt, where the agent allows one; null: none. It is in `config` too. */
  prompt: string | null;
  data: CallData;
  /** Data Actions and remote tools beyond the agent's own. */
  dataActions: DataAction[];
  mcp: McpInput[];
  notes: Note[];
}

/** Older names of variables that flows still use; the new name wins. */
const LEGACY: Readonly<Record<string, string>> = {
  AI_SYSTEM_PROMPT: "OPENAI_SYSTEM_PROMPT",
  AI_VOICE: "OPENAI_VOICE",
  AI_MODEL: "OPENAI_MODEL",
  AI_TEMPERATURE: "OPENAI_TEMPERATURE",
  AI_MAX_OUTPUT_TOKENS: "OPENAI_MAX_OUTPUT_TOKENS",
  DATA_ACTION_IDS: "GENESYS_DATA_ACTION_IDS",
};

type Override = keyof AgentConfig["overrides"];

interface Given {
  /** As the flow's author wrote it. */
  name: string;
  value: string;
}

/** A value that is good, or in words what it would have to be. */
type Read<T> = { ok: T } | { bad: string };

/**
 * `call.language`: BCP 47 tag of the phone system; counts for the transcription, and only where neither the
 * variable LANGUAGE nor the agent names one.
 */
export function readInputs(
  variables: Readonly<Record<string, string>>,
  config: AgentConfig,
  call: { language?: string } = {},
): Inputs {
  const known = callVariables(variables);
  const notes: Note[] = [];

  function given(name: string): Given | null {
    for (const spelling of [name, LEGACY[name] ?? name]) {
      const value = known.get(spelling);
      if (value !== undefined) return { name: spelling, value: value.trim() };
    }
    return null;
  }

  function allowed(name: string, what: Override): Given | null {
    const found = given(name);
    if (!found || config.overrides[what]) return found;
    notes.push({
      code: "variable_not_allowed",
      detail: `${found.name}: agent ${
        quoted(config.name)
      } does not let a call's variables choose its ${what}`,
    });
    return null;
  }

  function read<T>(found: Given | null, reader: (value: string) => Read<T>): T | null {
    if (!found) return null;
    const result = reader(found.value);
    if ("ok" in result) return result.ok;
    notes.push({ code: "variable_ignored", detail: `${found.name}: ${result.bad}` });
    return null;
  }

  const model = read(allowed("AI_MODEL", "model"), readModel) ?? config.model;
  read(given("AI_TEMPERATURE"), (value) => readTemperature(value, model));
  const prompt = read(allowed("AI_SYSTEM_PROMPT", "prompt"), readPrompt);
  const language = read(given("LANGUAGE"), readLanguage);
  const customer = customerPairs(given("CUSTOMER_DATA")?.value ?? "");
  if (customer.odd > 0) {
    const detail =
      `CUSTOMER_DATA: ${customer.odd} parts left out; write "key:value;key:value", at most 50`;
    notes.push({ code: "variable_ignored", detail });
  }
  const ids = allowed("DATA_ACTION_IDS", "tools");
  const actions = readDataActions(ids?.value ?? "", descriptions(ids !== null));
  const remote = allowed("MCP_TOOLS_JSON", "tools");
  const servers = remote ? readMcpTools(remote.value) : { mcp: [], notes: [] };
  const replaced: AgentConfig = {
    ...config,
    prompt: prompt ?? config.prompt,
    model,
    voice: read(given("AI_VOICE"), readVoice) ?? config.voice,
    maxOutputTokens: read(given("AI_MAX_OUTPUT_TOKENS"), readMaxTokens) ?? config.maxOutputTokens,
    language: language?.code ??
      (config.language || (findLanguage(call.language ?? "")?.code ?? "")),
    farewell: {
      success: read(given("SUCCESS_PROMPT"), readPhrase) ?? config.farewell.success,
      escalation: read(given("ESCALATION_PROMPT"), readPhrase) ?? config.farewell.escalation,
    },
  };
  return {
    config: replaced,
    prompt,
    data: {
      agentName: dataText(given("AGENT_NAME")?.value ?? ""),
      companyName: dataText(given("COMPANY_NAME")?.value ?? ""),
      language: language?.name ?? "",
      customer: customer.pairs,
    },
    dataActions: actions.dataActions,
    mcp: servers.mcp,
    notes: [...notes, ...actions.notes, ...servers.notes],
  };

  /** Descriptions without ids that count have nothing to describe. */
  function descriptions(wanted: boolean): string {
    return wanted ? given("DATA_ACTION_DESCRIPTIONS")?.value ?? "" : "";
  }
}

function readVoice(value: string): Read<AgentConfig["voice"]> {
  const voice = VOICES.find((name) => name === value.toLowerCase());
  return voice
    ? { ok: voice }
    : { bad: `${quoted(value)} is not a voice; it must be one of ${VOICES.join(", ")}` };
}

/** Any name would be dialled, and a wrong one would cost the call: it must at least look like a realtime model. */
function readModel(value: string): Read<string> {
  const model = agentConfigSchema.shape.model.safeParse(value);
  if (model.success && /realtime/i.test(value)) return { ok: model.data };
  return {
    bad: `${quoted(value)} is not a realtime model that is on offer, such as gpt-realtime-2.1`,
  };
}

function readTemperature(value: string, model: string): Read<never> {
  const number = Number(value);
  return number >= 0.6 && number <= 1.2
    ? { bad: `${model} has no temperature; nothing was changed` }
    : {
      bad: `${
        quoted(value)
      } must be a number from 0.6 to 1.2; besides, ${model} has no temperature`,
    };
}

function readMaxTokens(value: string): Read<AgentConfig["maxOutputTokens"]> {
  if (value.toLowerCase() === "inf") return { ok: "inf" };
  const { min, max } = LIMITS.maxOutputTokens;
  const number = /^\d{1,6}$/.test(value) ? Number(value) : NaN;
  return number >= min && number <= max
    ? { ok: number }
    : { bad: `${quoted(value)} must be a whole number from ${min} to ${max}, or "inf"` };
}

function readLanguage(value: string): Read<NonNullable<ReturnType<typeof findLanguage>>> {
  const language = findLanguage(value);
  return language ? { ok: language } : {
    bad: `${quoted(value)} is no language; write a tag such as "de-DE" or a name such as "German"`,
  };
}

function readPrompt(value: string): Read<string> {
  return fitting(value.toWellFormed(), LIMITS.promptBytes);
}

/** Words that are spoken as they are: on one line, and never half of them. */
function readPhrase(value: string): Read<string> {
  return fitting(dataText(value, utf8Bytes(value) * 3), LIMITS.phraseBytes);
}

function fitting(text: string, maxBytes: number): Read<string> {
  const size = utf8Bytes(text);
  return size <= maxBytes
    ? { ok: text }
    : { bad: `must be at most ${maxBytes} bytes of UTF-8, received ${size}` };
}
