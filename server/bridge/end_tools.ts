// The tools by which the model ends a call, and the output variables that a flow branches on.
import type { Usage } from "../contract/call.ts";
import type { ToolDefinition } from "../upstream/upstream.ts";

const text = (description: string) => ({ type: "string", description });

export const END_TOOLS: readonly ToolDefinition[] = [
  {
    name: "end_conversation_successfully",
    description:
      "Ends the call once the caller's matter is settled and goodbye was said. Say a short goodbye in the same turn, before calling this.",
    parameters: {
      type: "object",
      properties: {
        summary: text("What the caller wanted and what was settled, in one or two sentences."),
      },
      required: ["summary"],
      additionalProperties: false,
    },
  },
  {
    name: "end_conversation_with_escalation",
    description:
      "Hands the call on to a person when the caller asks for one or the matter is beyond you. Say in the same turn that you are putting the caller through.",
    parameters: {
      type: "object",
      properties: { reason: text("Why a person is needed, in one or two sentences.") },
      required: ["reason"],
      additionalProperties: false,
    },
  },
];

/** How the model wants the call to end. */
export interface EndWish {
  reason: "agent_completed" | "agent_escalated";
  /** The model's summary or reason. */
  words: string;
}

/** Reads a call of one of the tools; null: another tool. Arguments that are not as asked for still end the call. */
export function readEndWish(name: string, args: string): EndWish | null {
  if (name === "end_conversation_successfully") {
    return { reason: "agent_completed", words: argument(args, "summary") };
  }
  if (name === "end_conversation_with_escalation") {
    return { reason: "agent_escalated", words: argument(args, "reason") };
  }
  return null;
}

const WORDS_CHARS = 1000;

function argument(args: string, name: string): string {
  try {
    const value = (JSON.parse(args) as Record<string, unknown>)[name];
    return typeof value === "string" ? value.slice(0, WORDS_CHARS).toWellFormed() : "";
  } catch {
    return "";
  }
}

/** Output variables: strings only, always all of them (audiohook § 9.2). */
export function outputVariables(end: {
  reason: string;
  wish: EndWish | null;
  durationMs: number;
  usage: Usage;
}): Record<string, string> {
  const { reason, wish, durationMs, usage } = end;
  const escalated = wish?.reason === "agent_escalated";
  return {
    END_REASON: reason,
    ESCALATION_REQUIRED: String(escalated),
    ESCALATION_REASON: escalated ? wish.words : "",
    COMPLETION_SUMMARY: wish && !escalated ? wish.words : "",
    CONVERSATION_DURATION: (durationMs / 1000).toFixed(1),
    TOTAL_INPUT_TEXT_TOKENS: String(usage.inputTextTokens),
    TOTAL_INPUT_AUDIO_TOKENS: String(usage.inputAudioTokens),
    TOTAL_INPUT_CACHED_TEXT_TOKENS: String(usage.cachedTextTokens),
    TOTAL_INPUT_CACHED_AUDIO_TOKENS: String(usage.cachedAudioTokens),
    TOTAL_OUTPUT_TEXT_TOKENS: String(usage.outputTextTokens),
    TOTAL_OUTPUT_AUDIO_TOKENS: String(usage.outputAudioTokens),
  };
}
