// The port to what an agent can do besides talking: tools that run on our side. The bridge decides when one
// runs and what the model is told; a tool knows its arguments and nothing of the call's sound.
import type { PhoneTool } from "../telephony/channel.ts";
import type { ToolDefinition } from "../upstream/upstream.ts";

export interface ToolOutcome {
  ok: boolean;
  /** For the model: JSON text of at most 8 KiB; a failure says in words what went wrong and what to do. */
  output: string;
  /** The same for people, redacted by rule; at most 2 KiB. */
  shown: string;
}

/** What a tool may know of the call it is used in. */
export interface ToolContext {
  callId: string;
  conversationId: string;
  signal: AbortSignal;
}

export interface CallTool {
  definition: ToolDefinition;
  /** Only after the caller has said yes. */
  confirm: boolean;
  /** What becomes of the call where it succeeds; absent: it goes on. See PhoneTool. */
  then?: PhoneTool["then"];
  /** The arguments as people may see them: redacted by rule, at most 2 KiB. `args`: as the model wrote them. */
  shownArgs(args: string): string;
  /** Never rejects; bounded in time by itself. `args`: as the model wrote them, perhaps not JSON. */
  run(args: string, context: ToolContext): Promise<ToolOutcome>;
}
