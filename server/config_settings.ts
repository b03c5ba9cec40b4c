// The settings: name, how its text is read, default, what it is for. The order is that of .env.example.
// What becomes of them is config.ts; how a text is read is config_readers.ts.
import { VOICES } from "./contract/agent_limits.ts";
import {
  among,
  flag,
  httpUrl,
  languageTag,
  languageTags,
  list,
  model,
  number,
  orNone,
  publicUrl,
  text,
  token,
  transcriptionModel,
  url,
  webhookSecret,
  whole,
} from "./config_readers.ts";

/** A setting as the table declares it. `read` throws with the reason why a value cannot be used. */
interface Setting<T> {
  read(text: string): T;
  fallback: T;
  /** Secrets may also come from a file named by NAME_FILE, and are shown as "set" or "not set" only. */
  secret?: boolean;
  words: string;
}

const setting = <T>(declared: Setting<T>) => declared;

/** All settings. The order is that of .env.example. */
export const SETTINGS = {
  HOST: setting({
    read: text,
    fallback: "127.0.0.1",
    words: "Address to listen on; 0.0.0.0 for all",
  }),
  PORT: setting({
    read: whole(0, 65_535),
    fallback: 8080,
    words: "Port to listen on; 0 takes a free one",
  }),
  DATA_DIR: setting({
    read: text,
    fallback: "./data",
    words: "Where the database and the generated key are kept",
  }),
  PUBLIC_URL: setting({
    read: publicUrl,
    fallback: "",
    words:
      "Address by which this server is reached from outside, such as https://calls.example.com",
  }),
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
  OPENAI_INSTRUCTIONS: setting({
    read: text,
    fallback: "",
    words: "Prompt of agents whose own is empty or still the built-in one",
  }),
  OPENAI_URL_INSTRUCTIONS: setting({
    read: httpUrl,
    fallback: "",
    words: "Address that answers with such a prompt: JSON with the field system",
  }),
  OPENAI_FILE_INSTRUCTIONS: setting({
    read: text,
    fallback: "",
    words: "File that holds such a prompt; read for each call",
  }),
  AGENT_NAME: setting({
    read: text,
    fallback: "AI Assistant",
    words: "Stands for [AGENT_NAME] in prompts where the call names none",
  }),
  COMPANY_NAME: setting({
    read: text,
    fallback: "Our Company",
    words: "Stands for [COMPANY_NAME] in prompts where the call names none",
  }),
  ENDING_PROMPT: setting({
    read: text,
    fallback: "",
    words: "Instruction for the summary of agents that have none of their own",
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
  GENESYS_API_KEY: setting({
    read: token,
    fallback: "",
    secret: true,
    words: "Key that Genesys sends; made and kept in DATA_DIR when not set",
  }),
  GENESYS_CLIENT_SECRET: setting({
    read: text,
    fallback: "",
    secret: true,
    words:
      "Without GENESYS_CLIENT_ID: the AudioHook client secret in base64, as GENESYS_AUDIOHOOK_SECRET. With it: the OAuth client's",
  }),
  GENESYS_AUDIOHOOK_SECRET: setting({
    read: text,
    fallback: "",
    secret: true,
    words: "AudioHook client secret in base64; set: signatures are required",
  }),
  GENESYS_ORG_ID: setting({
    read: text,
    fallback: "",
    words: "Organisations that may call, separated by commas; empty: any",
  }),
  GENESYS_KEYS: setting({
    read: text,
    fallback: "",
    secret: true,
    words: 'More keys as JSON: [{"key":"…","secrets":["base64"],"organizations":["uuid"]}]',
  }),
  GENESYS_CLIENT_ID: setting({
    read: text,
    fallback: "",
    words: "OAuth client (client credentials) for Data Actions; empty: they are off",
  }),
  GENESYS_REGION: setting({
    read: text,
    fallback: "",
    words: "Region of the organisation, such as mypurecloud.de or usw2.pure.cloud",
  }),
  GENESYS_BASE_URL: setting({
    read: httpUrl,
    fallback: "",
    words: "Address of the API; empty: from the region",
  }),
  GENESYS_LOGIN_URL: setting({
    read: httpUrl,
    fallback: "",
    words: "Address of the login; empty: from the region",
  }),
  GENESYS_ALLOWED_DATA_ACTION_IDS: setting({
    read: list,
    fallback: [] as string[],
    words: "Data Actions that may be used, separated by commas; empty: all",
  }),
  GENESYS_TOKEN_CACHE_TTL_SECONDS: setting({
    read: number(60, 86_400),
    fallback: 2400,
    words: "Longest use of an OAuth token",
  }),
  GENESYS_HTTP_TIMEOUT_SECONDS: setting({
    read: number(0.5, 60),
    fallback: 10,
    words: "Longest wait for a Data Action, its repetitions included",
  }),
  GENESYS_HTTP_RETRY_MAX: setting({
    read: whole(0, 10),
    fallback: 3,
    words: "Repetitions of a request to Genesys that failed",
  }),
  GENESYS_HTTP_RETRY_BACKOFF_SECONDS: setting({
    read: number(0, 30),
    fallback: 0.25,
    words: "Pause before the first repetition; doubles with each",
  }),
  GENESYS_MAX_ACTION_CALLS_PER_SESSION: setting({
    read: whole(1, 1000),
    fallback: 10,
    words: "Data Action uses in one call",
  }),
  GENESYS_MAX_TOOL_ARGUMENT_BYTES: setting({
    read: whole(100, 1_000_000),
    fallback: 16_384,
    words: "Largest arguments of a tool",
  }),
  GENESYS_MAX_TOOLS_PER_SESSION: setting({
    read: whole(0, 100),
    fallback: 10,
    words: "Data Actions on offer in one call",
  }),
  GENESYS_TOOLS_STRICT_MODE: setting({
    read: flag,
    fallback: false,
    words: "Offers Data Actions with strict schemas",
  }),
  GENESYS_TOOL_OUTPUT_REDACTION_FIELDS: setting({
    read: list,
    fallback: [] as string[],
    words: "Dotted paths of Data Action results that nobody sees, the model included",
  }),
  TOOL_HOSTS: setting({
    read: list,
    fallback: [] as string[],
    words: "Hosts that HTTP tools may reach, separated by commas; empty: any public one",
  }),
  ALLOW_PRIVATE_ADDRESSES: setting({
    read: flag,
    fallback: false,
    words: "Lets tools, webhooks and OPENAI_URL_INSTRUCTIONS reach private addresses",
  }),
  WEBHOOK_URL: setting({
    read: httpUrl,
    fallback: "",
    words: "Gets each finished call by POST; empty: nobody does",
  }),
  WEBHOOK_SECRET: setting({
    read: webhookSecret,
    fallback: "",
    secret: true,
    words: "Signs those posts (Standard Webhooks); base64",
  }),
  BUDGET_USD: setting({
    read: orNone(number(0.0001, 1_000_000)),
    fallback: null as number | null,
    words: "What calls may cost in a day (UTC); beyond it new calls are refused",
  }),
  MAX_CALLS_PER_NUMBER_PER_HOUR: setting({
    read: orNone(whole(1, 10_000)),
    fallback: null as number | null,
    words: "Calls from one number in an hour; more are refused",
  }),
  ADMIN_TOKEN: setting({
    read: token,
    fallback: "",
    secret: true,
    words: "Bearer token for /api, accepted at sign-in",
  }),
  MAX_CALLS: setting({
    read: whole(1, 10_000),
    fallback: 200,
    words: "Calls at the same time; more are refused at once",
  }),
  DRAIN_SECONDS: setting({
    read: whole(0, 86_400),
    fallback: 300,
    words: "How long live calls may go on after SIGTERM",
  }),
  DEBUG: setting({
    read: flag,
    fallback: false,
    words: "More log lines; never a caller's words or a key",
  }),
} as const;
