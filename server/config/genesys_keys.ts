// Reads the Genesys keys: the single key of the simple settings, and the JSON list for rotation and tenants.
import { z } from "zod";
import type { GenesysKey } from "../telephony/audiohook/keys.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const listSchema = z.array(z.strictObject({
  key: z.string().min(1),
  secrets: z.array(z.string()).max(2).default([]),
  organizations: z.array(z.string().regex(UUID)).default([]),
}));

export interface KeySettings {
  apiKey: string;
  secret: string;
  /** The setting that it came from. */
  secretName: string;
  organizations: string;
  more: string;
}

/** Keys as the AudioHook server wants them; errors name the setting and the place, never a value. */
export function readGenesysKeys(settings: KeySettings): {
  keys: GenesysKey[];
  secrets: Uint8Array[];
  organizations: string[];
  errors: string[];
} {
  const errors: string[] = [];
  const organizations = settings.organizations.split(",").map((id) => id.trim()).filter((id) =>
    id !== ""
  );
  if (!organizations.every((id) => UUID.test(id))) {
    errors.push("GENESYS_ORG_ID must be one UUID or several, separated by commas");
  }
  const secrets = settings.secret === "" ? [] : [decodeSecret(settings.secret)];
  if (secrets.includes(null)) errors.push(`${settings.secretName} must be base64 and not empty`);
  const decoded = secrets.filter((secret) => secret !== null);
  const keys: GenesysKey[] = settings.apiKey === ""
    ? []
    : [{ key: settings.apiKey, secrets: decoded, organizations }];
  if (settings.more !== "") keys.push(...readList(settings.more, errors));
  const names = keys.map(({ key }) => key);
  if (new Set(names).size < names.length) errors.push("GENESYS_KEYS names the same key twice");
  return { keys, secrets: decoded, organizations, errors };
}

function readList(more: string, errors: string[]): GenesysKey[] {
  let json: unknown;
  try {
    json = JSON.parse(more);
  } catch {
    errors.push("GENESYS_KEYS must be JSON");
    return [];
  }
  const parsed = listSchema.safeParse(json);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      errors.push(`GENESYS_KEYS[${issue.path.join(".")}] is not as it should be: ${issue.code}`);
    }
    return [];
  }
  return parsed.data.map(({ key, secrets, organizations }, index) => {
    const decoded = secrets.map(decodeSecret);
    if (decoded.includes(null)) {
      errors.push(`GENESYS_KEYS[${index}.secrets] must be base64 and not empty`);
    }
    return { key, secrets: decoded.filter((secret) => secret !== null), organizations };
  });
}

function decodeSecret(secret: string): Uint8Array<ArrayBuffer> | null {
  try {
    const bytes = Uint8Array.fromBase64(secret);
    return bytes.length > 0 ? bytes : null;
  } catch {
    return null;
  }
}
