// Where a request that comes by way of proxies began: what limits guessing, and what the audit shows, must be of whoever
// asks, not of the proxy that everybody comes through. Only proxies that the operator has named are believed.
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { createMiddleware } from "hono/factory";
import type { AdminEnv } from "./admin_deps.ts";

/** Sets the address that everything behind it reads (remote_address.ts). */
export function fromProxy(trusted: readonly string[]) {
  return createMiddleware<AdminEnv>(async (c, next) => {
    const { env } = c;
    if (env?.remoteAddress && trusted.length > 0) {
      const forwardedFor = c.req.header("x-forwarded-for") ?? "";
      env.remoteAddress = beganAt(env.remoteAddress, forwardedFor, trusted);
    }
    await next();
  });
}

/**
 * Each proxy writes whom it was asked by at the end, so the list is read from there, as far as those who wrote it are
 * believed. Whatever stands before that anybody may have written.
 * @param trusted addresses, and networks such as 10.0.0.0/8.
 */
export function beganAt(
  remoteAddress: string,
  forwardedFor: string,
  trusted: readonly string[],
): string {
  const hops = forwardedFor.split(",").map((hop) => addressIn(hop.trim()));
  let address = remoteAddress;
  while (isAmong(address, trusted)) {
    const before = hops.pop();
    if (before === undefined || !isIP(before)) break;
    address = before;
  }
  return address;
}

/** Some write the port with it. */
function addressIn(hop: string): string {
  const found = /^\[([^\]]+)\](?::\d+)?$/.exec(hop) ?? /^([^:]+):\d+$/.exec(hop);
  return found?.[1] ?? hop;
}

function isAmong(address: string, trusted: readonly string[]): boolean {
  if (!isIP(address)) return false;
  const parsed = ipaddr.process(address);
  return trusted.some((entry) => {
    const [network, bits] = networkOf(entry);
    return network.kind() === parsed.kind() && parsed.match(network, bits);
  });
}

function networkOf(entry: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (entry.includes("/")) return ipaddr.parseCIDR(entry);
  const one = ipaddr.process(entry);
  return [one, one.kind() === "ipv4" ? 32 : 128];
}
