// Whose address an address is.
import { assert, assertEquals, assertFalse } from "@std/assert";
import { addressKey, isLoopbackHost } from "./remote_address.ts";

Deno.test("IPv4 counts by address, IPv6 by network", () => {
  assertEquals(addressKey("192.0.2.1"), "192.0.2.1");
  assertEquals(addressKey("::ffff:192.0.2.1"), "192.0.2.1");
  assertEquals(addressKey("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  assertEquals(addressKey("2001:db8::1"), "2001:db8:0:0::/64");
  assertEquals(addressKey("2001:db8:1:2::"), "2001:db8:1:2::/64");
  assertEquals(addressKey("fe80::1%eth0"), "fe80:0:0:0::/64");
  assertEquals(addressKey("::1"), "0:0:0:0::/64");
  assertEquals(addressKey(""), "unknown");
});

Deno.test("names of this machine are told from names that look like them", () => {
  const here = [
    "localhost",
    "localhost:8080",
    "LOCALHOST",
    "127.0.0.1:80",
    "127.1.2.3",
    "[::1]:8080",
  ];
  for (const host of [...here, "console.localhost:1"]) assert(isLoopbackHost(host), host);
  const elsewhere = [
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "evil.example",
    "128.0.0.1",
  ];
  for (const host of [...elsewhere, "", "localhost:80:80", "a@localhost", "x:y.localhost"]) {
    assertFalse(isLoopbackHost(host), host);
  }
});
