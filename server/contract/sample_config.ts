// A valid agent's settings for tests. Never imported by what ships.
import type { AgentConfig } from "./agent.ts";
import { defaultSections, TURN_TAKING_DEFAULTS } from "./agent_defaults.ts";

export const SAMPLE_CONFIG: AgentConfig = {
  name: "Reception",
  prompt: "You answer the phone.",
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
    ...TURN_TAKING_DEFAULTS,
  },
  reasoningEffort: "low",
  maxOutputTokens: "inf",
  ...defaultSections(),
};
