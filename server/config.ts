// One table of settings: name, type, default, secret or not. Reads them from a plain record, never from the
// world, and reports all that is wrong at once: names and reasons, never values.
import { GONE_MODELS, VOICES } from "./contract/agent_limits.ts";
import { readGenesysKeys } from "./config_keys.ts";
import type { GenesysKey } from "./telephony/audiohook/keys.ts";

/** A setting as the table declares it. `read` throws with the reason why a value cannot be used. */
interface Setting<T> {
  read(text: string): T;
  fallback: T;
  /** Secrets may also come from a file named by NAME_FILE, and are shown as "set" or "not set" only. */
  secret?: boolean;
  words: string;
}

const text = (value: string) => value;
const flag = (value: string) => {
  if (/^(1|true|yes|on)$/i.test(value)) return true;
  if (/^(0|false|no|off)$/i.test(value)) return false;
  throw new Error("must be true or false");
};
const whole = (min: number, max: number) => (value: string) => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < min || number > max) {
    throw new Error(`must be a whole number from ${min} to ${max}`);
  }
  return number;
};
const url = (value: string) => {
  const parsed = URL.canParse(value) ? new URL(value) : null;
  if (!parsed || !/^(https?|wss?):$/.test(parsed.protocol)) {
    throw new Error("must be a URL that begins with https://, http://, wss:// or ws://");
  }
  return value.replace(/\/+$/, "");
};
const publicUrl = (value: string) => {
  const parsed = URL.canParse(value) ? new URL(value) : null;
  const bare = parsed && /^https?:$/.test(parsed.protocol) && parsed.pathname === "/" &&
    parsed.search === "" && parsed.hash === "";
  if (!bare) throw new Error("must be like https://calls.example.com, without a path");
  return parsed.origin;
};
const among = (values: readonly string[]) => (value: string) => {
  if (!values.includes(value)) throw new Error(`must be one of ${values.join(", ")}`);
  return value;
};
const model = (value: string) => {
  if (!/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/.test(value)) {
    throw new Error("must be a model's name, at most 64 characters");
  }
  if (GONE_MODELS.some((gone) => gone.test(value))) {
    throw new Error("names a model that the provider has switched off");
  }
  return value;
};
const token = (value: string) => {
  if (/\s/.test(value)) throw new Error("must not contain spaces");
  return value;
};

/** A shorter admin token can be guessed; it is accepted with a warning. */
export const SHORT_TOKEN_CHARS = 16;

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
    words: "Client secret in base64; set: signatures are required",
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

export type SettingName = keyof typeof SETTINGS;
type Values = { [N in SettingName]: (typeof SETTINGS)[N]["fallback"] };

export interface Config
  extends Omit<Values, "GENESYS_KEYS" | "GENESYS_CLIENT_SECRET" | "GENESYS_ORG_ID"> {
  /** From GENESYS_API_KEY (unless it is to be generated) and GENESYS_KEYS. */
  genesysKeys: GenesysKey[];
  /** What the generated key gets when GENESYS_API_KEY is not set. */
  genesysSecrets: Uint8Array[];
  genesysOrganizations: string[];
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; errors: string[] };

/** Reads every setting; `readFile` serves the NAME_FILE twins of secrets. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): ConfigResult {
  const errors: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, declared] of Object.entries(SETTINGS)) {
    try {
      const given = lookUp(env, name, { secret: "secret" in declared, readFile });
      values[name] = given === "" ? declared.fallback : declared.read(given);
    } catch (error) {
      errors.push(`${name} ${error instanceof Error ? error.message : "cannot be read"}`);
    }
  }
  const keys = readGenesysKeys({
    apiKey: String(values.GENESYS_API_KEY ?? ""),
    secret: String(values.GENESYS_CLIENT_SECRET ?? ""),
    organizations: String(values.GENESYS_ORG_ID ?? ""),
    more: String(values.GENESYS_KEYS ?? ""),
  });
  errors.push(...keys.errors);
  if (errors.length > 0) return { ok: false, errors };
  const { GENESYS_KEYS: _k, GENESYS_CLIENT_SECRET: _s, GENESYS_ORG_ID: _o, ...plain } =
    values as unknown as Values;
  return {
    ok: true,
    config: {
      ...plain,
      genesysKeys: keys.keys,
      genesysSecrets: keys.secrets,
      genesysOrganizations: keys.organizations,
    },
  };
}

function lookUp(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  { secret, readFile }: { secret: boolean; readFile: (path: string) => string },
): string {
  const direct = env[name]?.trim() ?? "";
  const path = secret ? env[`${name}_FILE`]?.trim() ?? "" : "";
  if (path === "") return direct;
  if (direct !== "") throw new Error(`is set twice: by ${name} and by ${name}_FILE; remove one`);
  try {
    return readFile(path).trim();
  } catch {
    throw new Error(`cannot be read from the file that ${name}_FILE names`);
  }
}
