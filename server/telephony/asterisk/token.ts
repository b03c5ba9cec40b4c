// Whether a request brings the token, in its Authorization header or as the last part of its path; and the address
// that is left without it. Takes the same time whatever was brought.
import { createHash, timingSafeEqual } from "node:crypto";

export function hasBearer(request: Request, token: string): boolean {
  const match = /^Bearer +(\S+) *$/i.exec(request.headers.get("authorization") ?? "");
  return isToken(match?.[1] ?? "", token);
}

export function isToken(brought: string, token: string): boolean {
  return token !== "" && timingSafeEqual(digest(brought), digest(token));
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
