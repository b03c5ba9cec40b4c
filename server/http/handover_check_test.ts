// Hand-overs that lead nowhere are named by their place.
import { assertEquals } from "@std/assert";
import { SAMPLE_CONFIG } from "../contract/sample_config.ts";
import { strayHandovers } from "./handover_check.ts";

function stray(...agentIds: string[]): string[] {
  const handover = agentIds.map((agentId) => ({ agentId, when: "" }));
  const exists = (id: string) => ["own", "returns", "sales"].includes(id);
  return strayHandovers({ ...SAMPLE_CONFIG, handover }, "own", exists)
    .map(({ path, message }) => `${path} ${message.split(/[;,]/)[0]}`);
}

Deno.test("hand-overs to other agents that exist are well, and so are none", () => {
  assertEquals(stray(), []);
  assertEquals(stray("returns", "sales", "returns"), []);
});

Deno.test("a hand-over to nobody or to the agent itself is named by its place", () => {
  assertEquals(stray("returns", "nobody", "own"), [
    "handover.1.agentId names no agent that exists",
    "handover.2.agentId names this agent itself",
  ]);
});
