// Reads the signature of an AudioHook upgrade and rebuilds what was signed (audiohook § 2.3: HTTP Message
// Signatures over RFC 8941 fields). Knows no key's owner, no secret, no socket.
import {
  type Dictionary,
  parseDictionary,
  serializeDictionary,
  serializeInnerList,
} from "structured-headers";

/** How far two clocks may be apart, and how long a signature lives when it does not say. */
const SKEW_MS = 5_000;
const MAX_AGE_MS = 10_000;

const REQUIRED = [
  "@request-target",
  "@authority",
  "audiohook-organization-id",
  "audiohook-session-id",
  "audiohook-correlation-id",
  "x-api-key",
];
const PARAMETERS = new Set(["created", "expires", "keyid", "nonce", "alg"]);
const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

/** The parts of a request that a signature can cover. */
export interface SignedParts {
  /** Path and query exactly as on the request line. */
  target: string;
  /** Host as dialled, lower case, without the default port. */
  authority: string;
  headers: Headers;
}

export type SignatureFault = "auth_shape" | "auth_sig" | "auth_cover" | "auth_age" | "auth_future";

export type SignatureReading =
  | { ok: true; base: Uint8Array<ArrayBuffer>; mac: ArrayBuffer; nonce: string }
  | { ok: false; fault: SignatureFault; detail: string };

/**
 * Everything about the signature but the MAC itself. `nowMs`: UTC.
 * A detail names rules and numbers, never the value of a header.
 */
export function readSignature(parts: SignedParts, nowMs: number): SignatureReading {
  const inputText = parts.headers.get("signature-input") ?? "";
  const macText = parts.headers.get("signature") ?? "";
  const macs = parsed(macText);
  if (!macs) return refuse("auth_sig", "Signature is not a dictionary of byte sequences");
  const inputs = parsed(inputText);
  if (!inputs) return refuse("auth_shape", "Signature-Input cannot be read");
  const [label, ...furtherLabels] = inputs.keys();
  if (label === undefined || furtherLabels.length > 0 || macs.size !== 1) {
    return refuse("auth_shape", "exactly one signature is wanted");
  }
  if (!sameButBlanks(serializeDictionary(inputs), inputText)) {
    return refuse("auth_shape", "Signature-Input holds something twice, or in an unusual form");
  }
  if (macText.includes(",")) return refuse("auth_shape", "Signature holds a label twice");

  const mac = macs.get(label)?.[0];
  if (!(mac instanceof ArrayBuffer)) return refuse("auth_shape", "the labels do not match");
  const member = inputs.get(label)!;
  const [components, parameters] = member;
  if (!Array.isArray(components)) return refuse("auth_shape", "no list of components");

  for (const name of parameters.keys()) {
    if (!PARAMETERS.has(name)) return refuse("auth_shape", "a parameter is not supported");
  }
  const alg = parameters.get("alg");
  if (alg !== undefined && alg !== "hmac-sha256") return refuse("auth_shape", "alg");
  if (parameters.get("keyid") !== parts.headers.get("x-api-key")) {
    return refuse("auth_shape", "keyid is not the API key");
  }
  const nonce = parameters.get("nonce");
  if (typeof nonce !== "string" || nonce.length < 22 || nonce.length > 256) {
    return refuse("auth_shape", "nonce must have 22 to 256 characters");
  }
  const age = ageFault(parameters.get("created"), parameters.get("expires"), nowMs);
  if (age) return age;

  const lines: string[] = [];
  const seen = new Set<string>();
  for (const [name, itemParameters] of components) {
    if (typeof name !== "string" || itemParameters.size > 0) {
      return refuse("auth_shape", "a component has parameters or is no string");
    }
    if (seen.has(name)) return refuse("auth_cover", "a component is covered twice");
    seen.add(name);
    const value = componentValue(name, parts);
    if (value === undefined) return refuse("auth_cover", "a component cannot be resolved");
    lines.push(`"${name}": ${value}`);
  }
  const missing = REQUIRED.find((name) => !seen.has(name));
  if (missing) return refuse("auth_cover", `${missing} is not covered`);
  lines.push(`"@signature-params": ${serializeInnerList([components, parameters])}`);
  return { ok: true, base: new TextEncoder().encode(lines.join("\n")), mac, nonce };
}

function refuse(fault: SignatureFault, detail: string): SignatureReading {
  return { ok: false, fault, detail };
}

function parsed(text: string): Dictionary | undefined {
  try {
    return parseDictionary(text);
  } catch {
    return undefined;
  }
}

/**
 * The parser keeps the last of two equal labels or parameters, and 17.0 becomes 17. What cannot be
 * re-encoded to the same text was therefore ambiguous, and ambiguity is how signatures are fooled.
 */
function sameButBlanks(canonical: string, received: string): boolean {
  return canonical.replaceAll(/[ \t]/g, "") === received.replaceAll(/[ \t]/g, "");
}

function ageFault(created: unknown, expires: unknown, nowMs: number): SignatureReading | undefined {
  if (!isSeconds(created)) return refuse("auth_age", "created is missing or no whole number");
  if (expires !== undefined && !isSeconds(expires)) {
    return refuse("auth_age", "expires is no whole number");
  }
  const ageS = Math.round(nowMs / 1000 - created);
  if (created * 1000 > nowMs + SKEW_MS) {
    return refuse("auth_future", `created ${-ageS} s ahead of our clock`);
  }
  const diesAtMs = Math.min(created * 1000 + MAX_AGE_MS, (expires ?? Infinity) * 1000);
  if (diesAtMs < nowMs - SKEW_MS) return refuse("auth_age", `created ${ageS} s ago`);
  return undefined;
}

function isSeconds(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function componentValue(name: string, parts: SignedParts): string | undefined {
  if (name === "@request-target") return parts.target;
  if (name === "@authority") return parts.authority;
  if (!HEADER_NAME.test(name) || name === "signature") return undefined;
  return parts.headers.get(name)?.replaceAll(/\r?\n[ \t]+/g, " ").trim();
}
