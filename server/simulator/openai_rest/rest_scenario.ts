// What a stand-in for the REST endpoints is asked to be like: what it answers, how fast, what goes wrong when.
// Types and default numbers only.

export const REST_PATHS = {
  "chat/completions": "chat",
  "audio/speech": "speech",
  "audio/transcriptions": "transcription",
  "moderations": "moderation",
} as const;
export type RestPath = typeof REST_PATHS[keyof typeof REST_PATHS];

export interface RestFault {
  path: RestPath;
  /**
   * "status": an error answer. "slow": `ms` pass first. "hang": no answer ever. "stall": half of an answer and
   * then nothing. "cut": half of an answer, then the connection is dropped. "malformed": an answer of another shape.
   */
  kind: "status" | "slow" | "hang" | "stall" | "cut" | "malformed";
  /** 1-based number of the request on its path; absent: the next one. */
  at?: number;
  /** How often it strikes; once unless told otherwise. */
  times?: number;
  /** Of "status": 503 unless told otherwise. */
  status?: number;
  code?: string;
  retryAfter?: string;
  /** Of "slow": 2000 unless told otherwise. */
  ms?: number;
}

/** An answer in a chat that a test writes itself. */
export interface ChatReply {
  text?: string;
  calls?: readonly { name: string; args: string; id?: string }[];
  finish?: "stop" | "length" | "content_filter";
}

export interface RestScenario {
  faults?: readonly RestFault[];
  /** Answers of the chat in this order; when they run out, the small conversation goes on. */
  replies?: readonly ChatReply[];
  /** Answers to what the last message or the instructions hold; they come before `replies`. */
  when?: readonly { includes: string; reply: ChatReply; times?: number }[];
  /** What a transcription writes where no recording is heard: a note, or words that nobody said. */
  noise?: "speech" | "invented";
  /** Words that moderation objects to, and the category it says. */
  flagged?: Readonly<Record<string, string>>;
  /** Models that exist besides the known ones. */
  models?: readonly string[];
  /** Voices of the speech model. */
  voices?: readonly string[];
  timing?: Partial<RestTiming>;
}

/** Milliseconds before pacing; `speechX`: how many times faster than life speech is delivered. */
export interface RestTiming {
  chatFirstMs: number;
  chatWordMs: number;
  speechFirstMs: number;
  speechX: number;
  transcriptionMs: number;
  moderationMs: number;
}

export const REST_TIMING: RestTiming = {
  chatFirstMs: 350,
  chatWordMs: 15,
  speechFirstMs: 250,
  speechX: 5,
  transcriptionMs: 300,
  moderationMs: 120,
};

export const REST_MODELS: Readonly<Record<RestPath, readonly string[]>> = {
  chat: ["gpt-4.1", "gpt-4.1-mini", "gpt-5", "gpt-5-mini", "stand-in-text"],
  speech: ["tts-1", "tts-1-hd", "gpt-4o-mini-tts", "stand-in-speech"],
  transcription: ["gpt-transcribe", "gpt-4o-transcribe", "gpt-4o-mini-transcribe", "whisper-1"],
  moderation: ["omni-moderation-latest", "omni-moderation-2024-09-26"],
};

export const REST_VOICES: readonly string[] = [
  "alloy",
  "ash",
  "ballad",
  "cedar",
  "coral",
  "echo",
  "fable",
  "marin",
  "nova",
  "onyx",
  "sage",
  "shimmer",
  "verse",
];
