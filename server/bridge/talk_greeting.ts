// The first words of a call: that it is recorded, word for word, then the greeting. Pure.
import type { AgentConfig } from "../contract/agent.ts";
import { exactly } from "./talk_farewell.ts";

/** What the caller must be told before anything else; "": nothing. */
export function recordingWords({ recording }: Pick<AgentConfig, "recording">): string {
  return recording.on ? recording.words.trim() : "";
}

/** Instruction for the first answer; "": the caller speaks first. */
export function firstWords(agent: Pick<AgentConfig, "recording" | "greeting">): string {
  return afterRecordingWords(recordingWords(agent), agent.greeting.trim());
}

/** An instruction with the words about the recording before it. */
export function afterRecordingWords(first: string, instruction: string): string {
  if (first === "") return instruction;
  if (instruction === "") return exactly(first);
  return `Begin with exactly these words, all of them and unchanged: ${first}\n` +
    `Then go on in the same answer: ${instruction}`;
}
