// The door of the API: everything under it is closed but what says that anybody may, so that a new route cannot stand
// open by forgetting. What somebody who is let in may do is permission.ts. Knows no resource.
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { AdminDeps, AdminEnv, Admitted } from "../admin_deps.ts";
import { looksLikeApiToken } from "../../people/api_tokens.ts";
import { sameSecret } from "../../people/secrets.ts";
import { refuse, refuseUntil } from "../problems.ts";
import { addressKey, remoteAddress } from "../remote_address.ts";
import { Attempts, SIGN_IN_LIMITS } from "./attempts.ts";
import { neededBy } from "./permission.ts";
import { readSessionCookie } from "./session_cookie.ts";
import { operator, type Standing } from "./standing.ts";

/** Requests that a page makes without a person: they do not keep a session alive. */
const UNATTENDED: ReadonlySet<string> = new Set(["/api/events", "/api/session", "/api/health"]);

export type AdmissionDeps =
  & Pick<AdminDeps, "clock" | "log" | "tokens" | "adminToken" | "publicOrigins">
  & { standing: Standing };

/** Sets `admitted`, or answers 401; 429 to an address that guesses tokens. */
export function admission(deps: AdmissionDeps) {
  const attempts = new Attempts(deps.clock, SIGN_IN_LIMITS);
  return createMiddleware<AdminEnv>(async (c, next) => {
    const found = await whoAsks(c, deps, attempts);
    const admitted = typeof found === "number" ? null : found;
    c.set("admitted", admitted);
    if (admitted || neededBy(c) === "anybody") return await next();
    if (typeof found === "number") return refuseUntil(c, found, "Too many wrong tokens.");
    return refuse(c, "signed_out", "You are not signed in, or no longer. Sign in and try again.");
  });
}

/** Counts a request as the use that keeps a session alive; runs after the origin check. */
export function countAsUse(deps: Pick<AdminDeps, "sessions">) {
  return createMiddleware<AdminEnv>(async (c, next) => {
    const sessionId = c.var.admitted?.sessionId ?? null;
    if (sessionId !== null && !UNATTENDED.has(c.req.path)) deps.sessions.touch(sessionId);
    await next();
  });
}

/** Whether the bearer token of a request is the admin token; a number: milliseconds to wait first. */
export function bearerIsAdmin(
  c: Context<AdminEnv>,
  deps: Pick<AdmissionDeps, "adminToken" | "log">,
  attempts: Attempts,
): boolean | number {
  const given = bearerOf(c);
  if (given === undefined || !deps.adminToken) return false;
  const address = addressKey(remoteAddress(c));
  const waitMs = attempts.attempt(address);
  if (waitMs > 0) return waitMs;
  if (!sameSecret(given, deps.adminToken)) {
    deps.log.warn("admin_token_wrong", { address });
    return false;
  }
  attempts.succeeded(address);
  return true;
}

function bearerOf(c: Context<AdminEnv>): string | undefined {
  return /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
}

/**
 * Wrong ones count as the admin token's do. A right one is never kept waiting: nobody guesses 256 bits, and behind a
 * proxy the wrong ones of strangers come from the same address.
 */
async function byApiToken(
  c: Context<AdminEnv>,
  text: string,
  { deps, attempts }: { deps: AdmissionDeps; attempts: Attempts },
): Promise<Admitted | null | number> {
  const admitted = await deps.standing.recallApiToken(text);
  if (admitted) {
    deps.tokens.used(admitted.id);
    return admitted;
  }
  const address = addressKey(remoteAddress(c));
  const waitMs = attempts.attempt(address);
  if (waitMs > 0) return waitMs;
  deps.log.warn("api_token_wrong", { address });
  return null;
}

async function whoAsks(
  c: Context<AdminEnv>,
  deps: AdmissionDeps,
  attempts: Attempts,
): Promise<Admitted | null | number> {
  // The cookie first: a proxy in front may send an Authorization of its own with every request.
  const token = readSessionCookie(c, deps.publicOrigins);
  const admitted = token === undefined ? null : await deps.standing.recallSession(token);
  if (admitted) return admitted;
  const bearer = bearerOf(c);
  if (bearer !== undefined && looksLikeApiToken(bearer)) {
    return await byApiToken(c, bearer, { deps, attempts });
  }
  const verdict = bearerIsAdmin(c, deps, attempts);
  return typeof verdict === "number" ? verdict : verdict ? operator(null) : null;
}
