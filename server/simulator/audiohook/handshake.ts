// The headers of Genesys' upgrade request (audiohook § 2.1), signed when there is a client secret.
import { signRequest } from "./signature.ts";

export const USER_AGENT = "Hookline-Simulator/1.0";
/** What Genesys Cloud calls itself. */
export const GENESYS_USER_AGENT = "GenesysCloud-AudioHook-Client";
/** An organisation of our own making. */
export const DEFAULT_ORGANIZATION = "6d0c5b0e-7f0a-4a6e-9d60-0f3a5c1b2d4e";

/** How long a live signature holds. */
const SIGNATURE_LIFE_S = 10;
const NONCE_BYTES = 18;

export interface HandshakeOptions {
  /** ws: or wss: */
  url: URL;
  /** Host that is signed, where it is another than that of the url: a server behind a proxy knows itself by its public name. */
  authority?: string;
  apiKey: string;
  /** base64, as it is typed into Genesys; unsigned without one. */
  secret?: string;
  organizationId: string;
  sessionId: string;
  userAgent: string;
  /** Wall clock, for the age of the signature. */
  wallMs: number;
}

/** Throws when Genesys would not accept the key or the secret in its settings. */
export function handshakeHeaders(options: HandshakeOptions): Record<string, string> {
  const { url, apiKey, secret, organizationId, sessionId } = options;
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(apiKey)) {
    throw new Error(
      "Cannot use the API key: Genesys accepts letters, digits, + / _ - and up to two = at the end",
    );
  }
  // Live Genesys uses the session id once more for the correlation.
  const correlationId = sessionId;
  const headers = {
    "Audiohook-Organization-Id": organizationId,
    "Audiohook-Session-Id": sessionId,
    "Audiohook-Correlation-Id": correlationId,
    "X-API-KEY": apiKey,
    "User-Agent": options.userAgent,
  };
  if (!secret) return headers;
  const createdS = Math.floor(options.wallMs / 1000);
  return {
    ...headers,
    ...signRequest({
      requestTarget: url.pathname + url.search,
      authority: options.authority ?? url.host,
      organizationId,
      sessionId,
      correlationId,
      apiKey,
      secret: decodeSecret(secret),
      createdS,
      expiresS: createdS + SIGNATURE_LIFE_S,
      nonce: crypto.getRandomValues(new Uint8Array(NONCE_BYTES)).toBase64(),
    }),
  };
}

function decodeSecret(secret: string): Uint8Array {
  try {
    return Uint8Array.fromBase64(secret.trim());
  } catch {
    throw new Error("Cannot use the client secret: it must be base64, as it is typed into Genesys");
  }
}
