// The output variables that a flow branches on when a call is over: strings only, always all of them
// (audiohook § 9.2; the names are those that flows already use).
import type { Usage } from "../contract/call.ts";
import type { EndWish } from "./end_tools.ts";

/** What another agent was told when it took over. */
export interface HandedOver {
  intent: string;
  confidence: string;
  summary: string;
  urgency: string;
  sentiment: string;
}

/** Longer is cut: a flow's variable holds no novel. */
const SUMMARY_CHARS = 2000;

export function outputVariables(end: {
  reason: string;
  wish: EndWish | null;
  durationMs: number;
  usage: Usage;
  summary: string;
  /** The first and the last hand-over; null: there was none. */
  handover: { first: HandedOver; last: HandedOver } | null;
}): Record<string, string> {
  const { reason, wish, durationMs, usage, handover } = end;
  const escalated = wish?.reason === "agent_escalated";
  const escalationReason = escalated ? wish.words : "";
  return {
    END_REASON: reason,
    CONVERSATION_SUMMARY: end.summary.slice(0, SUMMARY_CHARS).toWellFormed(),
    CONVERSATION_DURATION: (durationMs / 1000).toFixed(1),
    ESCALATION_REQUIRED: String(escalated),
    ESCALATION_REASON: escalationReason,
    COMPLETION_SUMMARY: wish?.reason === "agent_completed" ? wish.words : "",
    Intent: handover?.last.intent ?? "",
    intent_confidence: handover?.last.confidence ?? "",
    customer_summary: handover?.last.summary ?? "",
    urgency: handover?.last.urgency ?? "",
    sentiment: handover?.last.sentiment ?? "",
    original_intent: handover?.first.intent ?? "",
    transfer_reason: escalationReason,
    TOTAL_INPUT_TEXT_TOKENS: String(usage.inputTextTokens),
    TOTAL_INPUT_AUDIO_TOKENS: String(usage.inputAudioTokens),
    TOTAL_INPUT_CACHED_TEXT_TOKENS: String(usage.cachedTextTokens),
    TOTAL_INPUT_CACHED_AUDIO_TOKENS: String(usage.cachedAudioTokens),
    TOTAL_OUTPUT_TEXT_TOKENS: String(usage.outputTextTokens),
    TOTAL_OUTPUT_AUDIO_TOKENS: String(usage.outputAudioTokens),
  };
}
