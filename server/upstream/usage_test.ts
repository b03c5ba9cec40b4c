import { assertEquals } from "@std/assert";
import { NO_USAGE } from "../contract/call.ts";
import { usageOf } from "./usage.ts";

Deno.test("usage is told by kind, cached tokens as a part of the input", () => {
  assertEquals(
    usageOf({
      total_tokens: 1391,
      input_tokens: 1180,
      input_token_details: {
        text_tokens: 720,
        audio_tokens: 460,
        cached_tokens: 1024,
        cached_tokens_details: { text_tokens: 640, audio_tokens: 384, image_tokens: 0 },
      },
      output_token_details: { text_tokens: 46, audio_tokens: 165 },
    }),
    {
      inputTextTokens: 720,
      inputAudioTokens: 460,
      cachedTextTokens: 640,
      cachedAudioTokens: 384,
      outputTextTokens: 46,
      outputAudioTokens: 165,
    },
  );
});

Deno.test("every missing, null or odd field counts as zero", () => {
  for (const wire of [undefined, null, {}, 7, "x", { input_token_details: null }]) {
    assertEquals(usageOf(wire), NO_USAGE);
  }
  assertEquals(
    usageOf({
      input_token_details: { text_tokens: "many", audio_tokens: -4 },
      output_token_details: { audio_tokens: 3 },
    }),
    { ...NO_USAGE, outputAudioTokens: 3 },
  );
});

Deno.test("cached tokens are never more than the input", () => {
  const usage = usageOf({
    input_token_details: {
      text_tokens: 10,
      audio_tokens: 5,
      cached_tokens_details: { text_tokens: 99, audio_tokens: 99 },
    },
  });
  assertEquals([usage.cachedTextTokens, usage.cachedAudioTokens], [10, 5]);
});

Deno.test("a sum of cached tokens without its parts fills the text first", () => {
  const usage = usageOf({
    input_token_details: { text_tokens: 100, audio_tokens: 50, cached_tokens: 128 },
  });
  assertEquals([usage.cachedTextTokens, usage.cachedAudioTokens], [100, 28]);
});
