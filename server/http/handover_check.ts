// What a schema cannot see of an agent's settings: whether the agents it hands calls to exist. Pure.
import type { AgentConfig } from "../contract/agent.ts";

/**
 * The hand-overs of `config` that lead nowhere, or to the agent itself.
 * Asked when a version is published; a draft may name an agent that is still to be made.
 */
export function strayHandovers(
  config: AgentConfig,
  ownId: string,
  exists: (agentId: string) => boolean,
): { path: string; message: string }[] {
  return config.handover.flatMap(({ agentId }, index) => {
    const message = agentId === ownId
      ? "names this agent itself; choose another one"
      : exists(agentId)
      ? undefined
      : "names no agent that exists; choose another one or take the hand-over out";
    return message === undefined ? [] : [{ path: `handover.${index}.agentId`, message }];
  });
}
