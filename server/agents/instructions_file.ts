// Instructions from a file that is read for each call, so that an edit counts from the next call on.
import type { Clock } from "../clock.ts";
import { LIMITS } from "../contract/agent_limits.ts";
import type { Log } from "../observe/log.ts";
import { type SourceAnswer, usableText } from "./source_answer.ts";

const TIMEOUT_MS = 500;

export interface InstructionsFileOptions {
  filePath: string;
  readFile(path: string): Promise<string>;
  clock: Clock;
  log: Log;
}

/** Never rejects; a disk that hangs costs half a second. */
export function createInstructionsFile(
  { filePath, readFile, clock, log }: InstructionsFileOptions,
): () => Promise<SourceAnswer> {
  return async () => {
    const late = Promise.withResolvers<{ why: string }>();
    const cancel = clock.after(TIMEOUT_MS, () => late.resolve({ why: "reading took too long" }));
    const result = await Promise.race([contentsOf(() => readFile(filePath)), late.promise]);
    cancel();
    if ("text" in result) return { text: result.text, note: null };
    log.warn("instructions_file_failed", { why: result.why });
    return {
      text: null,
      note: {
        code: "instructions_file_failed",
        detail: `OPENAI_FILE_INSTRUCTIONS: ${result.why}; the next source is used`,
      },
    };
  };
}

async function contentsOf(
  read: () => Promise<string>,
): Promise<{ text: string } | { why: string }> {
  try {
    const { text, tooLong } = usableText(await read());
    if (tooLong) return { why: `the file has more than ${LIMITS.promptBytes} bytes` };
    return text === null ? { why: "the file is empty" } : { text };
  } catch (error) {
    return { why: `cannot be read (${error instanceof Error ? error.name : "error"})` };
  }
}
