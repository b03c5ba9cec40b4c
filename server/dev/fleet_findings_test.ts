import { assertEquals, assertStringIncludes } from "@std/assert";
import { databaseFindings, natsFindings } from "./fleet_findings.ts";

Deno.test("a database and a NATS that are not there are named by their address, without the password", async () => {
  const away = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = away.addr;
  away.close();
  const at = `user:CANARY@127.0.0.1:${port}`;
  for (
    const findings of await Promise.all([
      databaseFindings(`postgres://${at}/none`),
      natsFindings(`nats://${at}`),
    ])
  ) {
    const [first, ...others] = findings;
    assertEquals([first?.ok, others], [false, []]);
    assertStringIncludes(first!.words, `127.0.0.1:${port}`);
    assertEquals(first!.words.includes("CANARY"), false);
  }
});
