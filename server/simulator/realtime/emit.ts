// Everything that leaves the stand-in as an event: numbered, typed by OpenAI's own package, and untidy on purpose
// (realtime-stand-in §§ 0, 10). It knows no conversation and decides nothing.
import type {
  ConversationItem,
  RealtimeConversationItemAssistantMessage,
  RealtimeMcpToolCall,
  RealtimeResponse,
  RealtimeServerEvent,
  RealtimeSessionCreateRequest,
} from "openai/resources/realtime/realtime";
import { type Random, wholeBetween } from "./random.ts";
import type { SessionConfig } from "./session_config.ts";
import type { Refusal } from "./shape.ts";
import type { TranscriptionConfig } from "./transcription_config.ts";

export type EventType = RealtimeServerEvent["type"];
type Published<T extends EventType> = Extract<RealtimeServerEvent, { type: T }>;

// What the server sends and the types do not know: nulls, `phase`, `id` and `expires_at` of a session.
export interface SessionView extends SessionConfig {
  type: "realtime";
  object: "realtime.session";
  id: string;
  model: string;
  /** Unix seconds. */
  expires_at: number;
}
export interface TranscriptionView extends TranscriptionConfig {
  type: "transcription";
  object: "realtime.transcription_session";
  id: string;
  /** Unix seconds. */
  expires_at: number;
}
export type Phase = "commentary" | "final_answer";
export type McpCallView = RealtimeMcpToolCall;
export type ItemView =
  | ConversationItem
  | (RealtimeConversationItemAssistantMessage & { phase: Phase });
type Nullable<T, K extends keyof T> = Omit<T, K> & { [Key in K]?: T[Key] | null };
export type ResponseView =
  & Omit<
    Nullable<RealtimeResponse, "conversation_id" | "status_details" | "usage">,
    "output" | "status_details"
  >
  & { output: ItemView[]; status_details: StatusDetails | null };
export interface StatusDetails {
  type: "completed" | "cancelled" | "incomplete" | "failed";
  reason?: "turn_detected" | "client_cancelled" | "max_output_tokens" | "content_filter";
  error?: { type: string; code: string | null; message: string };
}

interface Patched {
  "session.created": { session: (SessionView & CheckedConfig) | TranscriptionView };
  "session.updated": { session: (SessionView & CheckedConfig) | TranscriptionView };
  "conversation.item.added": { item: ItemView };
  "conversation.item.done": { item: ItemView };
  "conversation.item.retrieved": { item: ItemView };
  "response.output_item.added": { item: ItemView };
  "response.output_item.done": { item: ItemView };
  "response.created": { response: ResponseView };
  "response.done": { response: ResponseView };
}
type Stamp = "type" | "event_id";
export type EventBody<T extends EventType> = T extends keyof Patched
  ? Omit<Published<T>, keyof Patched[T] | Stamp> & Patched[T]
  : Omit<Published<T>, Stamp>;

/** Fails to compile when a setting here is no longer one of the published ones; nulls apart. */
type WithoutNulls<T> = T extends object ? { [K in keyof T]: WithoutNulls<Exclude<T[K], null>> } : T;
export type CheckedConfig = WithoutNulls<SessionConfig> extends
  Omit<RealtimeSessionCreateRequest, "type" | "prompt" | "tracing"> ? SessionConfig : never;

export interface EmitterOptions {
  /** Puts one text frame on the wire. */
  send: (text: string, type: string) => void;
  random: Random;
  /** Told apart in every id, so that a mix-up of connections shows. */
  connection: number;
  /** Share of events that come with surplus, 0 to 1. */
  untidy: number;
}

export class Emitter {
  #options: EmitterOptions;
  #count = 0;
  #last: { text: string; type: string } | null = null;
  /** 0 to 1, see EmitterOptions. */
  untidy: number;

  constructor(options: EmitterOptions) {
    this.#options = options;
    this.untidy = options.untidy;
  }

  /** A new id such as "resp_3k0000000001", unique among all connections of the stand-in; at most 32 characters. */
  id(prefix: string): string {
    this.#count++;
    const chance = wholeBetween(this.#options.random, [0, 36 ** 5 - 1]).toString(36);
    return `${prefix}_${this.#options.connection}k${this.#count}${chance.padStart(5, "0")}`;
  }

  emit<T extends EventType>(type: T, body: EventBody<T>): void {
    if (type !== "session.created" && type !== "error" && this.#chance(0.05)) {
      this.raw({ type: "session.hint.updated", event_id: this.id("event"), hint: { weight: 1 } });
    }
    const surplus: Record<string, unknown> = {};
    if (type.endsWith(".delta") && this.#chance(0.5)) surplus.obfuscation = this.id("x").slice(2);
    if (this.#chance(0.1)) surplus.trace_hint = { shard: 7, notes: [null] };
    this.raw({ type, event_id: this.id("event"), ...body, ...surplus });
  }

  /** An `error` event; `eventId` is the client's own of what is refused. */
  refuse(refusal: Refusal, eventId: string | null, type = "invalid_request_error"): void {
    const { code, message, param } = refusal;
    this.emit("error", { error: { type, code, message, param, event_id: eventId } });
  }

  /** Any object at all, for events that are wrong on purpose. */
  raw(event: Readonly<Record<string, unknown>>): void {
    this.text(JSON.stringify(event), String(event.type));
  }

  text(text: string, type: string): void {
    this.#last = { text, type };
    this.#options.send(text, type);
  }

  /** The last event once more, with the same id. */
  repeat(): void {
    if (this.#last) this.#options.send(this.#last.text, this.#last.type);
  }

  #chance(share: number): boolean {
    return this.#options.random() < Math.min(1, share * this.untidy);
  }
}
