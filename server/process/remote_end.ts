// The address of a socket's other end, as far as it may be believed. Pure.
import { isExposed } from "../config/exposed.ts";

/**
 * "": it is not known. On Deno Deploy the other end may be the platform's own proxy on this very machine: unless it was
 * named as one, nobody is taken for a neighbour, for whom more doors are open.
 */
export function remoteEnd(
  address: Deno.Addr,
  { onDeploy, trustedProxies }: { onDeploy: boolean; trustedProxies: readonly string[] },
): string {
  if (!("hostname" in address)) return "";
  const { hostname } = address;
  return onDeploy && trustedProxies.length === 0 && !isExposed(hostname) ? "" : hostname;
}
