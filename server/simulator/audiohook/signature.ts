// Signs an upgrade request as Genesys does: HTTP Message Signatures with HMAC-SHA256 (audiohook § 2.3).
// The independent other side: it knows nothing of the server's verifier.
import { createHmac } from "node:crypto";

/** The order in which components and parameters are written: seen live, or in Genesys' sample client (§ 2.7). */
export type SignatureOrder = "live" | "sample";

export interface SignatureOptions {
  /** Path and query exactly as on the request line. */
  requestTarget: string;
  /** Value of the Host header. */
  authority: string;
  organizationId: string;
  sessionId: string;
  correlationId: string;
  apiKey: string;
  /** The client secret, base64 decoded. */
  secret: Uint8Array;
  /** Unix seconds. */
  createdS: number;
  expiresS: number;
  /** At least 22 characters. */
  nonce: string;
  order?: SignatureOrder;
}

const COMPONENTS: Record<SignatureOrder, readonly string[]> = {
  live: [
    "@request-target",
    "audiohook-session-id",
    "audiohook-organization-id",
    "audiohook-correlation-id",
    "x-api-key",
    "@authority",
  ],
  sample: [
    "@request-target",
    "@authority",
    "audiohook-organization-id",
    "audiohook-session-id",
    "audiohook-correlation-id",
    "x-api-key",
  ],
};

const PARAMETERS: Record<SignatureOrder, readonly string[]> = {
  live: ["created", "expires", "keyid", "nonce", "alg"],
  sample: ["keyid", "nonce", "alg", "created", "expires"],
};

export function signRequest(
  options: SignatureOptions,
): { "Signature-Input": string; Signature: string } {
  const order = options.order ?? "live";
  const values: Record<string, string> = {
    "@request-target": options.requestTarget,
    "@authority": options.authority,
    "audiohook-organization-id": options.organizationId,
    "audiohook-session-id": options.sessionId,
    "audiohook-correlation-id": options.correlationId,
    "x-api-key": options.apiKey,
  };
  const parameters: Record<string, string> = {
    created: String(options.createdS),
    expires: String(options.expiresS),
    keyid: `"${options.apiKey}"`,
    nonce: `"${options.nonce}"`,
    alg: '"hmac-sha256"',
  };
  const components = COMPONENTS[order];
  const list = components.map((name) => `"${name}"`).join(" ");
  const input = `(${list})` +
    PARAMETERS[order].map((name) => `;${name}=${parameters[name]}`).join("");
  const base = [
    ...components.map((name) => `"${name}": ${values[name]}`),
    `"@signature-params": ${input}`,
  ].join("\n");
  const mac = createHmac("sha256", options.secret).update(base).digest("base64");
  return { "Signature-Input": `sig1=${input}`, Signature: `sig1=:${mac}:` };
}
