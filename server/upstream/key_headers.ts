// How the model's provider is told who asks: once, for sockets and REST alike. Pure.
import type { UpstreamTarget } from "./upstream.ts";

/** The header with the key, in the form that the place takes. */
export function keyHeaders(
  { apiKey, keyHeader }: Pick<UpstreamTarget, "apiKey" | "keyHeader">,
): Record<string, string> {
  return keyHeader === "bearer" ? { "Authorization": `Bearer ${apiKey}` } : { "api-key": apiKey };
}

/** Headers of a session. `safetyIdentifier`: stable hash of the caller. */
export function sessionHeaders(
  target: Pick<UpstreamTarget, "apiKey" | "keyHeader">,
  safetyIdentifier: string,
): Record<string, string> {
  return { ...keyHeaders(target), "OpenAI-Safety-Identifier": safetyIdentifier };
}
