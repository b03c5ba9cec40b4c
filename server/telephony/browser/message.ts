// Text messages of a browser that calls, as values: strict about what they are, lenient about what they hold besides.
// Pure; knows no state of a call.
import { z } from "zod";
import type { TestCallAsks } from "../../contract/test_call.ts";

/** Characters. */
export const MAX_TEXT_CHARS = 1024;

const schema: z.ZodType<TestCallAsks> = z.discriminatedUnion("type", [
  z.object({ type: z.literal("digit"), digit: z.string().regex(/^[0-9*#A-D]$/) }),
  z.object({ type: z.literal("hang_up") }),
  z.object({ type: z.literal("playback") }),
]);

/** null: none of ours. */
export function readAsk(text: string): TestCallAsks | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
