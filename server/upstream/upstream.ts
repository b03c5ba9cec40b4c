// The port to the realtime speech model: one session of one call.
// The bridge sees only this; wire names of the Realtime API stay inside this folder.
import type { AgentConfig } from "../contract/agent.ts";
import type { ResponseCause, Usage } from "../contract/call.ts";

/** Everything a session is told before any audio flows. */
export interface SessionSettings {
  instructions: string;
  config: AgentConfig;
  tools: readonly ToolDefinition[];
  /** Remote servers that the provider calls by itself. */
  mcp: readonly McpTool[];
  /** A fresh session that goes on with a call: what was said, oldest first; of the agent only what was heard. */
  seed: readonly SeedItem[];
}

export interface ToolDefinition {
  name: string;
  description: string;
  /** JSON Schema of the arguments. */
  parameters: Readonly<Record<string, unknown>>;
}

/** A remote MCP server as the provider takes it (openai-realtime § 12.4). */
export interface McpTool {
  label: string;
  url: string;
  description: string;
  /** Empty: all. */
  allowedTools: readonly string[];
  /** "always": each call asks with `approval_asked` first. */
  approval: "never" | "always";
  /** Value of the authorization; "": none. Never logged. */
  authorization: string;
  headers: Readonly<Record<string, string>>;
}

export type SeedItem = { role: "system" | "caller" | "agent"; text: string };

/** Where the model is and how to be let in. */
export interface UpstreamTarget {
  /** http(s) or ws(s) base such as "https://api.openai.com/v1"; "/realtime" is appended. */
  baseUrl: string;
  apiKey: string;
  /** "bearer": Authorization header; "api-key": Azure's header. */
  keyHeader: "bearer" | "api-key";
}

/** A failure in one closed set, whether it came as HTTP status, error event or close code. */
export interface UpstreamFailure {
  code:
    | "E_UP_DNS"
    | "E_UP_CONNECT"
    | "E_UP_TLS"
    | "E_UP_TIMEOUT"
    | "E_UP_AUTH"
    | "E_UP_MODEL"
    | "E_UP_LIMIT"
    | "E_UP_QUOTA"
    | "E_UP_5XX"
    | "E_UP_CONFIG"
    | "E_UP_FORMAT"
    | "E_UP_EXPIRED"
    | "E_UP_LOST"
    | "E_UP_ERROR";
  /** For logs and the console; the key is removed from it. */
  detail: string;
  /** Whether a new attempt can succeed. */
  retry: boolean;
  /** From Retry-After, where it was given. */
  retryAfterMs?: number;
}

export type { ResponseCause };

/** What a session tells. Audio is mu-law at 8 kHz. */
export type UpstreamEvent =
  /** Configured, formats checked, seeded: audio may flow. The first event, unless `lost` is. */
  | { type: "ready"; sessionId: string; model: string; voice: string; expiresAtMs: number }
  /** Milliseconds on the clock of appended audio. */
  | { type: "speech_started"; itemId: string; audioStartMs: number }
  | { type: "speech_stopped"; itemId: string; audioEndMs: number }
  /** With `turnTaking.bargeInMs` nothing answers the turn by itself: whoever holds the call asks with `respond`. */
  | { type: "committed"; itemId: string; previousItemId: string | null }
  | { type: "caller_delta"; itemId: string; delta: string }
  | { type: "caller_text"; itemId: string; text: string }
  | { type: "caller_text_failed"; itemId: string; code: string }
  | { type: "response_started"; responseId: string; cause: ResponseCause }
  | { type: "audio"; responseId: string; itemId: string; audio: Uint8Array }
  | { type: "audio_done"; responseId: string; itemId: string }
  | { type: "agent_delta"; responseId: string; itemId: string; delta: string }
  | { type: "agent_text"; responseId: string; itemId: string; text: string }
  /** Complete and whole, at most once per toolCallId. `args` is what the model wrote, perhaps not JSON. */
  | { type: "tool_call"; responseId: string; toolCallId: string; name: string; args: string }
  | {
    type: "response_done";
    responseId: string;
    status: "completed" | "cancelled" | "incomplete" | "failed";
    /** Short code or "": "turn_detected", "max_output_tokens", "rate_limit_exceeded", … */
    detail: string;
    /** Of a failed one: how it is classified. */
    failure?: UpstreamFailure;
    /** The session asks for it once more by itself, or the caller's next turn does. */
    again: boolean;
    usage: Usage;
  }
  /**
   * The provider calls a tool of a remote server; it is told so that people see it. Each phase once; a call may
   * outlast its response. One without an end within 30 s, or before `lost`, has failed. Once it has ended the
   * session asks for the answer by itself (cause "tool"): where that follows at once, `response_done` says `again`.
   */
  | {
    type: "mcp_call";
    phase: "started" | "completed" | "failed";
    toolCallId: string;
    server: string;
    name: string;
    args: string;
    output: string;
  }
  /** A tool of a remote server must be allowed first: answer with `approve`. */
  | { type: "approval_asked"; approvalId: string; server: string; name: string; args: string }
  /** The answer to `ask`; `text` is "" and `ok` false where there is none. */
  | { type: "answer"; purpose: string; text: string; ok: boolean; usage: Usage }
  /** Something was refused or ignored that does not end the session. */
  | { type: "note"; code: string; detail: string }
  /** The session is gone, or never came to be. Exactly once, the last event. */
  | { type: "lost"; failure: UpstreamFailure };

export interface Upstream {
  /** Sends caller audio at once. Ignored before `ready` and after `lost`. */
  append(audio: Uint8Array): void;
  /** Bytes that the socket has not taken yet. */
  readonly unsentBytes: number;
  /**
   * Asks for a response. One at a time: while one is active the wish waits and is sent at its end,
   * and a response that the caller's turn brings meanwhile satisfies it (unless `must`).
   */
  respond(
    wish: { cause: ResponseCause; instructions?: string; tools?: "none"; must?: boolean },
  ): void;
  /** Cancels the active response and drops waiting wishes. Nothing happens where none is active. */
  cancel(): void;
  /** Tells the model how much of an item was heard. Clamped to what was received; a refusal is only noted. */
  truncate(itemId: string, heardMs: number): void;
  /**
   * Removes an item that was generated but never began to be heard, or one of the caller's that was no speech:
   * that one goes as soon as it is committed, and nothing more is told of its words.
   */
  forget(itemId: string): void;
  /** Adds a fact, for instance digits, without asking for a response. */
  tell(text: string): void;
  toolResult(toolCallId: string, output: string): void;
  /** Answers `approval_asked`. The agent's answer follows by itself: after the call, or at once after a no. */
  approve(approvalId: string, approve: boolean): void;
  /**
   * Asks in writing, out of the conversation and never in the way of sound (§ 12.3): the whole conversation is
   * its context, nothing is added to it. The answer comes as `answer`, once, within `withinMs` or empty; where
   * the session ends first, before `lost` or before `close` returns.
   */
  ask(question: { purpose: string; instructions: string; withinMs: number }): void;
  /**
   * Another agent takes over: new instructions and tools; the voice, the model and the formats stay. Notes:
   * "reconfigure_refused" where the old ones stay, "reconfigure_unconfirmed" where no echo came within 3 s.
   */
  reconfigure(settings: Pick<SessionSettings, "instructions" | "tools" | "mcp">): void;
  /** Ends the session for good. No event follows. Idempotent. */
  close(): void;
}

/** Opens a session. Never throws: failure arrives as `lost`. */
export type OpenUpstream = (
  settings: SessionSettings,
  /** Stable hash of the caller, never the number itself. */
  safetyIdentifier: string,
  listener: (event: UpstreamEvent) => void,
) => Upstream;
