// Random tokens, their hashes and a comparison that takes the same time for every guess.
// Knows nothing of sessions or requests.
import { createHash, timingSafeEqual } from "node:crypto";
import { Buffer } from "node:buffer";

/** Fills the bytes it is given with randomness. */
export type RandomFill = (bytes: Uint8Array<ArrayBuffer>) => void;

export const secureRandom: RandomFill = (bytes) => {
  crypto.getRandomValues(bytes);
};

/** `bits` of randomness as base64url without padding. */
export function randomToken(bits: number, random: RandomFill = secureRandom): string {
  const bytes = new Uint8Array(bits / 8);
  random(bytes);
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** SHA-256 as 64 hexadecimal digits: what is kept in a secret's place. */
export function sha256Hex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Compares over hashes, so that neither the place of a difference nor a length shows in the time taken. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(Buffer.from(sha256Hex(given)), Buffer.from(sha256Hex(expected)));
}
