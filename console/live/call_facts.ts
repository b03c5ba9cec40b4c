// What is known of one call beyond its summary: what came with it, what it was told, what it gave back. Pure.
import type { InstructionSource } from "../../server/contract/call.ts";
import type { CallEvent } from "../../server/contract/event.ts";
import { CALL_TEXTS } from "../texts/call_words.ts";

export interface CallFacts {
  /** As masked by the server. */
  variables: readonly (readonly [string, string])[];
  instructionsFrom: InstructionSource | null;
  tools: readonly string[];
  /** Output variables; null until the call has ended. */
  outputs: readonly (readonly [string, string])[] | null;
  /** How the summary came about. */
  summaryFrom: "in_call" | "after_call" | null;
  /** Whom the call was handed to, in order. */
  handovers: readonly Extract<CallEvent, { type: "agent.changed" }>[];
}

export function callFacts(events: readonly CallEvent[]): CallFacts {
  let facts: CallFacts = {
    variables: [],
    instructionsFrom: null,
    tools: [],
    outputs: null,
    summaryFrom: null,
    handovers: [],
  };
  for (const event of events) {
    switch (event.type) {
      case "call.started":
        facts = { ...facts, variables: Object.entries(event.variables ?? {}) };
        break;
      case "call.briefed":
        // Each agent of a call is briefed; the last one speaks.
        facts = { ...facts, instructionsFrom: event.instructionsFrom, tools: event.tools };
        break;
      case "call.ended":
        facts = { ...facts, outputs: Object.entries(event.outputs ?? {}) };
        break;
      case "call.summary":
        facts = { ...facts, summaryFrom: event.source };
        break;
      case "agent.changed":
        facts = { ...facts, handovers: [...facts.handovers, event] };
    }
  }
  return facts;
}

export const SOURCE_WORDS: Readonly<Record<InstructionSource, string>> = {
  variable: CALL_TEXTS.instructions.variable,
  agent: CALL_TEXTS.instructions.agent,
  setting: "OPENAI_INSTRUCTIONS",
  url: "OPENAI_URL_INSTRUCTIONS",
  file: "OPENAI_FILE_INSTRUCTIONS",
  built_in: CALL_TEXTS.instructions.builtIn,
};
