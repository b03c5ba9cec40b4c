// The cookie that carries a session's token: over https under a name that browsers guard, over plain http
// only where the wire never leaves the machine or the operator has named the address.
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { AdminEnv } from "../admin_deps.ts";
import { isLoopbackHost, requestHost } from "../remote_address.ts";
import { ABSOLUTE_MS } from "./sessions.ts";

const SECURE_NAME = "__Host-hookline";
const PLAIN_NAME = "hookline";

/** How a browser talks to us; "unsafe": a token would cross a network in the clear. */
export type Transport = "https" | "plain" | "unsafe";

/** Behind a proxy that ends TLS our own URL says http: the browser's Origin and the public origins know better. */
export function transport(c: Context<AdminEnv>, publicOrigins: readonly string[]): Transport {
  const host = requestHost(c);
  const origin = c.req.header("origin");
  const secure = c.req.url.startsWith("https:") || (origin ?? "").startsWith("https:") ||
    (origin === undefined && publicOrigins.includes(`https://${host}`));
  if (secure) return "https";
  return mayBePlain(host, publicOrigins) ? "plain" : "unsafe";
}

export function readSessionCookie(
  c: Context<AdminEnv>,
  publicOrigins: readonly string[],
): string | undefined {
  const secure = getCookie(c, SECURE_NAME);
  if (secure !== undefined) return secure;
  // Over https a sibling domain could have set the unprefixed name.
  return mayBePlain(requestHost(c), publicOrigins) ? getCookie(c, PLAIN_NAME) : undefined;
}

export function writeSessionCookie(c: Context<AdminEnv>, over: "https" | "plain", token: string) {
  setCookie(c, over === "https" ? SECURE_NAME : PLAIN_NAME, token, {
    path: "/",
    httpOnly: true,
    sameSite: "Strict",
    secure: over === "https",
    maxAge: ABSOLUTE_MS / 1000,
  });
}

export function clearSessionCookie(c: Context<AdminEnv>): void {
  const kept = { path: "/", httpOnly: true, sameSite: "Strict", maxAge: 0 } as const;
  setCookie(c, SECURE_NAME, "", { ...kept, secure: true });
  setCookie(c, PLAIN_NAME, "", kept);
}

function mayBePlain(host: string, publicOrigins: readonly string[]): boolean {
  return isLoopbackHost(host) || publicOrigins.includes(`http://${host}`);
}
