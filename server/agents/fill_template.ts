// Fills the places of a prompt, a greeting or a farewell with what the call brought. Pure; values are data:
// one line each, bounded, never looked into for further places.
import type { AgentConfig } from "../contract/agent.ts";
import { utf8Bytes } from "../contract/agent_limits.ts";
import { callVariables } from "./call_variables.ts";
import { dataText } from "./data_text.ts";
import type { CallData } from "./inputs.ts";
import type { Note } from "./note.ts";

/** Values that all places of one call may take together: a place that is there a hundred times must not flood it. */
const MAX_INSERTED_BYTES = 32 * 1024;

/** What the places of a template are filled from. */
export interface TemplateSources {
  data: CallData;
  /** The variables of the call, as they came. */
  variables: Readonly<Record<string, string>>;
  /** Its list of variables says what stands in for a missing one. */
  config: Pick<AgentConfig, "variables">;
  /** The server's settings AGENT_NAME and COMPANY_NAME. */
  names?: { agent: string; company: string };
}

const DEFAULT_NAMES = { agent: "AI Assistant", company: "Our Company" } as const;

/** The agent's greeting and farewells with their places filled; they may have the same as the prompt. */
export function fillSpokenWords(
  config: AgentConfig,
  sources: TemplateSources,
): { config: AgentConfig; notes: Note[] } {
  const greeting = fillTemplate(config.greeting, sources);
  const success = fillTemplate(config.farewell.success, sources);
  const escalation = fillTemplate(config.farewell.escalation, sources);
  const meanwhile = fillTemplate(config.raisedHand.meanwhile, sources);
  const recording = fillTemplate(config.recording.words, sources);
  return {
    config: {
      ...config,
      greeting: greeting.text,
      farewell: { success: success.text, escalation: escalation.text },
      raisedHand: { ...config.raisedHand, meanwhile: meanwhile.text },
      recording: { ...config.recording, words: recording.text },
    },
    notes: [greeting, success, escalation, meanwhile, recording].flatMap(({ notes }) => notes),
  };
}

/** `{{name}}`, `{{name|text that stands in}}`, `[AGENT_NAME]`, `[COMPANY_NAME]`. */
const PLACE =
  /\{\{\s*([A-Za-z][A-Za-z0-9_.-]{0,99})\s*(?:\|([^{}]{0,1000}))?\}\}|\[(AGENT_NAME|COMPANY_NAME)\]/g;

/**
 * Fills the places of a text in one pass, so that a place inside a value stays what it is: text. A value is the
 * variable of that name; else, for `customer.…`, that of CUSTOMER_DATA; else what stands in, in the place or in
 * the agent's list; else nothing, with a note "variable_missing".
 */
export function fillTemplate(
  template: string,
  { data, variables, config, names = DEFAULT_NAMES }: TemplateSources,
): { text: string; notes: Note[] } {
  const known = callVariables(variables);
  const missing = new Set<string>();
  let leftBytes = MAX_INSERTED_BYTES;
  let flooded = false;

  function valueOf(name: string): string | undefined {
    if (name === "AGENT_NAME") return data.agentName || names.agent;
    if (name === "COMPANY_NAME") return data.companyName || names.company;
    const value = known.get(name);
    if (value !== undefined) return value;
    const pair = data.customer.find((other) => `customer.${other.name}` === name);
    return pair && pair.value !== "" ? pair.value : undefined;
  }

  function inserted(value: string): string {
    const line = dataText(value);
    leftBytes -= utf8Bytes(line);
    flooded ||= leftBytes < 0;
    return flooded ? "" : line;
  }

  function standIn(name: string, inPlace: string | undefined): string {
    const text = inPlace ?? config.variables.find((variable) => variable.name === name)?.fallback;
    if (text === undefined) missing.add(name);
    return text?.trim() ?? "";
  }

  const text = template.replaceAll(
    PLACE,
    (_place, name: string | undefined, inPlace: string | undefined, bracket: string) => {
      const value = valueOf(name ?? bracket);
      return value === undefined ? standIn(name ?? bracket, inPlace) : inserted(value);
    },
  );
  return { text, notes: [...missingNotes(missing), ...flooded ? [FLOODED] : []] };
}

const FLOODED: Note = {
  code: "variables_too_long",
  detail:
    `The values in the prompt come to more than ${MAX_INSERTED_BYTES} bytes; the last ones were left out`,
};

function missingNotes(missing: ReadonlySet<string>): Note[] {
  return [...missing].map((name) => ({
    code: "variable_missing",
    detail: `${name}: the call brings no such variable, and no text stands in for it`,
  }));
}
