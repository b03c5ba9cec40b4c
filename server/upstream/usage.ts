// From the usage of response.done to tokens by kind (openai-realtime § 13). Pure.
import { z } from "zod";
import type { Usage } from "../contract/call.ts";

const count = z.number().nonnegative().catch(0);
const kinds = z.object({ text_tokens: count, audio_tokens: count })
  .catch({ text_tokens: 0, audio_tokens: 0 });
const usageSchema = z.object({
  input_token_details: z.object({
    text_tokens: count,
    audio_tokens: count,
    cached_tokens: count,
    cached_tokens_details: kinds.nullish().catch(null),
  }).nullish().catch(null),
  output_token_details: kinds,
});

/** Every field is optional on the wire and 0 when missing. Cached tokens are a part of the input. */
export function usageOf(wire: unknown): Usage {
  const { data } = usageSchema.safeParse(wire ?? {});
  const input = data?.input_token_details;
  const output = data?.output_token_details;
  const text = input?.text_tokens ?? 0;
  const audio = input?.audio_tokens ?? 0;
  // An older shape has only the sum: text comes first in the context, so it is what is cached first.
  const sum = input?.cached_tokens ?? 0;
  const cached = input?.cached_tokens_details ??
    { text_tokens: Math.min(text, sum), audio_tokens: Math.max(0, sum - text) };
  return {
    inputTextTokens: text,
    inputAudioTokens: audio,
    cachedTextTokens: Math.min(text, cached.text_tokens),
    cachedAudioTokens: Math.min(audio, cached.audio_tokens),
    outputTextTokens: output?.text_tokens ?? 0,
    outputAudioTokens: output?.audio_tokens ?? 0,
  };
}
