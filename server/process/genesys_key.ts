// The API key for Genesys that is made on the first start: a file for its owner only, or a setting in a database that
// several servers share.
import { keptOnce } from "../kept_once.ts";
import type { Store } from "../store/store.ts";

const NAME = "genesys_api_key";

export interface KeptKey {
  key: string;
  /** It is new and should be shown once. */
  made: boolean;
}

/** The key in `dataDir`, made when there is none. */
export function keptGenesysKey(dataDir: string): KeptKey {
  const kept = readGenesysKey(dataDir);
  if (kept !== null) return { key: kept, made: false };
  const key = newKey();
  Deno.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  Deno.writeTextFileSync(`${dataDir}/${NAME}`, `${key}\n`, { mode: 0o600 });
  return { key, made: true };
}

/** Null: there is none. */
export function readGenesysKey(dataDir: string): string | null {
  try {
    return Deno.readTextFileSync(`${dataDir}/${NAME}`).trim() || null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** The key in the store; `key` where there is none. Of servers that make one at the same time, one does; all of them have that one. */
export async function storedGenesysKey(
  store: Pick<Store, "setting" | "replaceSetting">,
  key: string = newKey(),
): Promise<KeptKey> {
  let made = "";
  const kept = await keptOnce(store, NAME, () => made = key);
  return { key: kept, made: kept === made };
}

function newKey(): string {
  return crypto.getRandomValues(new Uint8Array(24)).toBase64({ alphabet: "base64url" });
}
