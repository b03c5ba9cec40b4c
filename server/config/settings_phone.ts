// The settings of the phone systems: keys, ports, addresses.
import {
  dialAddresses,
  flag,
  httpUrl,
  list,
  number,
  orNone,
  text,
  token,
  tokens,
  whole,
} from "./readers.ts";
import { setting } from "./setting.ts";

export const PHONE_SETTINGS = {
  GENESYS_API_KEY: setting({
    read: token,
    fallback: "",
    secret: true,
    words: "Key that Genesys sends; made and kept when not set",
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
  AUDIOCODES_TOKEN: setting({
    read: tokens,
    fallback: [] as string[],
    secret: true,
    words:
      "Bearer tokens of AudioCodes VoiceAI Connect, separated by commas; /audiocodes is closed without",
  }),
  AUDIOCODES_JWKS_URL: setting({
    read: httpUrl,
    fallback: "",
    words: "Keys of the OAuth server whose JWTs VoiceAI Connect sends in their place",
  }),
  AUDIOCODES_JWT_ISSUER: setting({
    read: text,
    fallback: "",
    words: "Issuer that such a JWT must name",
  }),
  AUDIOCODES_JWT_AUDIENCE: setting({
    read: text,
    fallback: "",
    words: "Audience that such a JWT must name",
  }),
  AUDIOCODES_TRANSFER_TARGET: setting({
    read: dialAddresses,
    fallback: [] as string[],
    words:
      "tel: and sip: addresses that callers may be put through to, the usual one first; empty: their call is ended",
  }),
  AUDIOCODES_ACTIVITIES: setting({
    read: list,
    fallback: ["transfer"] as string[],
    words:
      "Activities of VoiceAI Connect on offer to agents as tools, such as transfer,sendMetaData",
  }),
  AUDIOCODES_RESUME_SECONDS: setting({
    read: number(0, 30),
    fallback: 20,
    words: "How long a call outlives its socket, so that VoiceAI Connect can resume it",
  }),
  AVR_PORT: setting({
    read: orNone(whole(0, 65_535)),
    fallback: null as number | null,
    words: "Own port for Agent Voice Response, 6030 as avr-core expects it; empty: none",
  }),
  AVR_HOST: setting({
    read: text,
    fallback: "127.0.0.1",
    words: "Address that port listens on",
  }),
  AVR_TOKEN: setting({
    read: token,
    fallback: "",
    secret: true,
    words: "Last part of the path that avr-core must dial; needed where others can reach it",
  }),
  AMI_URL: setting({
    read: httpUrl,
    fallback: "http://127.0.0.1:6006",
    words: "Where avr-ami transfers and hangs up calls of Agent Voice Response",
  }),
  AVR_TRANSFER_EXTENSION: setting({
    read: text,
    fallback: "",
    words: "Extension that callers are put through to; empty: the dialplan goes on",
  }),
  AVR_TRANSFER_CONTEXT: setting({
    read: text,
    fallback: "demo",
    words: "Dialplan context of such transfers",
  }),
  AUDIOSOCKET_PORT: setting({
    read: orNone(whole(0, 65_535)),
    fallback: null as number | null,
    words: "TCP port for Asterisk's AudioSocket, for instance 9092; empty: none",
  }),
  AUDIOSOCKET_HOST: setting({
    read: text,
    fallback: "127.0.0.1",
    words: "Address that port listens on",
  }),
  AUDIOSOCKET_ALLOW: setting({
    read: list,
    fallback: [] as string[],
    words: "Addresses of the Asterisks that may connect there, separated by commas; empty: any",
  }),
  AUDIOSOCKET_ANNOUNCED: setting({
    read: flag,
    fallback: false,
    words: "Takes only calls whose UUID was announced by POST /asterisk/calls",
  }),
  ASTERISK_TOKEN: setting({
    read: token,
    fallback: "",
    secret: true,
    words: "Opens /asterisk/calls (bearer) and /asterisk/media/<token> (chan_websocket)",
  }),
} as const;
