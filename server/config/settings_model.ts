// The settings of the models: which, where, with which key.
import { EAGERNESS, REASONING_EFFORTS, VOICES } from "../contract/agent_limits.ts";
import {
  among,
  flag,
  iso639,
  languageTag,
  languageTags,
  list,
  maxTokens,
  model,
  number,
  text,
  transcriptionModel,
  url,
} from "./readers.ts";
import { setting } from "./setting.ts";

export const MODEL_SETTINGS = {
  OPENAI_API_KEY: setting({
    read: text,
    fallback: "",
    secret: true,
    words: "Without it calls are answered by the built-in stand-in",
  }),
  OPENAI_BASE_URL: setting({
    read: url,
    fallback: "https://api.openai.com/v1",
    words: "Base URL of the Realtime API; /realtime is appended",
  }),
  OPENAI_KEY_HEADER: setting({
    read: among(["bearer", "api-key"]),
    fallback: "bearer",
    words: "How the key is sent: bearer, or api-key for Azure",
  }),
  OPENAI_SOCKET: setting({
    read: among(["ws", "native"]),
    fallback: "ws",
    words: "WebSocket client of the model's leg: ws, or native where raw TCP is refused",
  }),
  OPENAI_MODEL: setting({
    read: model,
    fallback: "",
    words: "Model of a fresh installation's agent",
  }),
  OPENAI_VOICE: setting({
    read: among(VOICES),
    fallback: "",
    words: "Voice of a fresh installation's agent",
  }),
  OPENAI_LANGUAGE: setting({
    read: iso639,
    fallback: "",
    words: "Language that a fresh installation's agent hears, such as de; empty: detected",
  }),
  OPENAI_MAX_TOKENS: setting({
    read: maxTokens,
    fallback: "inf" as number | "inf",
    words: "Longest answer of a fresh installation's agent, in tokens; inf: no limit",
  }),
  OPENAI_TURN_DETECTION: setting({
    read: among(["server_vad", "semantic_vad"]),
    fallback: "server_vad",
    words: "How a fresh installation's agent hears the end of a turn: server_vad or semantic_vad",
  }),
  OPENAI_TURN_DETECTION_EAGERNESS: setting({
    read: among(EAGERNESS),
    fallback: "auto",
    words: "With semantic_vad: low, medium, high or auto",
  }),
  OPENAI_REASONING_EFFORT: setting({
    read: among(REASONING_EFFORTS),
    fallback: "low",
    words: "How long a fresh installation's agent may think before it speaks",
  }),
  OPENAI_TEMPERATURE: setting({
    read: number(0, 2),
    fallback: 0.8,
    words: "Read and not used: today's Realtime models take no temperature",
  }),
  OPENAI_TEXT_MODEL: setting({
    read: text,
    fallback: "",
    words: "Text model that sums up a call from its transcript; empty: no summary after the call",
  }),
  OPENAI_MODERATION_MODEL: setting({
    read: text,
    fallback: "omni-moderation-latest",
    words: "Model of agents' moderation",
  }),
  OPENAI_TRANSCRIPTION_MODEL: setting({
    read: transcriptionModel,
    fallback: "gpt-transcribe",
    words:
      "Writes down calls between people: gpt-transcribe, or gpt-live-transcribe for words at once",
  }),
  SUPPORTED_LANGUAGES: setting({
    read: languageTags,
    fallback: ["es-ES", "it-IT", "en-US"] as string[],
    words: "Languages of calls between people, announced to Genesys",
  }),
  TRANSCRIPTION_KEYWORDS: setting({
    read: list,
    fallback: [] as string[],
    words: "Names and product words that help to write calls down",
  }),
  TRANSCRIPTION_INTERIMS: setting({
    read: flag,
    fallback: false,
    words: "Sends unfinished lines of calls between people to Genesys, too",
  }),
  TRANSLATE_TO: setting({
    read: languageTag,
    fallback: "",
    words: "Language into which calls between people are translated (needs OPENAI_TEXT_MODEL)",
  }),
  FALLBACK_TEXT_MODEL: setting({
    read: text,
    fallback: "",
    words: "With FALLBACK_SPEECH_MODEL: carries calls by text where Realtime cannot be had",
  }),
  FALLBACK_SPEECH_MODEL: setting({
    read: text,
    fallback: "",
    words: "Speaks the answers of such calls",
  }),
  FALLBACK_TRANSCRIPTION_MODEL: setting({
    read: text,
    fallback: "gpt-transcribe",
    words: "Writes down what the caller of such a call says",
  }),
  FALLBACK_BASE_URL: setting({
    read: url,
    fallback: "",
    words: "Where those models are; empty: OPENAI_BASE_URL",
  }),
  FALLBACK_API_KEY: setting({
    read: text,
    fallback: "",
    secret: true,
    words: "Key for them; empty: OPENAI_API_KEY",
  }),
} as const;
