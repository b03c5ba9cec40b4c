// Tells the model's provider one caller from another without naming either (openai-realtime § 2.2).
import { createHmac } from "node:crypto";
import type { Store } from "./store/store.ts";

/** The same for each call of a caller; `salt` is this server's own. */
export function safetyIdentifier(salt: string, { caller, callId }: {
  /** "": withheld. */
  caller: string;
  callId: string;
}): string {
  return createHmac("sha256", salt).update(caller || callId).digest("hex");
}

/** Made once for this server, and kept. */
export async function safetySalt(store: Pick<Store, "setting" | "putSetting">): Promise<string> {
  const found = await store.setting("safety_salt");
  if (found !== undefined) return found;
  const salt = crypto.getRandomValues(new Uint8Array(32)).toHex();
  await store.putSetting("safety_salt", salt);
  return salt;
}
