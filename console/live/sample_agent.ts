// A made-up agent for tests. Never imported by the console itself.
import type { Agent, AgentConfig } from "../../server/contract/agent.ts";

export function sampleConfig(change: Partial<AgentConfig> = {}): AgentConfig {
  return {
    name: "Front desk",
    prompt: "You answer the phone.\nBe kind.\nBe brief.\nNever guess.\n",
    greeting: "Greet the caller.",
    voice: "marin",
    model: "gpt-realtime-2.1",
    language: "",
    turnTaking: {
      mode: "server_vad",
      threshold: 0.5,
      prefixPaddingMs: 300,
      silenceDurationMs: 500,
      idleTimeoutMs: null,
      eagerness: "auto",
      bargeIn: true,
    },
    reasoningEffort: "low",
    maxOutputTokens: "inf",
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
