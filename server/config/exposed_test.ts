import { assertEquals } from "@std/assert";
import { isExposed } from "./exposed.ts";

for (
  const host of [
    "127.0.0.1",
    "localhost",
    "::1",
    "10.2.3.4",
    "192.168.1.9",
    "172.31.0.1",
    "fd12:3456::1",
    "fe80::1",
  ]
) {
  Deno.test(`${host} is for this machine or its network`, () =>
    assertEquals(isExposed(host), false));
}

for (const host of ["0.0.0.0", "::", "[::]", "203.0.113.7", "172.32.0.1", "calls.example.com"]) {
  Deno.test(`${host} may be reached by anybody`, () => assertEquals(isExposed(host), true));
}
