// What a simulated call proves itself with: as it was given, else as the server's own settings say. Reads files that
// settings name; knows no calls.
import type { CallArguments } from "./call_arguments.ts";
import { localAnnouncement, phoneProtocol } from "./phone_protocol.ts";
import type { ReadyArguments } from "./place_calls.ts";
import type { Terminal } from "./terminal.ts";

export type Credentials = Pick<
  ReadyArguments,
  "apiKey" | "secret" | "organization" | "token" | "announceUrl"
>;

/** Rejects with what there is not, and where it would come from. */
export async function credentials(args: CallArguments, { env }: Terminal): Promise<Credentials> {
  if (args.protocol !== "audiohook") {
    const { tokenSetting } = phoneProtocol(args.protocol);
    const setting = tokenSetting ? await secretOf(tokenSetting, env) : undefined;
    // The server takes several, separated by commas; the first will do.
    const token = args.token ?? setting?.split(",")[0]?.trim();
    const announceUrl = args.announceUrl ?? announcementNear(args.url, env);
    return {
      apiKey: "",
      ...(token ? { token } : {}),
      ...(announceUrl ? { announceUrl } : {}),
    };
  }
  return await genesysCredentials(args, env);
}

/** By our own settings, where it is our own server that is called. */
function announcementNear(url: string, env: Terminal["env"]): string | undefined {
  const local = localAnnouncement(env);
  return URL.parse(url)?.hostname === URL.parse(local)?.hostname ? local : undefined;
}

async function genesysCredentials(
  { apiKey, secret, organization }: CallArguments,
  env: Terminal["env"],
): Promise<Credentials> {
  const key = apiKey ?? await secretOf("GENESYS_API_KEY", env) ??
    await keyOfServer(env("DATA_DIR") ?? "data");
  // The server takes several organisations, separated by commas; the first will do.
  const first = (name: string) => env(name)?.split(",")[0]?.trim();
  const clientSecret = secret ?? await audiohookSecret(env);
  const organizationId = organization ?? first("GENESYS_ORG_ID");
  return {
    apiKey: key,
    ...(clientSecret ? { secret: clientSecret } : {}),
    ...(organizationId ? { organization: organizationId } : {}),
  };
}

/** GENESYS_CLIENT_SECRET is AudioHook's only where there is no OAuth client (decision 9). */
async function audiohookSecret(env: Terminal["env"]): Promise<string | undefined> {
  const own = await secretOf("GENESYS_AUDIOHOOK_SECRET", env);
  if (own || env("GENESYS_CLIENT_ID")?.trim()) return own;
  return await secretOf("GENESYS_CLIENT_SECRET", env);
}

/** A secret as the server reads it: from the variable, or from the file that NAME_FILE names. */
async function secretOf(name: string, env: Terminal["env"]): Promise<string | undefined> {
  const path = env(`${name}_FILE`);
  return env(name)?.trim() || (path ? (await Deno.readTextFile(path)).trim() : undefined);
}

/** The key that the server made for itself at its first start. */
async function keyOfServer(dataDir: string): Promise<string> {
  const path = `${dataDir}/genesys_api_key`;
  try {
    return (await Deno.readTextFile(path)).trim();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(
      `No API key: ${path} does not exist. Start the server once (deno task start), or give --api-key or GENESYS_API_KEY; with DATABASE_URL its first start shows the key.`,
    );
  }
}
