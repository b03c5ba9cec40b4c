import { assertEquals } from "@std/assert";
import { fileModelOf, regimeOf, takesHints, tellsLogprobsOfFiles } from "./models.ts";

for (
  const [model, ...expected] of [
    ["gpt-transcribe", "segmented", "gpt-transcribe", true, false],
    ["gpt-live-transcribe", "continuous", "gpt-transcribe", true, false],
    ["gpt-live-transcribe-2026-10-01", "continuous", "gpt-transcribe", true, false],
    ["gpt-realtime-whisper", "continuous", "gpt-transcribe", false, false],
    ["gpt-4o-mini-transcribe", "segmented", "gpt-4o-mini-transcribe", false, true],
    ["whisper-1", "segmented", "whisper-1", false, false],
    ["our-deployment", "segmented", "our-deployment", true, false],
  ] as const
) {
  Deno.test(`what ${model} can do`, () => {
    const can = [regimeOf(model), fileModelOf(model), takesHints(model)];
    assertEquals([...can, tellsLogprobsOfFiles(model)], [...expected]);
  });
}
