// What still needs an agent, so that it must not be removed. Pure.
import type { Agent } from "../contract/agent.ts";
import type { RouteTable } from "../contract/route.ts";

/** Who uses it, to be read after "It is used by"; null: nobody. */
export function userOf(id: string, table: RouteTable, agents: Iterable<Agent>): string | null {
  if (table.defaultAgentId === id) return "the table of routes, as the default agent";
  const route = table.routes.find((candidate) => candidate.agentId === id);
  if (route) return `route "${route.name}"`;
  for (const agent of agents) {
    if (agent.id !== id && handsOverTo(agent, id)) {
      return `agent "${agent.published.config.name}", which hands over to it`;
    }
  }
  return null;
}

/** The draft counts too: it would be published with nobody to hand over to. */
function handsOverTo({ draft, published }: Agent, id: string): boolean {
  return [draft, published.config].some((config) =>
    config.handover.some((handover) => handover.agentId === id)
  );
}
