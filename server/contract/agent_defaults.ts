// What every section of an agent's settings is where nobody has set it: of agents from before the section
// existed, and of fresh ones. Types only are imported, so that the console can use it.
import type { AgentConfig } from "./agent.ts";

export const CONFIG_DEFAULTS = {
  farewell: { success: "", escalation: "" },
  variables: [],
  overrides: { prompt: false, model: false, tools: false },
  noInput: { afterMs: null, words: "", giveUpAfter: 2 },
  maxLength: { ms: null, warnMs: 30_000, words: "" },
  repeatGuard: true,
  digits: { terminator: "#", length: null, gapMs: 2000, secret: false, actions: [] },
  moderation: { caller: false, agent: false, refusal: "" },
  summary: { inCall: true, afterCall: true, format: "text", prompt: "" },
  tools: { http: [], mcp: [], dataActions: [] },
  handover: [],
  raisedHand: { on: false, waitMs: 30_000, meanwhile: "" },
  recording: { on: false, words: "" },
} as const;

/** Fields that turn taking has gained. */
export const TURN_TAKING_DEFAULTS = { bargeInMs: 0, noiseReduction: "off" } as const;

/** A config from before a section or a field existed, with what is missing. */
export function completeConfig(stored: Partial<AgentConfig>): AgentConfig {
  const filled: Record<string, unknown> = { ...stored };
  for (const [name, fallback] of Object.entries(CONFIG_DEFAULTS)) {
    const given = filled[name];
    const both = isRecord(given) && isRecord(fallback);
    filled[name] = both ? { ...structuredClone(fallback), ...given } : given ??
      structuredClone(fallback);
  }
  filled.turnTaking = { ...TURN_TAKING_DEFAULTS, ...stored.turnTaking };
  return filled as AgentConfig;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The sections that an agent has beyond its first, flat settings. */
export type ConfigSections = Pick<AgentConfig, keyof typeof CONFIG_DEFAULTS>;

/** A fresh copy of all sections as nobody has set them. */
export function defaultSections(): ConfigSections {
  return structuredClone(CONFIG_DEFAULTS) as unknown as ConfigSections;
}
