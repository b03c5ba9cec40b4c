// Decides before the upgrade whether a request is Genesys' (audiohook § 2, reliability § 3.3).
// Gives facts or a code; the code is for our log only, the caller learns a status. Opens nothing.
import type { Clock } from "../../clock.ts";
import { digest, type KeyRing } from "./keys.ts";
import { isUuid } from "./message.ts";
import type { ReplayMemory } from "./replay_memory.ts";
import { readSignature } from "./signature.ts";

export type RefusalCode =
  | "origin" // a browser
  | "not_websocket"
  | "auth_missing" // no API key
  | "auth_shape" // headers or signature twice, malformed or unusual
  | "auth_key" // unknown API key
  | "auth_unsigned" // no signature though the key has a secret
  | "auth_no_secret" // a signature though the key has no secret here
  | "auth_cover" // the signature leaves out what it must cover
  | "auth_age"
  | "auth_future"
  | "auth_sig" // the signature does not match
  | "auth_replay"
  | "auth_org" // the organisation may not use the key
  | "session_open" // this session is connected already
  | "draining"
  | "full";

export interface Admitted {
  sessionId: string;
  organizationId: string;
  correlationId: string;
  /** Path and query as dialled, for routing: without doubled slashes. */
  address: string;
  signed: boolean;
  userAgent: string;
}

export type Admission =
  | { ok: true; facts: Admitted }
  | { ok: false; code: RefusalCode; detail: string };

export interface AdmitOptions {
  keys: KeyRing;
  replays: Pick<ReplayMemory, "isNew">;
  clock: Clock;
  /** Host that Genesys dials, where a proxy changes the Host header. */
  publicAuthority?: string;
}

/** All checks that depend on the request alone. */
export async function admit(request: Request, options: AdmitOptions): Promise<Admission> {
  const { headers } = request;
  if (headers.has("origin")) return refuse("origin", "browsers have no business here");
  if (headers.get("upgrade")?.toLowerCase() !== "websocket") {
    return refuse("not_websocket", "no WebSocket upgrade");
  }
  const apiKey = headers.get("x-api-key") ?? "";
  if (apiKey === "") return refuse("auth_missing", "no X-API-KEY");
  const [organizationId, sessionId, correlationId] = IDS.map((name) => headers.get(name) ?? "");
  for (const [i, id] of [organizationId!, sessionId!, correlationId!].entries()) {
    // A header sent twice arrives joined by a comma, and is no UUID either.
    if (!isUuid(id)) return refuse("auth_shape", `${IDS[i]} is missing or no UUID`);
  }
  const target = rawTarget(request.url);
  const facts: Admitted = {
    sessionId: sessionId!,
    organizationId: organizationId!,
    correlationId: correlationId!,
    address: target.replace(/^[^?]*/, (path) => path.replaceAll(/\/{2,}/g, "/")),
    signed: headers.has("signature") || headers.has("signature-input"),
    userAgent: headers.get("user-agent") ?? "",
  };

  const key = options.keys.find(apiKey);
  if (!facts.signed) {
    if (!key.known) return refuse("auth_key", "unknown API key, unsigned");
    if (key.signed) {
      return refuse("auth_unsigned", "the key has a secret, the request no signature");
    }
  } else {
    const authority = authorityOf(options.publicAuthority ?? headers.get("host") ?? "");
    const reading = readSignature({ target, authority, headers }, options.clock.wall());
    if (!reading.ok) return refuse(reading.fault, reading.detail);
    const verified = await key.verifies(reading.base, reading.mac);
    if (!key.known) return refuse("auth_key", "unknown API key, signed");
    if (!key.signed) return refuse("auth_no_secret", "signed, but no secret is set for this key");
    if (!verified) return refuse("auth_sig", "does not match: secret, Host or path differ");
    // Only now: else a stranger could use up the nonces of others. By a name that gives no key away: others are told it.
    if (!options.replays.isNew(digest(`${apiKey} ${reading.nonce}`), options.clock.now())) {
      return refuse("auth_replay", "this signed request was used before");
    }
  }
  if (!key.allows(facts.organizationId)) {
    return refuse("auth_org", `organisation ${facts.organizationId} is not on the key's list`);
  }
  return { ok: true, facts };
}

const IDS = [
  "audiohook-organization-id",
  "audiohook-session-id",
  "audiohook-correlation-id",
] as const;

function refuse(code: RefusalCode, detail: string): Admission {
  return { ok: false, code, detail };
}

/** Path and query byte for byte: `new URL` would tidy what was signed. */
function rawTarget(url: string): string {
  const afterScheme = url.indexOf("://") + 3;
  const at = url.slice(afterScheme).search(/[/?]/);
  return at === -1 ? "/" : url.slice(afterScheme + at);
}

/** Genesys dials wss, where 443 goes without saying. */
function authorityOf(host: string): string {
  return host.trim().toLowerCase().replace(/:443$/, "");
}
