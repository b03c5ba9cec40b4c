// The tools by which the model controls the call: ending it, waiting, handing over to another agent.
// What they do is in talk_tools.ts and talk_ending.ts.
import type { AgentConfig } from "../contract/agent.ts";
import type { EndReason } from "../contract/call.ts";
import type { HandoverTarget } from "./briefing.ts";
import type { HandedOver } from "./output_variables.ts";
import type { ToolDefinition } from "../upstream/upstream.ts";

const text = (description: string) => ({ type: "string", description });

/** The model says goodbye itself, or leaves it to the author's exact words. */
const GOODBYE = {
  own: "Say a short goodbye in the same turn, before calling this.",
  exact: "Say no goodbye yourself: the farewell is spoken for you when you call this.",
};
const PUTTING_THROUGH = {
  own: "Say in the same turn that you are putting the caller through.",
  exact: "Do not announce it yourself: the words for it are spoken for you when you call this.",
};

function tool(
  name: string,
  description: string,
  properties: Readonly<Record<string, unknown>>,
  required = Object.keys(properties),
): ToolDefinition {
  return {
    name,
    description,
    parameters: { type: "object", properties, required, additionalProperties: false },
  };
}

export const WAIT_TOOL = "wait_for_user";
export const ROUTE_TOOL = "route_to_agent";

/** The tools that every agent has; `handover`: the agents it may hand over to. */
export function controlTools(
  { farewell }: Pick<AgentConfig, "farewell">,
  handover: readonly HandoverTarget[],
): ToolDefinition[] {
  const kind = (exact: string) => exact.trim() === "" ? "own" : "exact";
  return [
    tool(
      "end_conversation_successfully",
      "Ends the call once the caller's matter is settled and the caller has said goodbye. " +
        GOODBYE[kind(farewell.success)],
      { summary: text("What the caller wanted and what was settled, in one or two sentences.") },
    ),
    tool(
      "end_conversation_with_escalation",
      "Hands the call on to a person when the caller asks for one or the matter is beyond you. " +
        PUTTING_THROUGH[kind(farewell.escalation)],
      { reason: text("Why a person is needed, in one or two sentences.") },
    ),
    tool(
      WAIT_TOOL,
      "Says nothing and goes on listening. Call it, without a word, when what you heard was noise, music, " +
        "silence, or somebody talking to somebody else in the room.",
      {},
    ),
    ...handover.length === 0 ? [] : [routeTool(handover)],
  ];
}

function routeTool(handover: readonly HandoverTarget[]): ToolDefinition {
  const who = handover.map(({ id, name, when }) => `- ${id} (${name}): ${when}`).join("\n");
  return tool(
    ROUTE_TOOL,
    "Hands the conversation over to a colleague, who goes on with the caller on the same line. Call it as soon " +
      `as you know who is right; announce nothing.\n${who}`,
    {
      agent: { type: "string", enum: handover.map(({ id }) => id) },
      intent: text("What the caller wants, in a few words, such as billing_invoice."),
      summary: text("What the colleague must know, in one or two sentences."),
      urgency: { type: "string", enum: ["low", "normal", "high"] },
      sentiment: { type: "string", enum: ["negative", "neutral", "positive"] },
      confidence: { type: "number", description: "How sure you are of the intent, 0 to 1." },
    },
    ["agent", "intent", "summary", "urgency", "sentiment"],
  );
}

/** Reads a hand-over; an error says in words for the model what is wrong. */
export function readHandover(
  args: string,
  handover: readonly HandoverTarget[],
): { agentId: string; told: HandedOver } | { error: string } {
  const agentId = argument(args, "agent");
  if (!handover.some(({ id }) => id === agentId)) {
    const known = handover.map(({ id }) => id).join(", ");
    return { error: `There is no such colleague. Choose one of: ${known || "nobody"}.` };
  }
  const intent = argument(args, "intent");
  if (intent === "") return { error: "The intent is missing: say what the caller wants." };
  return {
    agentId,
    told: {
      intent,
      confidence: argument(args, "confidence"),
      summary: argument(args, "summary"),
      urgency: argument(args, "urgency"),
      sentiment: argument(args, "sentiment"),
    },
  };
}

/** Ends that are spoken: the agent says goodbye, then the phone system is told. */
export type FarewellReason = Extract<
  EndReason,
  | "agent_completed"
  | "agent_escalated"
  | "no_input"
  | "too_long"
  | "caller_is_machine"
  | "supervisor_ended"
>;

/** How a call is to end. */
export interface EndWish {
  reason: FarewellReason;
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
    if (typeof value === "number") return String(value);
    return typeof value === "string" ? value.slice(0, WORDS_CHARS).toWellFormed() : "";
  } catch {
    return "";
  }
}
