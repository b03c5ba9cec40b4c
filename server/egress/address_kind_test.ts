// Which addresses count as the world, as a table (reliability-security § 3.7).
import { assertEquals } from "@std/assert";
import { type AddressKind, addressKind } from "./address_kind.ts";

const KINDS: Record<AddressKind, string[]> = {
  public: ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450:4001:81b::200e"],
  never: ["169.254.169.254", "169.254.0.1", "::ffff:169.254.169.254", "fe80::1"],
  private: [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:a00:1::",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "not an address",
    "",
  ],
};

for (const [kind, addresses] of Object.entries(KINDS)) {
  for (const address of addresses) {
    Deno.test(`the address "${address}" is ${kind}`, () => {
      assertEquals(addressKind(address), kind);
    });
  }
}
