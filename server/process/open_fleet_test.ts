// How a server finds the others, and that one that is alone carries nothing of it.
import { assertEquals, assertMatch, assertNotEquals, assertStringIncludes } from "@std/assert";
import { systemClock } from "../clock.ts";
import { readConfig } from "../config/config.ts";
import { runMain } from "../dev/child_server.ts";
import { readFacts } from "../fleet/wire.ts";
import { QUIET_FACTS } from "../fleet/testing/fleet_kit.ts";
import { FakeLeases } from "../fleet/testing/fleet_kit.ts";
import { silentLog } from "../observe/log.ts";
import { instanceId, openFleet } from "./open_fleet.ts";
import { createMemoryStore } from "../store/memory_store.ts";
import { placeCall } from "../simulator/audiohook/call.ts";
import { Script } from "../simulator/caller/caller_script.ts";

function errors(env: Record<string, string>): string[] {
  const read = readConfig(env, () => "");
  return read.ok ? [] : read.errors;
}

Deno.test("instances on NATS share a database, and addresses that are wrong are not repeated", () => {
  const DATABASE_URL = "postgres://user:password@host/database";
  assertEquals(errors({ NATS_URL: "nats://here:4222, tls://u:p@there", DATABASE_URL }), []);
  assertEquals(errors({ NATS_URL: "nats://here:4222" }), [
    "DATABASE_URL must be set with NATS_URL: instances share a database",
  ]);
  const [wrong = ""] = errors({ NATS_URL: "http://CANARY@here", DATABASE_URL });
  assertMatch(wrong, /^NATS_URL must be a URL such as nats:/);
  assertEquals(wrong.includes("CANARY"), false);
});

const alone = { DATABASE_URL: "", NATS_URL: "", INSTANCE_NAME: "" };
const silent = { clock: systemClock, log: silentLog };

Deno.test("without a database a server is alone and leads", async () => {
  const { fleet, start } = await openFleet({
    config: alone,
    store: createMemoryStore(),
    hostname: () => "machine",
    ...silent,
  });
  start(() => QUIET_FACTS);
  assertEquals([fleet.me, fleet.status(), fleet.leads, fleet.mayJudge], ["", null, true, true]);
});

Deno.test("a bus that is away keeps no server from starting; its name is the machine's, or its own", async () => {
  const away = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = away.addr;
  away.close();
  const config = {
    DATABASE_URL: `postgres://user@127.0.0.1:${port}/none`,
    NATS_URL: `nats://127.0.0.1:${port}`,
    INSTANCE_NAME: "",
  };
  const names = [];
  for (
    const [more, hostname] of [
      [{}, () => "machine"],
      [{ INSTANCE_NAME: "north 1", NATS_URL: "" }, () => "machine"],
      [{}, () => {
        throw new Deno.errors.NotCapable("--allow-sys");
      }],
    ] as const
  ) {
    const { fleet, start } = await openFleet({
      config: { ...config, ...more },
      store: { ...createMemoryStore(), shared: new FakeLeases(systemClock).view(() => true) },
      hostname,
      ...silent,
    });
    start(() => QUIET_FACTS);
    const { bus, busConnected, instances: [me] } = fleet.status()!;
    names.push([bus, busConnected, me?.name === fleet.me ? "its id" : me?.name]);
    await fleet.stop();
  }
  assertEquals(names, [
    ["nats", false, "machine"],
    ["postgres", false, "north 1"],
    ["nats", false, "its id"],
  ]);
});

Deno.test("an instance's id says its name as far as a subject of NATS can, and is another one each time", () => {
  const slugs = {
    "north": "north",
    " Köln, Süd.2 > *": "koln-sud-2",
    "hookline-7d9f8b6c5d-x2x4z": "hookline-7d9f8b6c5d-x2x4",
    "東京": "instance",
    "": "instance",
  };
  for (const [name, slug] of Object.entries(slugs)) {
    const id = instanceId(name);
    assertMatch(id, new RegExp(`^${slug}-[a-z0-9]{4}$`));
    assertEquals(readFacts({ id })?.id, id);
  }
  assertNotEquals(instanceId("north"), instanceId("north"));
});

/** What the two packages' importers find instead. */
const TRAP = `console.error("TRAPPED"); export default 0; export const connect = 0, errors = 0;`;

/** Imports of the two packages lead to a module that says so, and is of no use. */
async function trappedImports(folder: string): Promise<string> {
  const root = new URL("../../", import.meta.url);
  const { imports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  const trap = new URL(`file://${folder}/trap.ts`).href;
  await Deno.writeTextFile(`${folder}/trap.ts`, TRAP);
  const trapped = ["postgres", "@nats-io/transport-node"];
  const mapped = Object.entries<string>(imports).flatMap(([name, target]) => {
    if (trapped.includes(name)) return [[name, trap]];
    if (target.startsWith("./")) return [[name, new URL(target, root).href]];
    return [[name, target], [`${name}/`, target.replace("npm:", "npm:/") + "/"]];
  });
  const path = `${folder}/imports.json`;
  await Deno.writeTextFile(path, JSON.stringify({ imports: Object.fromEntries(mapped) }));
  return path;
}

Deno.test("a server that is alone answers a call without ever loading what speaks with PostgreSQL or NATS", async () => {
  const folder = await Deno.makeTempDir({ prefix: "hookline-alone-" });
  const flags = ["--no-check", `--import-map=${await trappedImports(folder)}`];
  const env = { PORT: "0", DATA_DIR: `${folder}/data`, GENESYS_API_KEY: "k".repeat(20) };
  // The trap is one: who has a database falls into it.
  const trapped = runMain({ ...env, DATABASE_URL: "postgres://user@127.0.0.1:1/none" }, flags);
  const server = runMain(env, flags);
  const [, url = ""] = await Promise.race([
    server.printed(/Genesys\s+(\S+)[\s\S]*"message":"started"/),
    server.ended.then(() => ["", ""]),
  ]);
  assertMatch(url, /^ws:/, server.output());
  const report = await placeCall({
    url,
    apiKey: env.GENESYS_API_KEY,
    script: Script.parse({ name: "brief", steps: [{ do: "hang_up" }] }),
  });
  assertEquals(report.violations, []);
  server.kill("SIGTERM");
  assertEquals([await server.ended, server.output().includes("TRAPPED")], [0, false]);
  assertNotEquals(await trapped.ended, 0);
  assertStringIncludes(trapped.output(), "TRAPPED");
  await Deno.remove(folder, { recursive: true });
});
