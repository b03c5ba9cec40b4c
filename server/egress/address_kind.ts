// Says of an IP address whether it leads out into the world. Pure; knows nothing of names or connections.
import ipaddr from "ipaddr.js";

/** "never": link-local, where clouds keep the machine's own credentials; nothing useful lives there. */
export type AddressKind = "public" | "private" | "never";

/**
 * `address`: a literal as a URL or a resolver writes it, without brackets; anything else is private.
 * Everything that is not a globally routed unicast address is private: mapped, translated (NAT64, 6to4, Teredo),
 * shared (carrier NAT), documentation and reserved ranges too.
 */
export function addressKind(address: string): AddressKind {
  if (!ipaddr.isValid(address)) return "private";
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (range === "linkLocal") return "never";
  if (range !== "unicast") return "private";
  // The library calls unicast whatever no list names; of IPv6 only 2000::/3 has been given out.
  return parsed.kind() === "ipv4" || (parsed.toByteArray()[0]! & 0xe0) === 0x20
    ? "public"
    : "private";
}
