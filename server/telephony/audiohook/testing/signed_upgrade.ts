// Test side: an upgrade as Genesys sends it, signed by hand so that it does not share code with the verifier.
import { createHmac } from "node:crypto";

export const ORGANIZATION = "11111111-2222-4333-8444-555555555555";
export const SESSION = "66666666-7777-4888-8999-aaaaaaaaaaaa";
export const CORRELATION = "bbbbbbbb-cccc-4ddd-8eee-ffffffffffff";
export const API_KEY = "demo-api-key-01";
export const SECRET = new TextEncoder().encode("0123456789abcdef0123456789abcdef");

export interface SignedUpgrade {
  target: string;
  authority: string;
  organization: string;
  session: string;
  correlation: string;
  apiKey: string;
  /** Order matters: live Genesys and the sample client differ. */
  components: readonly string[];
  /** The parameters of Signature-Input, with the leading semicolon. */
  parameters: string;
  secret: Uint8Array;
}

export const COMPONENTS = [
  "@request-target",
  "@authority",
  "audiohook-organization-id",
  "audiohook-session-id",
  "audiohook-correlation-id",
  "x-api-key",
] as const;

let nonces = 0;

export function parametersAt(
  createdS: number,
  options: { key?: string; nonce?: string } = {},
): string {
  const nonce = options.nonce ?? `nonce-${String(nonces++).padStart(20, "0")}`;
  return `;keyid="${options.key ?? API_KEY}";nonce="${nonce}";alg="hmac-sha256"` +
    `;created=${createdS};expires=${createdS + 10}`;
}

export function signedUpgrade(changes: Partial<SignedUpgrade> = {}): SignedUpgrade {
  return {
    target: "/audiohook/parcels?tenant=acme",
    authority: "bridge.example.test",
    organization: ORGANIZATION,
    session: SESSION,
    correlation: CORRELATION,
    apiKey: API_KEY,
    components: COMPONENTS,
    parameters: parametersAt(1_750_000_000),
    secret: SECRET,
    ...changes,
  };
}

/** The MAC in base64, as it goes into Signature. */
export function macOf(upgrade: SignedUpgrade): string {
  const values: Record<string, string> = {
    "@request-target": upgrade.target,
    "@authority": upgrade.authority,
    ...idHeaders(upgrade),
  };
  const list = `(${upgrade.components.map((name) => `"${name}"`).join(" ")})${upgrade.parameters}`;
  const lines = upgrade.components.map((name) => `"${name}": ${values[name] ?? ""}`);
  const base = [...lines, `"@signature-params": ${list}`].join("\n");
  return createHmac("sha256", upgrade.secret).update(base).digest("base64");
}

export function signatureInputOf(upgrade: SignedUpgrade): string {
  const list = upgrade.components.map((name) => `"${name}"`).join(" ");
  return `sig1=(${list})${upgrade.parameters}`;
}

export function headersOf(upgrade: SignedUpgrade): Record<string, string> {
  return {
    ...idHeaders(upgrade),
    "signature-input": signatureInputOf(upgrade),
    "signature": `sig1=:${macOf(upgrade)}:`,
  };
}

export function idHeaders(upgrade: SignedUpgrade): Record<string, string> {
  return {
    "audiohook-organization-id": upgrade.organization,
    "audiohook-session-id": upgrade.session,
    "audiohook-correlation-id": upgrade.correlation,
    "x-api-key": upgrade.apiKey,
  };
}
