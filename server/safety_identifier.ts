// Tells the model's provider one caller from another without naming either (openai-realtime § 2.2).
import { createHmac } from "node:crypto";
import { keptOnce } from "./kept_once.ts";
import type { Store } from "./store/store.ts";

/** The same for each call of a caller; `salt` is this server's own. */
export function safetyIdentifier(salt: string, { caller, callId }: {
  /** "": withheld. */
  caller: string;
  callId: string;
}): string {
  return createHmac("sha256", salt).update(caller || callId).digest("hex");
}

/** Made once for this server and all its instances, and kept. */
export function safetySalt(store: Pick<Store, "setting" | "replaceSetting">): Promise<string> {
  const make = () => crypto.getRandomValues(new Uint8Array(32)).toHex();
  return keptOnce(store, "safety_salt", make);
}
