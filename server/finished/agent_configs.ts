// Finds the settings that a call ended with. Those of today are at hand; older ones are read from the store.
import type { AgentConfig } from "../contract/agent.ts";
import { DRAFT_VERSION } from "../contract/agent_limits.ts";
import type { CallSummary } from "../contract/call.ts";
import type { Store } from "../store/store.ts";

export interface AgentConfigsOptions {
  store: Pick<Store, "versions">;
  /** What an agent answers new calls with. */
  published: (agentId: string) => { version: number; config: AgentConfig } | undefined;
  /** What tests of it are answered with. */
  draft?: (agentId: string) => AgentConfig | undefined;
}

/** Older versions that are remembered: calls that were live when an agent was published end soon after. */
const REMEMBERED = 20;

/** Undefined: there is no such version any more. Rejects as the store does. */
export function createAgentConfigs(
  options: AgentConfigsOptions,
): (agent: CallSummary["agent"]) => Promise<AgentConfig | undefined> {
  const older = new Map<string, AgentConfig | undefined>();
  return async ({ id, version }) => {
    // It may have been edited since; no older draft is kept.
    if (version === DRAFT_VERSION) return options.draft?.(id);
    const today = options.published(id);
    if (today?.version === version) return today.config;
    const key = `${id} ${version}`;
    if (older.has(key)) return older.get(key);
    const versions = await options.store.versions(id);
    const config = versions.find((other) => other.version === version)?.config;
    older.set(key, config);
    const [oldest] = older.keys();
    if (older.size > REMEMBERED && oldest !== undefined) older.delete(oldest);
    return config;
  };
}
