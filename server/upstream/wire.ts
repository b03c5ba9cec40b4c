// The server events we act on, and nothing else of them (openai-realtime § 8). Pure.
// Unknown events and fields are never an error; a known event in an odd shape is told apart so that it can be counted.
import { z } from "zod";

const id = z.string().min(1).max(512);
const text = z.string();
const maybeText = z.string().nullish().catch(null);
const maybeTexts = z.array(text).nullish().catch(null);
const maybeMs = z.number().nonnegative().nullish().catch(null);

const format = z.object({ type: maybeText }).nullish().catch(null);
const session = z.object({
  id: maybeText,
  model: maybeText,
  /** Unix seconds. */
  expires_at: z.number().nullish().catch(null),
  audio: z.object({
    input: z.object({
      format,
      // What is found here matters to transcription sessions only.
      transcription: z.object({ model: maybeText, language: maybeText, languages: maybeTexts })
        .nullish().catch(null),
      turn_detection: z.object({ type: maybeText }).nullish().catch(undefined),
    }).nullish().catch(null),
    output: z.object({
      format,
      voice: z.union([z.string(), z.object({ id: z.string() })]).nullish().catch(null),
    }).nullish().catch(null),
  }).nullish().catch(null),
});
const error = z.object({
  type: maybeText,
  code: maybeText,
  message: maybeText,
  param: maybeText,
  event_id: maybeText,
});
const ofItem = { response_id: id, item_id: id };
/** An item with what we need of any kind of it. */
const item = z.object({
  id: maybeText,
  type: maybeText,
  status: maybeText,
  call_id: maybeText,
  name: maybeText,
  arguments: maybeText,
  server_label: maybeText,
  output: maybeText,
  error: z.object({ message: maybeText }).nullish().catch(null),
});

const logprobs = z.array(z.object({ logprob: z.number() })).nullish().catch(null);

const SCHEMAS = {
  "session.created": z.object({ type: z.literal("session.created"), session }),
  "session.updated": z.object({ type: z.literal("session.updated"), session }),
  "error": z.object({ type: z.literal("error"), error }),
  "input_audio_buffer.speech_started": z.object({
    type: z.literal("input_audio_buffer.speech_started"),
    item_id: id,
    audio_start_ms: maybeMs,
  }),
  "input_audio_buffer.speech_stopped": z.object({
    type: z.literal("input_audio_buffer.speech_stopped"),
    item_id: id,
    audio_end_ms: maybeMs,
  }),
  "input_audio_buffer.committed": z.object({
    type: z.literal("input_audio_buffer.committed"),
    item_id: id,
    previous_item_id: maybeText,
  }),
  "conversation.item.input_audio_transcription.delta": z.object({
    type: z.literal("conversation.item.input_audio_transcription.delta"),
    item_id: id,
    delta: text,
    logprobs,
  }),
  "conversation.item.input_audio_transcription.completed": z.object({
    type: z.literal("conversation.item.input_audio_transcription.completed"),
    item_id: id,
    transcript: text,
    logprobs,
    languages: z.array(z.union([text, z.object({ code: text })])).nullish().catch(null),
    usage: z.object({ seconds: z.number().nonnegative().nullish().catch(null) })
      .nullish().catch(null),
  }),
  "conversation.item.input_audio_transcription.failed": z.object({
    type: z.literal("conversation.item.input_audio_transcription.failed"),
    item_id: id,
    error: z.object({ code: maybeText, type: maybeText }).nullish().catch(null),
  }),
  "response.created": z.object({
    type: z.literal("response.created"),
    response: z.object({
      id,
      metadata: z.object({ wish: maybeText, ask: maybeText }).nullish().catch(null),
      output_modalities: z.array(text).nullish().catch(null),
    }),
  }),
  "response.output_item.added": z.object({
    type: z.literal("response.output_item.added"),
    response_id: id,
    item: item.extend({ id }),
  }),
  "response.output_item.done": z.object({
    type: z.literal("response.output_item.done"),
    response_id: id,
    item,
  }),
  "response.output_audio.delta": z.object({
    type: z.literal("response.output_audio.delta"),
    ...ofItem,
    delta: text,
  }),
  "response.output_audio.done": z.object({
    type: z.literal("response.output_audio.done"),
    ...ofItem,
  }),
  "response.output_audio_transcript.delta": z.object({
    type: z.literal("response.output_audio_transcript.delta"),
    ...ofItem,
    delta: text,
  }),
  "response.output_audio_transcript.done": z.object({
    type: z.literal("response.output_audio_transcript.done"),
    ...ofItem,
    transcript: text,
  }),
  "response.output_text.delta": z.object({
    type: z.literal("response.output_text.delta"),
    response_id: id,
  }),
  "response.output_text.done": z.object({
    type: z.literal("response.output_text.done"),
    response_id: id,
    text,
  }),
  "response.function_call_arguments.delta": z.object({
    type: z.literal("response.function_call_arguments.delta"),
    response_id: id,
  }),
  "response.mcp_call_arguments.delta": z.object({
    type: z.literal("response.mcp_call_arguments.delta"),
    response_id: id,
  }),
  "response.mcp_call_arguments.done": z.object({
    type: z.literal("response.mcp_call_arguments.done"),
    item_id: id,
    arguments: text,
  }),
  "response.mcp_call.in_progress": z.object({
    type: z.literal("response.mcp_call.in_progress"),
    item_id: id,
  }),
  "response.mcp_call.completed": z.object({
    type: z.literal("response.mcp_call.completed"),
    item_id: id,
  }),
  "response.mcp_call.failed": z.object({
    type: z.literal("response.mcp_call.failed"),
    item_id: id,
  }),
  "mcp_list_tools.failed": z.object({ type: z.literal("mcp_list_tools.failed"), item_id: id }),
  // Of these two only the items of remote servers are read.
  "conversation.item.added": z.object({ type: z.literal("conversation.item.added"), item }),
  "conversation.item.done": z.object({ type: z.literal("conversation.item.done"), item }),
  "response.done": z.object({
    type: z.literal("response.done"),
    response: z.object({
      id,
      status: maybeText,
      status_details: z.object({
        reason: maybeText,
        error: z.object({ type: maybeText, code: maybeText, message: maybeText })
          .nullish().catch(null),
      }).nullish().catch(null),
      usage: z.unknown().optional(),
      metadata: z.object({ ask: maybeText }).nullish().catch(null),
      output: z.array(z.object({
        content: z.array(z.object({ text: maybeText, transcript: maybeText })).nullish()
          .catch(null),
      })).nullish().catch(null),
    }),
  }),
  "rate_limits.updated": z.object({
    type: z.literal("rate_limits.updated"),
    rate_limits: z.array(z.object({
      name: maybeText,
      limit: z.number(),
      remaining: z.number(),
      reset_seconds: z.number().nonnegative().nullish().catch(null),
    })),
  }),
} as const;

type KnownType = keyof typeof SCHEMAS;
export type ServerEvent = { [T in KnownType]: z.infer<typeof SCHEMAS[T]> }[KnownType];
export type WireSession = z.infer<typeof session>;
export type WireError = z.infer<typeof error>;
export type WireItem = z.infer<typeof item>;

/** Names of the retired beta interface for the same shapes, in case a gateway still speaks them (O-20). */
const OLD_NAMES: Readonly<Record<string, KnownType>> = {
  "response.audio.delta": "response.output_audio.delta",
  "response.audio.done": "response.output_audio.done",
  "response.audio_transcript.delta": "response.output_audio_transcript.delta",
  "response.audio_transcript.done": "response.output_audio_transcript.done",
  "response.text.delta": "response.output_text.delta",
};

/** Events that say nothing we do not learn from another one. */
const UNNEEDED: ReadonlySet<string> = new Set([
  "conversation.created",
  "conversation.item.created",
  "conversation.item.truncated",
  "conversation.item.deleted",
  "conversation.item.retrieved",
  "input_audio_buffer.cleared",
  "input_audio_buffer.timeout_triggered",
  "response.content_part.added",
  "response.content_part.done",
  "response.function_call_arguments.done",
  "mcp_list_tools.in_progress",
  "mcp_list_tools.completed",
]);

/** Why an event was passed over. */
export type Skip = "malformed" | "odd" | "unknown" | "unneeded";

/** Reads one text frame. Never throws. `name` is the event's type as far as it has a printable one. */
export function readEvent(
  frame: string,
): { event: ServerEvent } | { skip: Skip; name: string } {
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return { skip: "malformed", name: "" };
  }
  if (typeof value !== "object" || value === null || !("type" in value)) {
    return { skip: "malformed", name: "" };
  }
  if (value.type === AUDIO_DELTA) {
    // The one frequent event is checked by hand: a schema would cost more than its base64.
    const delta = readDelta(value);
    return delta ? { event: delta } : { skip: "odd", name: AUDIO_DELTA };
  }
  if (typeof value.type !== "string") return { skip: "malformed", name: "" };
  const type = Object.hasOwn(OLD_NAMES, value.type) ? OLD_NAMES[value.type]! : value.type;
  const name = /^[\w.]{1,80}$/.test(type) ? type : "(unprintable)";
  if (UNNEEDED.has(type) || isPlainItem(type, value)) return { skip: "unneeded", name };
  if (!isKnown(type)) return { skip: "unknown", name };
  const read = SCHEMAS[type].safeParse(type === value.type ? value : { ...value, type });
  return read.success ? { event: read.data } : { skip: "odd", name };
}

const AUDIO_DELTA = "response.output_audio.delta";
type AudioDelta = Extract<ServerEvent, { type: typeof AUDIO_DELTA }>;

function readDelta(value: object): AudioDelta | null {
  const { response_id, item_id, delta } = value as Record<string, unknown>;
  if (typeof response_id !== "string" || typeof item_id !== "string") return null;
  return typeof delta === "string" ? { type: AUDIO_DELTA, response_id, item_id, delta } : null;
}

/** Mu-law of a delta, or null where it is not base64. */
export function readAudio(delta: string): Uint8Array | null {
  try {
    return Uint8Array.fromBase64(delta);
  } catch {
    return null;
  }
}

/** An item of the conversation that other events tell all about. */
function isPlainItem(type: string, value: object): boolean {
  if (type !== "conversation.item.added" && type !== "conversation.item.done") return false;
  const item = "item" in value ? value.item : null;
  const kind = typeof item === "object" && item !== null && "type" in item ? item.type : "";
  return typeof kind !== "string" || !kind.startsWith("mcp_");
}

function isKnown(type: string): type is KnownType {
  return Object.hasOwn(SCHEMAS, type);
}
