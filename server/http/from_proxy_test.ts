// Whom a request comes from where proxies stand between.
import { assertEquals } from "@std/assert";
import { beganAt } from "./from_proxy.ts";
import { rig } from "./rig_for_tests.ts";

const TRUSTED = ["127.0.0.1", "10.0.0.0/8", "fd00::/8"];
const CASES: readonly [string, string, string, string][] = [
  ["a stranger is not believed", "192.0.2.9", "198.51.100.7", "192.0.2.9"],
  ["a proxy is", "127.0.0.1", "198.51.100.7", "198.51.100.7"],
  ["also as IPv6 writes it", "::ffff:127.0.0.1", "198.51.100.7", "198.51.100.7"],
  ["and with a port", "10.1.2.3", "198.51.100.7:4711", "198.51.100.7"],
  ["an IPv6 address in brackets", "10.1.2.3", "[2001:db8::1]:4711", "2001:db8::1"],
  ["one proxy behind another", "127.0.0.1", "198.51.100.7, fd00::2", "198.51.100.7"],
  ["what was written before it is not", "127.0.0.1", "127.0.0.1, 198.51.100.7", "198.51.100.7"],
  ["a proxy that tells nothing stands for itself", "127.0.0.1", "", "127.0.0.1"],
  ["nor is what is no address", "127.0.0.1", "198.51.100.7, unknown", "127.0.0.1"],
];

for (const [what, remote, forwarded, expected] of CASES) {
  Deno.test(`where a request began: ${what}`, () => {
    assertEquals(beganAt(remote, forwarded, TRUSTED), expected);
  });
}

Deno.test("S-17 behind a proxy strangers who guess keep nobody else waiting", async () => {
  const { ask } = await rig({ trustedProxies: ["127.0.0.1"] });
  const enter = (from: string) => {
    const headers = { "x-forwarded-for": from };
    return ask("POST", "/api/session", { headers, body: { token: "wrong" } });
  };
  for (let i = 0; i < 6; i++) await enter("198.51.100.7");
  assertEquals((await enter("198.51.100.7")).status, 429);
  assertEquals((await enter("198.51.100.8")).status, 401);
});
