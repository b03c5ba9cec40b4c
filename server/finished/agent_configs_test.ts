import { assertEquals, assertRejects } from "@std/assert";
import type { AgentVersion } from "../contract/agent.ts";
import { sampleVersion } from "../store/sample_rows.ts";
import { createAgentConfigs } from "./agent_configs.ts";

function setUp(stored: AgentVersion[], today: AgentVersion | undefined) {
  let reads = 0;
  const find = createAgentConfigs({
    store: {
      versions: () => {
        reads++;
        return stored.length > 0
          ? Promise.resolve(stored)
          : Promise.reject(new Error("unreadable"));
      },
    },
    published: () => today,
  });
  return { find: (version: number) => find({ id: "a", name: "A", version }), reads: () => reads };
}

Deno.test("a call that ended with today's version needs no reading, one with an older version one", async () => {
  const { find, reads } = setUp(
    [sampleVersion(2), sampleVersion(1, "old")],
    sampleVersion(2, "new"),
  );
  assertEquals([(await find(2))?.prompt, reads()], ["new", 0]);
  assertEquals([(await find(1))?.prompt, reads()], ["old", 1]);
  assertEquals([(await find(1))?.prompt, reads()], ["old", 1]);
  assertEquals([await find(9), await find(9), reads()], [undefined, undefined, 2]);
});

Deno.test("what is remembered of older versions is bounded", async () => {
  const { find, reads } = setUp(
    Array.from({ length: 30 }, (_, i) => sampleVersion(i + 1)),
    undefined,
  );
  for (let version = 1; version <= 30; version++) await find(version);
  await find(30);
  assertEquals(reads(), 30);
  await find(1);
  assertEquals(reads(), 31);
});

Deno.test("a store that cannot be read is asked again the next time", async () => {
  const { find, reads } = setUp([], undefined);
  await assertRejects(() => find(1));
  await assertRejects(() => find(1));
  assertEquals(reads(), 2);
});

Deno.test("a test that the draft answered is summed up as the draft says now", async () => {
  const find = createAgentConfigs({
    store: { versions: () => Promise.reject(new Error("not asked")) },
    published: () => sampleVersion(2),
    draft: (id) => id === "a" ? sampleVersion(1, "draft").config : undefined,
  });
  assertEquals((await find({ id: "a", name: "A", version: 0 }))?.prompt, "draft");
  assertEquals(await find({ id: "gone", name: "Gone", version: 0 }), undefined);
});
