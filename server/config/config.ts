// One table of settings: name, type, default, secret or not. Reads them from a plain record, never from the
// world, and reports all that is wrong at once: names and reasons, never values.
import { readGenesysKeys } from "./genesys_keys.ts";
import { SETTINGS } from "./settings.ts";
import { isExposed } from "./exposed.ts";
import type { GenesysKey } from "../telephony/audiohook/keys.ts";

/** A shorter admin token can be guessed; it is accepted with a warning. */
export const SHORT_TOKEN_CHARS = 16;

export type SettingName = keyof typeof SETTINGS;
type Values = { [N in SettingName]: (typeof SETTINGS)[N]["fallback"] };

export interface Config extends
  Omit<
    Values,
    "GENESYS_KEYS" | "GENESYS_CLIENT_SECRET" | "GENESYS_AUDIOHOOK_SECRET" | "GENESYS_ORG_ID"
  > {
  /** From GENESYS_API_KEY (unless it is to be generated) and GENESYS_KEYS. */
  genesysKeys: GenesysKey[];
  /** What the generated key gets when GENESYS_API_KEY is not set. */
  genesysSecrets: Uint8Array[];
  genesysOrganizations: string[];
  /** OAuth client for Data Actions; null: they are off. */
  genesysOAuth: { clientId: string; clientSecret: string } | null;
  /** From SECRET_<NAME> and SECRET_<NAME>_FILE: what headers of tools may refer to. */
  toolSecrets: ReadonlyMap<string, string>;
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
  const given = (name: SettingName) => String(values[name] ?? "");
  const secrets = genesysSecrets(given);
  const keys = readGenesysKeys({
    apiKey: given("GENESYS_API_KEY"),
    secret: secrets.audiohook,
    secretName: secrets.audiohookName,
    organizations: given("GENESYS_ORG_ID"),
    more: given("GENESYS_KEYS"),
  });
  errors.push(...keys.errors, ...secrets.errors);
  const badSecret = errors.some((error) => error.startsWith("WEBHOOK_SECRET "));
  if (given("WEBHOOK_URL") !== "" && given("WEBHOOK_SECRET") === "" && !badSecret) {
    errors.push("WEBHOOK_SECRET must be set with WEBHOOK_URL: finished calls are sent signed");
  }
  if ((given("FALLBACK_TEXT_MODEL") === "") !== (given("FALLBACK_SPEECH_MODEL") === "")) {
    errors.push("FALLBACK_TEXT_MODEL and FALLBACK_SPEECH_MODEL must be set together");
  }
  const noTextModel = given("OPENAI_TEXT_MODEL") === "" && given("OPENAI_API_KEY") !== "";
  if (given("TRANSLATE_TO") !== "" && noTextModel) {
    errors.push("OPENAI_TEXT_MODEL must be set with TRANSLATE_TO: it is what translates");
  }
  errors.push(...phoneErrors(values as unknown as Values));
  errors.push(...peopleErrors(values as unknown as Values));
  if (given("NATS_URL") !== "" && given("DATABASE_URL") === "") {
    errors.push("DATABASE_URL must be set with NATS_URL: instances share a database");
  }
  const tools = readToolSecrets(env, readFile);
  errors.push(...tools.errors);
  if (errors.length > 0) return { ok: false, errors };
  const {
    GENESYS_KEYS: _k,
    GENESYS_CLIENT_SECRET: _s,
    GENESYS_AUDIOHOOK_SECRET: _a,
    GENESYS_ORG_ID: _o,
    ...plain
  } = values as unknown as Values;
  return {
    ok: true,
    config: {
      ...plain,
      genesysKeys: keys.keys,
      genesysSecrets: keys.secrets,
      genesysOrganizations: keys.organizations,
      genesysOAuth: secrets.oauth,
      toolSecrets: tools.secrets,
    },
  };
}

/** What phone systems need together, and what must not be open to anybody. */
function phoneErrors(values: Partial<Values>): string[] {
  const errors: string[] = [];
  const { AVR_PORT = null, AVR_HOST = "", AVR_TOKEN = "" } = values;
  if (AVR_PORT !== null && AVR_TOKEN === "" && isExposed(AVR_HOST)) {
    errors.push(
      `AVR_TOKEN must be set where AVR_HOST is ${AVR_HOST}: that protocol has no credentials, and others ` +
        "could reach it; or set AVR_HOST to 127.0.0.1",
    );
  }
  const { AUDIOSOCKET_PORT = null, AUDIOSOCKET_HOST = "", AUDIOSOCKET_ALLOW = [] } = values;
  const guarded = AUDIOSOCKET_ALLOW.length > 0 || values.AUDIOSOCKET_ANNOUNCED === true;
  if (AUDIOSOCKET_PORT !== null && !guarded && isExposed(AUDIOSOCKET_HOST)) {
    errors.push(
      `AUDIOSOCKET_ALLOW must name your Asterisks where AUDIOSOCKET_HOST is ${AUDIOSOCKET_HOST}: AudioSocket ` +
        "has no credentials; or set AUDIOSOCKET_ANNOUNCED, or AUDIOSOCKET_HOST to 127.0.0.1",
    );
  }
  if (values.AUDIOSOCKET_ANNOUNCED === true && values.ASTERISK_TOKEN === "") {
    errors.push("ASTERISK_TOKEN must be set with AUDIOSOCKET_ANNOUNCED: it is who may announce");
  }
  const jwt = [
    values.AUDIOCODES_JWKS_URL,
    values.AUDIOCODES_JWT_ISSUER,
    values.AUDIOCODES_JWT_AUDIENCE,
  ];
  if (jwt.some((one) => one) && jwt.some((one) => one === "")) {
    errors.push(
      "AUDIOCODES_JWKS_URL, AUDIOCODES_JWT_ISSUER and AUDIOCODES_JWT_AUDIENCE must be set together",
    );
  }
  return errors;
}

function peopleErrors(values: Partial<Values>): string[] {
  const errors: string[] = [];
  const { OIDC_ISSUER = "", OIDC_CLIENT_ID = "", OIDC_ROLES_CLAIM = "", OIDC_ROLES = [] } = values;
  if ((OIDC_ISSUER === "") !== (OIDC_CLIENT_ID === "")) {
    errors.push("OIDC_ISSUER and OIDC_CLIENT_ID must be set together");
  }
  if ((OIDC_ROLES_CLAIM === "") !== (OIDC_ROLES.length === 0)) {
    errors.push("OIDC_ROLES_CLAIM and OIDC_ROLES must be set together");
  }
  return errors;
}

/** GENESYS_CLIENT_SECRET is the OAuth client's where there is one, else AudioHook's (decision 0009). */
function genesysSecrets(given: (name: SettingName) => string) {
  const clientId = given("GENESYS_CLIENT_ID");
  const clientSecret = given("GENESYS_CLIENT_SECRET");
  const own = given("GENESYS_AUDIOHOOK_SECRET");
  const errors: string[] = [];
  if (clientId !== "" && clientSecret === "") {
    errors.push("GENESYS_CLIENT_SECRET must be set with GENESYS_CLIENT_ID");
  }
  if (clientId === "" && clientSecret !== "" && own !== "") {
    errors.push(
      "GENESYS_CLIENT_SECRET has no use beside GENESYS_AUDIOHOOK_SECRET without GENESYS_CLIENT_ID",
    );
  }
  const shared = clientId === "" && own === "";
  return {
    audiohook: shared ? clientSecret : own,
    audiohookName: shared ? "GENESYS_CLIENT_SECRET" : "GENESYS_AUDIOHOOK_SECRET",
    oauth: clientId === "" ? null : { clientId, clientSecret },
    errors,
  };
}

const TOOL_SECRET = /^SECRET_([A-Z][A-Z0-9_]{0,59}?)(_FILE)?$/;

/** Secrets of tools, by their name without SECRET_. */
function readToolSecrets(
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): { secrets: Map<string, string>; errors: string[] } {
  const names = Object.keys(env).flatMap((name) => TOOL_SECRET.exec(name)?.[1] ?? []);
  const secrets = new Map<string, string>();
  const errors: string[] = [];
  for (const name of new Set(names)) {
    try {
      const value = lookUp(env, `SECRET_${name}`, { secret: true, readFile });
      if (value !== "") secrets.set(name, value);
    } catch (error) {
      errors.push(`SECRET_${name} ${error instanceof Error ? error.message : "cannot be read"}`);
    }
  }
  return { secrets, errors };
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
