// Health, readiness and figures for machines.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { ADMIN_TOKEN, rig } from "./rig_for_tests.ts";

Deno.test("alive always, ready until draining or until the store cannot write", async () => {
  const { ask, status } = await rig();
  const both = async () => [
    (await ask("GET", "/healthz", { address: "192.0.2.1" })).status,
    (await ask("GET", "/readyz", { address: "192.0.2.1" })).status,
  ];
  assertEquals(await both(), [200, 200]);
  status.storeTrouble = "disk full";
  assertEquals(await both(), [200, 503]);
  status.storeTrouble = null;
  status.draining = true;
  assertEquals(await both(), [200, 503]);
});

Deno.test("D-11 a store that instances share makes none of them leave: all of them would", async () => {
  const { ask, status } = await rig();
  status.storeTrouble = "unreachable";
  status.fleet = { bus: "nats", busConnected: true, instances: [] };
  assertEquals((await ask("GET", "/readyz")).status, 200);
  status.draining = true;
  assertEquals((await ask("GET", "/readyz")).status, 503);
});

Deno.test("readiness tells a stranger no detail of the trouble", async () => {
  const { ask, status } = await rig();
  status.storeTrouble = "/data/hookline.db: CANARY";
  assertEquals(await (await ask("GET", "/readyz")).text(), "the store cannot write\n");
});

Deno.test("figures are for this machine", async () => {
  const { ask } = await rig();
  const local = await ask("GET", "/metrics");
  assertEquals(local.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  assertEquals(await local.text(), "hookline_calls_live 0\n");
  for (
    const asked of [
      { address: "192.0.2.1" },
      { headers: { "x-forwarded-for": "192.0.2.1" } },
      { headers: { host: "rebound.example" } },
      { address: "192.0.2.1", headers: { authorization: "Bearer guess" } },
    ]
  ) {
    const response = await ask("GET", "/metrics", asked);
    assertEquals([response.status, (await response.json()).code], [401, "signed_out"]);
  }
});

Deno.test("health in detail is for this machine, or with the token; without it only that the process lives", async () => {
  const { ask } = await rig();
  assertEquals(await (await ask("GET", "/healthz", { address: "192.0.2.1" })).text(), "alive\n");
  const { status, calls } = await (await ask("GET", "/healthz?detail")).json();
  assertEquals([status, calls], ["alive", { live: 1, byProtocol: { avr: 1 } }]);
  const stranger = await ask("GET", "/healthz?detail", { address: "192.0.2.1" });
  assertEquals([stranger.status, (await stranger.json()).code], [401, "signed_out"]);
  const authorization = `Bearer ${ADMIN_TOKEN}`;
  const known = await ask("GET", "/healthz?detail", {
    address: "192.0.2.1",
    headers: { authorization },
  });
  assertEquals(known.status, 200);
});

Deno.test("figures are also for who has the admin token, and guessing it is slowed down", async () => {
  const { ask } = await rig();
  const get = (token: string) =>
    ask("GET", "/metrics", {
      address: "192.0.2.1",
      headers: { authorization: `Bearer ${token}` },
    });
  assertStringIncludes(await (await get(ADMIN_TOKEN)).text(), "hookline_calls_live");
  for (let i = 0; i < 5; i++) assertEquals((await get("guess")).status, 401);
  assertEquals((await get(ADMIN_TOKEN)).status, 429);
});
