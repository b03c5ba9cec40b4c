// Encoders of the client events we send (openai-realtime § 7): values in, text for the socket out. Pure.
// The names of the retired beta interface appear nowhere.
import type { SeedItem } from "./upstream.ts";

/** Enough for a summary and the thoughts before it; the session's own limit may be one sentence. */
const ANSWER_TOKENS = 1500;

/** A mu-law frame; concatenation, so that the text is the only allocation besides its base64. */
export function appendEvent(audio: Uint8Array): string {
  return '{"type":"input_audio_buffer.append","audio":"' + audio.toBase64() + '"}';
}

export function updateEvent(eventId: string, session: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ event_id: eventId, type: "session.update", session });
}

/** `wishId` comes back in response.created and tells ours from one that the caller's turn brought. */
export function createEvent(
  eventId: string,
  { wishId, instructions, tools }: { wishId?: string; instructions?: string; tools?: "none" },
): string {
  const response = {
    ...(instructions === undefined ? {} : { instructions }),
    ...(tools === undefined ? {} : { tool_choice: tools }),
    ...(wishId === undefined ? {} : { metadata: { wish: wishId } }),
  };
  const body = Object.keys(response).length === 0 ? {} : { response };
  return JSON.stringify({ event_id: eventId, type: "response.create", ...body });
}

/** Beside the conversation and in writing (§ 12.3); `number` comes back in its response. */
export function askEvent(
  eventId: string,
  { number, purpose, instructions }: { number: number; purpose: string; instructions: string },
): string {
  const response = {
    conversation: "none",
    output_modalities: ["text"],
    instructions,
    tools: [],
    tool_choice: "none",
    max_output_tokens: ANSWER_TOKENS,
    metadata: { ask: String(number), purpose: purpose.slice(0, 64) },
  };
  return JSON.stringify({ event_id: eventId, type: "response.create", response });
}

export function cancelEvent(eventId: string, responseId: string): string {
  return JSON.stringify({ event_id: eventId, type: "response.cancel", response_id: responseId });
}

export function truncateEvent(eventId: string, itemId: string, audioEndMs: number): string {
  return JSON.stringify({
    event_id: eventId,
    type: "conversation.item.truncate",
    item_id: itemId,
    content_index: 0,
    audio_end_ms: audioEndMs,
  });
}

export function deleteEvent(eventId: string, itemId: string): string {
  return JSON.stringify({ event_id: eventId, type: "conversation.item.delete", item_id: itemId });
}

const ROLES = {
  system: { role: "system", content: "input_text" },
  caller: { role: "user", content: "input_text" },
  agent: { role: "assistant", content: "output_text" },
} as const;

/** A message of somebody as text (§ 6); audio of the agent cannot be put in. */
export function messageEvent(eventId: string, { role, text }: SeedItem): string {
  return JSON.stringify({
    event_id: eventId,
    type: "conversation.item.create",
    item: {
      type: "message",
      role: ROLES[role].role,
      content: [{ type: ROLES[role].content, text }],
    },
  });
}

export function toolOutputEvent(eventId: string, callId: string, output: string): string {
  return JSON.stringify({
    event_id: eventId,
    type: "conversation.item.create",
    item: { type: "function_call_output", call_id: callId, output },
  });
}

export function approvalEvent(eventId: string, approvalId: string, approve: boolean): string {
  return JSON.stringify({
    event_id: eventId,
    type: "conversation.item.create",
    item: { type: "mcp_approval_response", approval_request_id: approvalId, approve },
  });
}
