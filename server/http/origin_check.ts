// Keeps web pages of other origins from changing anything here with a supervisor's cookie (S-16).
// Looks at headers only; who is signed in is decided elsewhere.
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { AdminEnv } from "./admin_deps.ts";
import { refuse } from "./problems.ts";
import { requestHost } from "./remote_address.ts";

const SAFE_METHODS = new Set(["GET", "HEAD"]);

export interface RequestOrigin {
  /** Header values; null where the header is missing. */
  origin: string | null;
  fetchSite: string | null;
  host: string;
  publicOrigins: readonly string[];
  /** Let in by a bearer token, which no page of another origin can add to a request. */
  byToken: boolean;
}

/** Whether a request that changes something may come from there. */
export function mayChange(request: RequestOrigin): boolean {
  const { origin, fetchSite, host, publicOrigins, byToken } = request;
  if (origin === "null") return false;
  if (origin !== null && publicOrigins.includes(origin)) return true;
  // The browser's own verdict: right also behind a proxy that changes Host, and cannot be forged by a page.
  if (fetchSite !== null) return fetchSite === "same-origin";
  if (origin !== null) return isOriginOf(origin, host);
  return byToken;
}

/** Whether one of the console's own pages asks, or a program by its token. */
export function asksFromHere(c: Context<AdminEnv>, publicOrigins: readonly string[]): boolean {
  return mayChange({
    origin: c.req.header("origin") ?? null,
    fetchSite: c.req.header("sec-fetch-site") ?? null,
    host: requestHost(c),
    publicOrigins,
    byToken: c.var.admitted?.sessionId === null,
  });
}

export function originCheck(publicOrigins: readonly string[]) {
  return createMiddleware<AdminEnv>(async (c, next) => {
    if (SAFE_METHODS.has(c.req.method)) return await next();
    if (!asksFromHere(c, publicOrigins)) {
      return refuse(
        c,
        "forbidden_origin",
        "This request did not come from the console. Open the console at its own address, or set " +
          "PUBLIC_URL to this one.",
      );
    }
    if (carriesOtherThanJson(c.req.raw.headers)) {
      return refuse(c, "invalid_body", "The body must be sent as Content-Type application/json.");
    }
    return await next();
  });
}

function isOriginOf(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  const here = `${url.protocol}//${host}`;
  return url.origin === origin && URL.canParse(here) && new URL(here).host === url.host;
}

function carriesOtherThanJson(headers: Headers): boolean {
  const type = headers.get("content-type");
  if (type !== null) return type.split(";")[0]!.trim().toLowerCase() !== "application/json";
  return Number(headers.get("content-length") ?? 0) > 0 || headers.has("transfer-encoding");
}
