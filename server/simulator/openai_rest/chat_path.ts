// /v1/chat/completions of the stand-in: strict about what is asked, answers in words as they would come.
import {
  anything,
  type Fields,
  fields,
  flag,
  list,
  nullable,
  number,
  oneOf,
  type Refusal,
  refuse,
  tagged,
  text,
} from "../realtime/shape.ts";
import type { Piece, RestAnswer } from "./rest_answer.ts";
import type { ChatReply, RestTiming } from "./rest_scenario.ts";

const MAX_CHARS = 1_000_000;
const content = text({ max: MAX_CHARS });
const call = fields({
  id: text({ max: 64 }),
  type: oneOf("function"),
  function: fields({ name: text({ pattern: /^[\w-]{1,64}$/ }), arguments: content }, [
    "name",
    "arguments",
  ]),
}, ["id", "type", "function"]);
const plain = fields({ role: anything, content, name: text() }, ["content"]);
const message = tagged("role", {
  system: plain,
  developer: plain,
  user: plain,
  assistant: fields({ role: anything, content: nullable(content), tool_calls: list(call) }),
  tool: fields({ role: anything, content, tool_call_id: text() }, ["content", "tool_call_id"]),
});
const tool = fields({
  type: oneOf("function"),
  function: fields({
    name: text({ pattern: /^[\w-]{1,64}$/ }),
    description: text({ max: 1024 }),
    parameters: anything,
    strict: flag,
  }, ["name"]),
}, ["type", "function"]);
const body = fields({
  model: text(),
  messages: list(message),
  tools: list(tool, { max: 128 }),
  tool_choice: anything,
  stream: flag,
  stream_options: fields({ include_usage: flag }),
  max_completion_tokens: number(1, 1_000_000, { whole: true }),
  temperature: number(0, 2),
  safety_identifier: text({ max: 64 }),
  response_format: anything,
  reasoning_effort: oneOf("none", "minimal", "low", "medium", "high", "xhigh"),
}, ["model", "messages"]);

export interface ChatBody {
  model: string;
  messages: readonly ChatLine[];
  tools: readonly string[];
  stream: boolean;
  includeUsage: boolean;
}

export interface ChatLine {
  role: string;
  content: string;
}

export function readChat(value: unknown): { body: ChatBody } | { refusal: Refusal } {
  const refusal = body(value, "") ?? unpaired(value as Fields);
  if (refusal) return { refusal };
  // The rules above have looked at every field.
  const given = value as {
    model: string;
    messages: { role: string; content?: string | null }[];
    tools?: { function: { name: string } }[];
    tool_choice?: unknown;
    stream?: boolean;
    stream_options?: { include_usage?: boolean };
  };
  return {
    body: {
      model: given.model,
      messages: given.messages.map((one) => ({ role: one.role, content: one.content ?? "" })),
      tools: given.tool_choice === "none"
        ? []
        : (given.tools ?? []).map((one) => one.function.name),
      stream: given.stream ?? false,
      includeUsage: given.stream_options?.include_usage ?? false,
    },
  };
}

/** Each call is followed by its outputs, and each output follows its call. */
function unpaired(value: Fields): Refusal | null {
  const messages = value.messages as { role: string; tool_calls?: { id: string }[] }[];
  if (messages.length === 0) {
    return refuse("invalid_value", "Invalid 'messages': empty array.", "messages");
  }
  if (value.stream_options !== undefined && value.stream !== true) {
    return refuse("invalid_value", "'stream_options' needs 'stream'.", "stream_options");
  }
  let open = new Set<string>();
  for (const [i, one] of messages.entries()) {
    const at = `messages[${i}]`;
    if (one.role === "tool") {
      const { tool_call_id: id } = one as unknown as { tool_call_id: string };
      if (open.delete(id)) continue;
      return refuse("invalid_value", `'${at}': no preceding call has the id '${id}'.`, at);
    }
    if (open.size > 0) break;
    open = new Set((one.tool_calls ?? []).map(({ id }) => id));
  }
  return open.size === 0 ? null : refuse(
    "invalid_value",
    `An assistant message with 'tool_calls' must be followed by tool messages; missing: ${
      [...open].join(", ")
    }.`,
    "messages",
  );
}

export function chatAnswer(
  { model, messages, stream, includeUsage }: ChatBody,
  reply: ChatReply,
  { number, timing }: { number: number; timing: RestTiming },
): RestAnswer {
  const calls = (reply.calls ?? []).map(({ name, args, id }, i) => ({
    id: id ?? `call_${number}_${i + 1}`,
    type: "function",
    function: { name, arguments: args },
  }));
  const finish = reply.finish ?? (calls.length > 0 ? "tool_calls" : "stop");
  const words = reply.text ?? "";
  const prompt = messages.reduce((sum, { content }) => sum + tokens(content), 0);
  const completion = tokens(words) +
    calls.reduce((sum, one) => sum + tokens(one.function.arguments), 0);
  const usage = {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
  const head = { id: `chatcmpl-${number}`, created: 1_800_000_000, model, service_tier: "default" };
  if (!stream) {
    const answer = { role: "assistant", content: words || null, refusal: null };
    const message = calls.length > 0 ? { ...answer, tool_calls: calls } : answer;
    const choices = [{ index: 0, message, logprobs: null, finish_reason: finish }];
    const value = { ...head, object: "chat.completion", choices, usage };
    return { type: "json", afterMs: timing.chatFirstMs, value };
  }
  const part = (delta: unknown, finishReason: string | null = null) => ({
    ...head,
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
    ...(includeUsage && { usage: null }),
  });
  const parts: unknown[] = [
    part({ role: "assistant", content: "", refusal: null }),
    ...(words.match(/\s*\S+/g) ?? []).map((content) => part({ content })),
    ...calls.flatMap((one, index) => callParts(one, index).map((delta) => part(delta))),
    part({}, finish),
    ...(includeUsage ? [{ ...head, object: "chat.completion.chunk", choices: [], usage }] : []),
    "[DONE]",
  ];
  const pieces = parts.map((one): Piece => ({
    afterMs: timing.chatWordMs,
    bytes: encoded(one === "[DONE]" ? "data: [DONE]\n\n" : `data: ${JSON.stringify(one)}\n\n`),
  }));
  return { type: "pieces", afterMs: timing.chatFirstMs, contentType: "text/event-stream", pieces };
}

/** The name first, then the arguments in two halves. */
function callParts(
  { id, type, function: { name, arguments: args } }: {
    id: string;
    type: string;
    function: { name: string; arguments: string };
  },
  index: number,
): unknown[] {
  const half = Math.ceil(args.length / 2);
  return [
    { tool_calls: [{ index, id, type, function: { name, arguments: "" } }] },
    { tool_calls: [{ index, function: { arguments: args.slice(0, half) } }] },
    { tool_calls: [{ index, function: { arguments: args.slice(half) } }] },
  ];
}

function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}

function encoded(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
