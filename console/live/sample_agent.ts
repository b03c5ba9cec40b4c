// A made-up agent for tests. Never imported by the console itself.
import { SAMPLE_CONFIG } from "../../server/contract/sample_config.ts";
import type { Agent, AgentConfig } from "../../server/contract/agent.ts";

export function sampleConfig(change: Partial<AgentConfig> = {}): AgentConfig {
  return {
    ...SAMPLE_CONFIG,
    name: "Front desk",
    prompt: "You answer the phone.\nBe kind.\nBe brief.\nNever guess.\n",
    ...change,
  };
}

export function sampleAgent(change: Partial<Agent> = {}): Agent {
  const config = sampleConfig();
  return {
    id: "default",
    revision: 7,
    draft: config,
    draftSavedAtMs: 1_700_000_000_000,
    published: { version: 3, config, note: "Shorter", publishedAtMs: 1_699_000_000_000 },
    ...change,
  };
}
