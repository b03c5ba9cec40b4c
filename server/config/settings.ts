// The settings: name, how its text is read, default, what it is for. The order is that of .env.example.
// What becomes of them is config.ts; how a text is read is readers.ts.
import {
  databaseUrl,
  flag,
  httpUrl,
  list,
  natsUrl,
  networks,
  number,
  orNone,
  publicUrl,
  text,
  token,
  webhookSecret,
  whole,
} from "./readers.ts";
import { setting } from "./setting.ts";
import { MODEL_SETTINGS } from "./settings_model.ts";
import { PEOPLE_SETTINGS } from "./settings_people.ts";
import { PHONE_SETTINGS } from "./settings_phone.ts";

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
    words: "Where the database, recordings and the generated key are kept, without DATABASE_URL",
  }),
  DATABASE_URL: setting({
    read: databaseUrl,
    fallback: "",
    secret: true,
    words: "PostgreSQL that keeps everything instead: postgres://user:password@host/database",
  }),
  NATS_URL: setting({
    read: natsUrl,
    fallback: "",
    secret: true,
    words: "NATS between instances that share the database: nats://user:password@host:4222",
  }),
  INSTANCE_NAME: setting({
    read: text,
    fallback: "",
    words: "What consoles call this instance; empty: the name of the machine",
  }),
  RECORDINGS_DIR: setting({
    read: text,
    fallback: "",
    words: "Folder of recordings, where not in DATA_DIR or the database",
  }),
  PUBLIC_URL: setting({
    read: publicUrl,
    fallback: "",
    words:
      "Address by which this server is reached from outside, such as https://calls.example.com",
  }),
  TRUSTED_PROXIES: setting({
    read: networks,
    fallback: [] as string[],
    words: "Proxies in front, such as 127.0.0.1,10.0.0.0/8: their X-Forwarded-For tells who asks",
  }),
  ...MODEL_SETTINGS,
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
  ...PHONE_SETTINGS,
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
  ...PEOPLE_SETTINGS,
  MAX_CALLS: setting({
    read: whole(1, 10_000),
    fallback: 200,
    words: "Calls at the same time; more are refused at once",
  }),
  MAX_LAG_MS: setting({
    read: whole(0, 60_000),
    fallback: 250,
    words: "New calls are refused while timers run later than this for seconds on end; 0: never",
  }),
  RETENTION_DAYS: setting({
    read: orNone(whole(1, 36_500)),
    fallback: null as number | null,
    words:
      "Days after their end that calls are kept; then they are deleted. Empty: as set in the console, at first for ever",
  }),
  RECORDING_DAYS: setting({
    read: orNone(whole(1, 36_500)),
    fallback: null as number | null,
    words: "The same for recordings. Empty: as set in the console, at first 30",
  }),
  AUDIT_DAYS: setting({
    read: orNone(whole(1, 36_500)),
    fallback: null as number | null,
    words: "Days that entries of the audit are kept. Empty: as set in the console, at first 400",
  }),
  REDACT_CARD_NUMBERS: setting({
    read: orNone(flag),
    fallback: null as boolean | null,
    words:
      "Leaves numbers of payment cards out of transcripts. Empty: as set in the console, at first true",
  }),
  SELF_CALL: setting({
    read: orNone(flag),
    fallback: null as boolean | null,
    words:
      "Calls the default agent every minute to see that calls are answered. Empty: as set in the console, at first false",
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
