// Signs what is posted, after the Standard Webhooks scheme (standardwebhooks.com). Knows nothing of calls.
import { createHmac } from "node:crypto";

export interface SignedHeaders {
  "webhook-id": string;
  "webhook-timestamp": string;
  "webhook-signature": string;
}

/** `atMs`: UTC. `body`: as it is sent, to the byte. */
export function signWebhook(
  message: { id: string; atMs: number; body: string; secret: Uint8Array },
): SignedHeaders {
  const timestamp = `${Math.floor(message.atMs / 1000)}`;
  const signature = createHmac("sha256", message.secret)
    .update(`${message.id}.${timestamp}.${message.body}`)
    .digest("base64");
  return {
    "webhook-id": message.id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
}

/** A shorter key could be guessed; the scheme itself asks for 24. */
const SECRET_BYTES = 16;

/** The setting WEBHOOK_SECRET: base64, perhaps behind "whsec_". Null: it is not, or has under 16 bytes. */
export function readWebhookSecret(setting: string): Uint8Array | null {
  try {
    const secret = Uint8Array.fromBase64(setting.trim().replace(/^whsec_/, ""));
    return secret.length >= SECRET_BYTES ? secret : null;
  } catch {
    return null;
  }
}
