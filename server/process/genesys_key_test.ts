import { assertEquals } from "@std/assert";
import { keptGenesysKey, storedGenesysKey } from "./genesys_key.ts";
import { createMemoryStore } from "../store/memory_store.ts";

Deno.test("servers that start for the first time at once have one key, and one of them shows it", async () => {
  const store = createMemoryStore();
  const both = await Promise.all([storedGenesysKey(store), storedGenesysKey(store)]);
  assertEquals(both.map(({ made }) => made).sort(), [false, true]);
  assertEquals(both[0]!.key, both[1]!.key);
  assertEquals(await storedGenesysKey(store), { key: both[0]!.key, made: false });
  await store.close();
});

Deno.test("a server with a folder of its own keeps the key there, for its owner only", async () => {
  const folder = await Deno.makeTempDir();
  const { key, made } = keptGenesysKey(`${folder}/data`);
  assertEquals([key.length, made, keptGenesysKey(`${folder}/data`)], [
    32,
    true,
    { key, made: false },
  ]);
  assertEquals((await Deno.stat(`${folder}/data/genesys_api_key`)).mode! & 0o777, 0o600);
  await Deno.remove(folder, { recursive: true });
});
