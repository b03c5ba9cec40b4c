// The API keys that Genesys may dial in with, found and checked without telling by time which exist.
// Knows nothing of requests: it is asked with a key, a text and a MAC.
import { createHash } from "node:crypto";

/** One integration of Genesys. The secrets are decoded bytes: two while one replaces the other. */
export interface GenesysKey {
  key: string;
  /** None: requests with this key are accepted unsigned. At most two. */
  secrets: readonly Uint8Array[];
  /** Organisations that may use it; empty: any. */
  organizations: readonly string[];
}

export interface KeyRing {
  find(apiKey: string): KeyFacts;
}

/** What is known of a key. An unknown one has the same shape and costs the same time. */
export interface KeyFacts {
  known: boolean;
  signed: boolean;
  allows(organizationId: string): boolean;
  /** Whether `mac` is the HMAC-SHA256 of `base` under one of the key's secrets. */
  verifies(base: Uint8Array<ArrayBuffer>, mac: ArrayBuffer): Promise<boolean>;
}

const SECRETS_CHECKED = 2;

/** @throws {Error} where a key is empty or given twice, or a secret is empty or a third. */
export function createKeyRing(keys: readonly GenesysKey[]): KeyRing {
  const entries = new Map<string, KeyFacts>();
  for (const [index, entry] of keys.entries()) {
    check(entry, index);
    const name = digest(entry.key);
    if (entries.has(name)) throw new Error(`Genesys key ${index + 1} is given twice: remove one`);
    entries.set(name, facts(entry, true));
  }
  const unknown = facts({ key: "", secrets: [], organizations: [] }, false);
  return { find: (apiKey) => entries.get(digest(apiKey)) ?? unknown };
}

function check(entry: GenesysKey, index: number): void {
  const name = `Genesys key ${index + 1}`;
  if (entry.key === "") throw new Error(`${name} is empty: give it at least one character`);
  if (entry.secrets.length > SECRETS_CHECKED) {
    throw new Error(`${name} has ${entry.secrets.length} secrets: at most two can be in use`);
  }
  if (entry.secrets.some((secret) => secret.length === 0)) {
    throw new Error(`${name} has an empty secret: give it bytes, or leave it out`);
  }
}

function facts(entry: GenesysKey, known: boolean): KeyFacts {
  const organizations = new Set(entry.organizations.map((id) => id.toLowerCase()));
  const real = entry.secrets.length;
  // Always two computations: neither a missing key nor a rotation may be seen in the time taken.
  const hmacKeys = Array.from(
    { length: SECRETS_CHECKED },
    (_, i) => hmacKey(entry.secrets[i] ?? crypto.getRandomValues(new Uint8Array(32))),
  );
  return {
    known,
    signed: real > 0,
    allows: (id) => organizations.size === 0 || organizations.has(id.toLowerCase()),
    async verifies(base, mac) {
      const verdicts = await Promise.all(
        hmacKeys.map(async (key) => crypto.subtle.verify("HMAC", await key, mac, base)),
      );
      return verdicts.some((verdict, i) => verdict && i < real);
    },
  };
}

function hmacKey(secret: Uint8Array): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", new Uint8Array(secret), algorithm, false, ["verify"]);
}

/** Looking up a digest compares bytes that nobody outside can choose. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
