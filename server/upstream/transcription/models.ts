// What transcription models can do (openai-realtime §§ 5.2, 17, 19). Pure.
import type { EarMode } from "../../contract/call.ts";

/** Who finds the turns in a session. */
export type Regime = Exclude<EarMode, "rest">;

const CONTINUOUS = /^(gpt-live-transcribe|gpt-realtime-whisper)\b/;
/** Take one language and no keywords. */
const PLAIN = /^(gpt-realtime-whisper|whisper-1|gpt-4o-)/;
const LOGPROBS_IN_FILES = /^gpt-4o-(mini-)?transcribe(?!-diarize)/;

/** A model that we do not know is asked to find the turns; it may refuse. */
export function regimeOf(model: string): Regime {
  return CONTINUOUS.test(model) ? "continuous" : "segmented";
}

/** The model for files: those that listen to a stream only take none. */
export function fileModelOf(model: string): string {
  return CONTINUOUS.test(model) ? "gpt-transcribe" : model;
}

/** Whether it takes several languages and keywords. */
export function takesHints(model: string): boolean {
  return !PLAIN.test(model);
}

export function tellsLogprobsOfFiles(model: string): boolean {
  return LOGPROBS_IN_FILES.test(model);
}
