import { assertEquals } from "@std/assert";
import { agentIdFor } from "./agent_id.ts";

Deno.test("an id is made of the agent's name and can stand in an address", () => {
  const rows: [name: string, id: string][] = [
    ["Sales", "sales"],
    ["Größe & Umzug!", "grosse-umzug"],
    ["  -- Crème brûlée --", "creme-brulee"],
    ["受付", "agent"],
    ["__proto__", "proto"],
    ["../../etc", "etc"],
    ["x".repeat(60), "x".repeat(40)],
    [`${"a".repeat(39)} b`, "a".repeat(39)],
  ];
  for (const [name, id] of rows) assertEquals(agentIdFor(name, () => false), id);
});

Deno.test("an id that is taken gets the next free number", () => {
  const taken = new Set(["sales", "sales-2", "agent"]);
  assertEquals(agentIdFor("Sales", (id) => taken.has(id)), "sales-3");
  assertEquals(agentIdFor("!", (id) => taken.has(id)), "agent-2");
});
