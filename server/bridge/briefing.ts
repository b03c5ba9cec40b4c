// What a call begins with: everything its agent says, may do and keeps to, made ready for one call.
// Types only; how it comes about is the business of briefing.ts at the top of the server.
import type { AgentConfig } from "../contract/agent.ts";
import type { InstructionSource } from "../contract/call.ts";
import type { McpTool } from "../upstream/upstream.ts";
import type { CallTool } from "./call_tool.ts";

/** One sentence about something that was ignored or replaced, for the event log. */
export interface BriefingNote {
  code: string;
  detail: string;
}

/** Another agent that may take over. */
export interface HandoverTarget {
  id: string;
  name: string;
  /** When, in words for the model. */
  when: string;
}

export interface Briefing {
  agent: { id: string; name: string; version: number };
  /** As published, with what the call's variables may replace replaced. */
  config: AgentConfig;
  /** House rules, prompt and the call's data. */
  instructions: string;
  instructionsFrom: InstructionSource;
  tools: readonly CallTool[];
  mcp: readonly McpTool[];
  handover: readonly HandoverTarget[];
  /** Instruction for the summary at the end. */
  summaryPrompt: string;
  notes: readonly BriefingNote[];
}

/** Prepares another agent for a call that goes on; null: it cannot take over. */
export type BriefAgain = (agentId: string) => Promise<Briefing | null>;
