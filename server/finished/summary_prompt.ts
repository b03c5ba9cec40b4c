// What the model is told when it is to sum up a call: in the call, and after it. Pure; knows nothing of transcripts.
import type { AgentConfig } from "../contract/agent.ts";

const TEXT = "Sum up this phone call in two or three sentences, in the language it was held in: " +
  "what the caller wanted, what came of it, and what is left to do. " +
  "Say only what was said. Plain text, without headings or lists.";

const JSON_FIELDS = "Sum up this phone call as a JSON object with the fields " +
  '"main_topics" (array of strings), "key_decisions" (array of strings), ' +
  '"action_items" (array of strings) and "sentiment" ' +
  '("positive", "neutral" or "negative": how the caller sounded at the end). ' +
  "Say only what was said, in the language of the call; an array may be empty.";

const ONLY_JSON = "Answer with one JSON object and nothing else.";

/** The agent's own prompt, or `endingPrompt` (the setting ENDING_PROMPT; "": none), or a built-in one. */
export function summaryPrompt(
  { config, endingPrompt }: { config: Pick<AgentConfig, "summary">; endingPrompt: string },
): string {
  const { format, prompt } = config.summary;
  const own = prompt.trim() || endingPrompt.trim();
  if (format === "text") return own || TEXT;
  return `${own || JSON_FIELDS}\n${ONLY_JSON}`;
}
