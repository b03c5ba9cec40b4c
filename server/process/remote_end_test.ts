import { assertEquals } from "@std/assert";
import { remoteEnd } from "./remote_end.ts";

Deno.test("on Deno Deploy a proxy beside us is no neighbour, unless it was named", () => {
  const near = { transport: "tcp", hostname: "127.0.0.1", port: 1 } as const;
  const far = { transport: "tcp", hostname: "203.0.113.7", port: 1 } as const;
  const unix = { transport: "unix", path: "/run/http" } as const;
  const here = { onDeploy: false, trustedProxies: [] };
  const deploy = { onDeploy: true, trustedProxies: [] };
  const named = { onDeploy: true, trustedProxies: ["127.0.0.1"] };
  assertEquals(remoteEnd(near, here), "127.0.0.1");
  assertEquals([remoteEnd(near, deploy), remoteEnd(far, deploy)], ["", "203.0.113.7"]);
  assertEquals(remoteEnd(near, named), "127.0.0.1");
  assertEquals(remoteEnd(unix, here), "");
});
