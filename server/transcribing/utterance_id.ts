// The UUID of an utterance, everywhere and each time the same: nobody has to keep a list of them. Pure.
import { createHash } from "node:crypto";

/** In the form of version 5: phone systems look at the version (audiohook § 3). */
export function utteranceUuid(callId: string, channel: number, utteranceId: string): string {
  const bytes = createHash("sha1").update(`${callId} ${channel} ${utteranceId}`).digest()
    .subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [0, 8, 12, 16, 20].map((at, i, all) => hex.slice(at, all[i + 1])).join("-");
}
