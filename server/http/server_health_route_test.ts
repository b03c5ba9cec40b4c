// Health for people: the same facts for everybody who is signed in, for nobody else.
import { assertEquals } from "@std/assert";
import { serverHealthSchema } from "../contract/health.ts";
import { SAMPLE_HEALTH } from "../contract/sample_health.ts";
import { ADMIN_TOKEN, rig } from "./rig_for_tests.ts";

Deno.test("health in whole is for those who are signed in, also from this machine", async () => {
  const { ask, signIn } = await rig();
  const stranger = await ask("GET", "/api/health");
  assertEquals([stranger.status, (await stranger.json()).code], [401, "signed_out"]);
  const answer = await ask("GET", "/api/health", { cookie: await signIn() });
  assertEquals(serverHealthSchema.parse(await answer.json()), SAMPLE_HEALTH);
  const authorization = `Bearer ${ADMIN_TOKEN}`;
  const program = await ask("GET", "/api/health", { headers: { authorization } });
  assertEquals(program.status, 200);
});

Deno.test("a page that asks again and again does not keep a session alive", async () => {
  const { ask, signIn, clock, store } = await rig();
  const cookie = await signIn();
  const used = () => [...store.rows.values()].map(({ usedAtMs }) => usedAtMs);
  const before = used();
  clock.advance(120_000);
  await ask("GET", "/api/health", { cookie });
  assertEquals(used(), before);
  await ask("GET", "/api/status", { cookie });
  assertEquals(used()[0]! > before[0]!, true);
});
