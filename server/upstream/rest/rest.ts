// The port to the provider's REST endpoints: one question, one answer, expected outcomes as values.
// Types only; nothing of a call is known here. What sends is create_rest.ts.
import type { Usage } from "../../contract/call.ts";
import type { ToolDefinition, UpstreamFailure } from "../upstream.ts";

export interface Failed {
  ok: false;
  /** Without the key and without what was said. An aborted request is `E_UP_LOST`. */
  failure: UpstreamFailure;
}

export interface ToolCall {
  id: string;
  name: string;
  /** As the model wrote them, perhaps not JSON. */
  args: string;
}

export type ChatMessage =
  | { role: "system" | "user"; content: string }
  | { role: "assistant"; content: string; toolCalls?: readonly ToolCall[] }
  | { role: "tool"; toolCallId: string; content: string };

export interface ChatRequest {
  model: string;
  messages: readonly ChatMessage[];
  tools?: readonly ToolDefinition[];
  /** "none": the tools are shown but must not be called. */
  toolChoice?: "none";
  maxTokens?: number;
  /** Stable hash of the caller, never the number itself. */
  safetyIdentifier?: string;
  /** For the whole answer; 30 s unless told otherwise. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

export type ChatAnswer =
  | {
    ok: true;
    text: string;
    toolCalls: readonly ToolCall[];
    /** "length" and "content_filter": the text is cut off. */
    finish: "stop" | "length" | "content_filter";
    usage: Usage;
  }
  | Failed;

export type ModerationAnswer = { ok: true; flagged: boolean; categories: string[] } | Failed;
export type TranscriptAnswer =
  | {
    ok: true;
    text: string;
    /** Of each token, where they were asked for and the model has them. */
    logprobs?: readonly number[];
    /** Codes of what was heard, where the model tells; none: it could not say. */
    languages?: readonly string[];
  }
  | Failed;

export interface TranscribeOptions {
  model: string;
  /** ISO 639-1, "" to detect it. */
  language?: string;
  /** Several that it may be. Not every model takes them, nor what follows. */
  languages?: readonly string[];
  keywords?: readonly string[];
  logprobs?: boolean;
  signal?: AbortSignal;
}

export interface Rest {
  chat(request: ChatRequest): Promise<ChatAnswer>;
  /** The same, with the words as they come. */
  chatStream(request: ChatRequest, onText: (delta: string) => void): Promise<ChatAnswer>;
  moderate(
    text: string,
    options: { model: string; signal?: AbortSignal },
  ): Promise<ModerationAnswer>;
  /** `wav`: PCM 16 bit, as audio/wav.ts writes it. */
  transcribe(wav: Uint8Array<ArrayBuffer>, options: TranscribeOptions): Promise<TranscriptAnswer>;
  /** Mono samples at 24 kHz, in pieces of any length, as they come. */
  speak(
    text: string,
    options: { model: string; voice: string; signal?: AbortSignal },
    onAudio: (pcm: Int16Array) => void,
  ): Promise<{ ok: true } | Failed>;
}

/** What `speak` gives. */
export const SPEECH_RATE_HZ = 24_000;
