// Where a request came from, and when that place is this very machine.
// The address is handed in by whoever owns the socket; headers are trusted for it only from proxies that the operator
// has named (from_proxy.ts).
import type { Context } from "hono";
import type { AdminEnv } from "./admin_deps.ts";

const LOOPBACK_HOST = /^(localhost|[^:@/]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;
/** Signs that a proxy on this machine speaks for somebody elsewhere. */
const FORWARDING = ["forwarded", "x-forwarded-for", "x-real-ip", "via"] as const;

export function remoteAddress(c: Context<AdminEnv>): string {
  return plainAddress(c.env?.remoteAddress ?? "");
}

/** Host and port as the client named them. */
export function requestHost(c: Context<AdminEnv>): string {
  return c.req.header("host") ?? new URL(c.req.url).host;
}

export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOST.test(host);
}

/**
 * Made on this machine by somebody on it. The Host is looked at too: behind a local proxy every
 * socket is loopback, and a page whose name was rebound to 127.0.0.1 still sends its own name.
 */
export function isLocalRequest(c: Context<AdminEnv>): boolean {
  const address = remoteAddress(c);
  const fromLoopback = address === "::1" || /^127(\.\d{1,3}){3}$/.test(address);
  return fromLoopback && isLoopbackHost(requestHost(c)) &&
    FORWARDING.every((name) => c.req.header(name) === undefined);
}

/** What one party has for itself: an IPv4 address, or the /64 network of an IPv6 address. */
export function addressKey(address: string): string {
  const plain = plainAddress(address);
  if (!plain.includes(":")) return plain || "unknown";
  const [head = "", tail] = plain.split("%")[0]!.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros: string[] = Array(Math.max(0, 8 - left.length - right.length)).fill("0");
  return `${[...left, ...zeros, ...right].slice(0, 4).join(":")}::/64`;
}

function plainAddress(address: string): string {
  return /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1] ?? address;
}
