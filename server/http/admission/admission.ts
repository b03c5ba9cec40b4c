// The door of the API: everything under it is closed but the few routes named here, so that a new route
// cannot stand open by forgetting. Knows no resource.
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { AdminDeps, AdminEnv, Admitted } from "../admin_deps.ts";
import { refuse, refuseUntil } from "../problems.ts";
import { addressKey, remoteAddress } from "../remote_address.ts";
import { Attempts, SIGN_IN_LIMITS } from "./attempts.ts";
import { sameSecret } from "./secrets.ts";
import { readSessionCookie } from "./session_cookie.ts";

/** Method and path of what a stranger may call: asking who one is, and signing in. */
export const OPEN_ROUTES: ReadonlySet<string> = new Set([
  "GET /api/session",
  "POST /api/session",
  "POST /api/session/link",
]);

/** Requests that a page makes without a person: they do not keep a session alive. */
const UNATTENDED: ReadonlySet<string> = new Set(["/api/events", "/api/session", "/api/health"]);

export type AdmissionDeps = Pick<
  AdminDeps,
  "clock" | "log" | "sessions" | "adminToken" | "publicOrigins"
>;

/** Sets `admitted`, or answers 401; 429 to an address that guesses tokens. */
export function admission(deps: AdmissionDeps) {
  const attempts = new Attempts(deps.clock, SIGN_IN_LIMITS);
  return createMiddleware<AdminEnv>(async (c, next) => {
    const found = whoAsks(c, deps, attempts);
    const admitted = typeof found === "number" ? null : found;
    c.set("admitted", admitted);
    if (admitted || OPEN_ROUTES.has(`${c.req.method} ${c.req.path}`)) return await next();
    if (typeof found === "number") return refuseUntil(c, found, "Too many wrong tokens.");
    return refuse(c, "signed_out", "You are not signed in, or no longer. Sign in and try again.");
  });
}

/** Counts a request as the use that keeps a session alive; runs after the origin check. */
export function countAsUse(deps: Pick<AdminDeps, "sessions">) {
  return createMiddleware<AdminEnv>(async (c, next) => {
    const { admitted } = c.var;
    if (admitted?.by === "session" && !UNATTENDED.has(c.req.path)) {
      deps.sessions.touch(admitted.sessionId);
    }
    await next();
  });
}

/** Whether the bearer token of a request is the admin token; a number: milliseconds to wait first. */
export function bearerIsAdmin(
  c: Context<AdminEnv>,
  deps: Pick<AdmissionDeps, "adminToken" | "log">,
  attempts: Attempts,
): boolean | number {
  const given = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
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

function whoAsks(
  c: Context<AdminEnv>,
  deps: AdmissionDeps,
  attempts: Attempts,
): Admitted | null | number {
  // The cookie first: a proxy in front may send an Authorization of its own with every request.
  const token = readSessionCookie(c, deps.publicOrigins);
  const sessionId = token === undefined ? null : deps.sessions.find(token);
  if (sessionId !== null) return { by: "session", sessionId };
  const verdict = bearerIsAdmin(c, deps, attempts);
  return typeof verdict === "number" ? verdict : verdict ? { by: "token" } : null;
}
