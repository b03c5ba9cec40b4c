// Who may dial in: a bearer token that operators set, or a JWT of their OAuth server (audiocodes § 2). Knows nothing of
// calls; a token never leaves this file.
import { createHash, timingSafeEqual } from "node:crypto";
import { createRemoteJWKSet, customFetch, jwtVerify } from "jose";
import type { Clock } from "../../clock.ts";

/** The OAuth server whose JWTs are accepted. */
export interface JwtSettings {
  jwksUrl: string;
  issuer: string;
  audience: string;
}

export interface AuthOptions {
  /** More than one while one replaces another. */
  tokens: readonly string[];
  jwt: JwtSettings | null;
  clock: Clock;
}

export type AuthRefusal =
  | "auth_off" // neither a token nor an OAuth server is set: nobody can be let in
  | "auth_missing"
  | "auth_shape" // no Bearer, or far too long
  | "auth_bearer" // none of the tokens, and no JWT
  | "auth_jwt" // not signed by that server, not for us, or out of date
  | "auth_keys"; // its keys could not be had

/** undefined: let in. Never rejects. `detail` never holds the token. */
export type Authenticate = (headers: Headers) => Promise<AuthVerdict>;
export type AuthVerdict = { code: AuthRefusal; detail: string } | undefined;

/** No HMAC: who knows a public key must not be able to sign with it. */
const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
];
const JWKS_WITHIN_MS = 3_000;
const MAX_JWKS_BYTES = 256 * 1024;
const MAX_TOKEN_CHARS = 8_192;
const CLOCKS_APART_S = 5;

/** @throws {Error} where `jwt` is incomplete. */
export function createAuth({ tokens, jwt, clock }: AuthOptions): Authenticate {
  const known = tokens.filter((token) => token !== "").map(digest);
  const verifyJwt = jwt && jwtVerifier(jwt, clock);
  return async (headers) => {
    if (known.length === 0 && !verifyJwt) return { code: "auth_off", detail: "" };
    const authorization = headers.get("authorization");
    if (authorization === null) return { code: "auth_missing", detail: "no Authorization" };
    const token = /^Bearer +([^\s,]+)$/i.exec(authorization)?.[1];
    if (token === undefined || token.length > MAX_TOKEN_CHARS) {
      return { code: "auth_shape", detail: "Authorization is not one Bearer token" };
    }
    if (isKnown(digest(token), known)) return undefined;
    if (verifyJwt && token.split(".").length === 3) return await verifyJwt(token);
    return { code: "auth_bearer", detail: "unknown token" };
  };
}

/** All are compared, whole: time tells neither how much of a token is right nor which one it is. */
function isKnown(token: Uint8Array, known: readonly Uint8Array[]): boolean {
  let found = false;
  for (const other of known) found = timingSafeEqual(token, other) || found;
  return found;
}

function digest(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}

function jwtVerifier(
  { jwksUrl, issuer, audience }: JwtSettings,
  clock: Clock,
): (token: string) => Promise<AuthVerdict> {
  if (issuer === "" || audience === "") {
    throw new Error(
      "Cannot check JWTs of VoiceAI Connect: set AUDIOCODES_JWT_ISSUER and AUDIOCODES_JWT_AUDIENCE",
    );
  }
  const keys = createRemoteJWKSet(new URL(jwksUrl), {
    timeoutDuration: JWKS_WITHIN_MS,
    [customFetch]: fetchBounded,
  });
  return async (token) => {
    try {
      await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ["exp"],
        clockTolerance: CLOCKS_APART_S,
        currentDate: new Date(clock.wall()),
      });
      return undefined;
    } catch (error) {
      return verdictOn(error);
    }
  };
}

/** Codes of jose that speak of the token; all else is about the keys. */
const ABOUT_THE_TOKEN = /^ERR_(JWT|JWS|JOSE_ALG|JWKS_NO_MATCHING|JWKS_MULTIPLE)/;

function verdictOn(error: unknown): AuthVerdict {
  const { code, claim } = error as { code?: unknown; claim?: unknown };
  const name = typeof code === "string" ? code : "network";
  const about = typeof claim === "string" ? `${name} ${claim}` : name;
  const detail = about.replaceAll(/[^\w ]/g, "").slice(0, 64);
  return { code: ABOUT_THE_TOKEN.test(name) ? "auth_jwt" : "auth_keys", detail };
}

/** As fetch, but no more than keys can be. */
async function fetchBounded(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_JWKS_BYTES) throw new Error("the list of keys is too long");
    chunks.push(chunk);
  }
  return new Response(new Blob(chunks), { status: response.status });
}
