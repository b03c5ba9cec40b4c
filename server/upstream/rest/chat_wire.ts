// Chat completions on the wire: what is asked, and the fold of a streamed or whole answer. Pure.
import { z } from "zod";
import { NO_USAGE, type Usage } from "../../contract/call.ts";
import type { ChatAnswer, ChatMessage, ChatRequest, ToolCall } from "./rest.ts";

export function chatBody(request: ChatRequest, stream: boolean): string {
  const { model, messages, tools = [], toolChoice, maxTokens, safetyIdentifier } = request;
  return JSON.stringify({
    model,
    messages: messages.map(wireMessage),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters }) => ({
        type: "function",
        function: { name, description, parameters },
      })),
      tool_choice: toolChoice ?? "auto",
    }),
    ...(maxTokens !== undefined && { max_completion_tokens: maxTokens }),
    ...(safetyIdentifier && { safety_identifier: safetyIdentifier }),
    ...(stream && { stream: true, stream_options: { include_usage: true } }),
  });
}

function wireMessage(message: ChatMessage): Record<string, unknown> {
  if (message.role === "tool") {
    return { role: "tool", tool_call_id: message.toolCallId, content: message.content };
  }
  const { role, content } = message;
  const toolCalls = message.role === "assistant" ? message.toolCalls ?? [] : [];
  if (toolCalls.length === 0) return { role, content };
  return {
    role,
    content: content === "" ? null : content,
    tool_calls: toolCalls.map(({ id, name, args }) => ({
      id,
      type: "function",
      function: { name, arguments: args },
    })),
  };
}

const count = z.number().nonnegative().catch(0);
const usageSchema = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  prompt_tokens_details: z.object({ cached_tokens: count }).nullish().catch(null),
});
const text = z.string().nullish().catch(null);
const callSchema = z.object({
  index: z.int().nonnegative().max(99).optional(),
  id: text,
  function: z.object({ name: text, arguments: text }).nullish(),
});
const deltaSchema = z.object({
  content: text,
  refusal: text,
  tool_calls: z.array(callSchema).nullish(),
});
const partSchema = z.object({
  choices: z.array(z.object({
    delta: deltaSchema.optional(),
    message: deltaSchema.optional(),
    finish_reason: text,
  })),
  usage: usageSchema.nullish().catch(null),
});

/** An answer as far as it has come. */
export interface Draft {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly finish: string | null;
  readonly usage: Usage;
}

export const NO_DRAFT: Draft = { text: "", toolCalls: [], finish: null, usage: NO_USAGE };

/** Adds one part, streamed or whole. null: it has not the shape of one. */
export function foldPart(
  draft: Draft,
  data: unknown,
): { draft: Draft; added: string } | null {
  const { data: part } = partSchema.safeParse(data);
  if (!part) return null;
  const usage = part.usage ? usageOf(part.usage) : draft.usage;
  const choice = part.choices[0];
  const delta = choice?.delta ?? choice?.message;
  const added = (delta?.content ?? "") + (delta?.refusal ?? "");
  return {
    added,
    draft: {
      text: draft.text + added,
      toolCalls: (delta?.tool_calls ?? []).reduce(
        (calls, call, i) => withCall(calls, { index: call.index ?? i, ...partOf(call) }),
        draft.toolCalls,
      ),
      finish: choice?.finish_reason ?? draft.finish,
      usage,
    },
  };
}

/** The answer of a draft to which nothing more comes; null: its end never came. */
export function answerOf({ text, toolCalls, finish, usage }: Draft): ChatAnswer | null {
  if (finish === null) return null;
  // A call that was cut off has arguments that nobody meant.
  const whole = finish === "length" ? [] : toolCalls.filter(({ id, name }) => id && name);
  return {
    ok: true,
    text,
    toolCalls: whole,
    finish: finish === "length" || finish === "content_filter" ? finish : "stop",
    usage,
  };
}

function partOf(call: z.infer<typeof callSchema>): ToolCall {
  return {
    id: call.id ?? "",
    name: call.function?.name ?? "",
    args: call.function?.arguments ?? "",
  };
}

/** Of a streamed call the name comes first and the arguments in pieces. */
function withCall(
  calls: readonly ToolCall[],
  { index, id, name, args }: ToolCall & { index: number },
): readonly ToolCall[] {
  const before = calls[index] ?? { id: "", name: "", args: "" };
  const next = [...calls];
  while (next.length < index) next.push({ id: "", name: "", args: "" });
  next[index] = { id: before.id || id, name: before.name || name, args: before.args + args };
  return next;
}

function usageOf(wire: z.infer<typeof usageSchema>): Usage {
  const cached = wire.prompt_tokens_details?.cached_tokens ?? 0;
  return {
    ...NO_USAGE,
    inputTextTokens: wire.prompt_tokens,
    cachedTextTokens: Math.min(cached, wire.prompt_tokens),
    outputTextTokens: wire.completion_tokens,
  };
}
