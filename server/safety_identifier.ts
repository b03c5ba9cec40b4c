// Tells the model's provider one caller from another without naming either (openai-realtime § 2.2).
import { createHmac } from "node:crypto";

/** The same for each call of a caller; `salt` is this server's own. */
export function safetyIdentifier(salt: string, { caller, callId }: {
  /** "": withheld. */
  caller: string;
  callId: string;
}): string {
  return createHmac("sha256", salt).update(caller || callId).digest("hex");
}
