// The settings of an agent, flat: their names for people and their values in words. Pure.
import type { AgentConfig } from "../../server/contract/agent.ts";

export interface SettingChange {
  label: string;
  before: string;
  after: string;
}

/** Everything but the texts (prompt and greeting), which are compared by lines. */
const LABELS: readonly [string, (config: AgentConfig) => string][] = [
  ["Name", (c) => c.name],
  ["Voice", (c) => c.voice],
  ["Model", (c) => c.model],
  ["Language", (c) => c.language || "detected"],
  ["Reasoning", (c) => c.reasoningEffort],
  [
    "Longest answer",
    (c) => c.maxOutputTokens === "inf" ? "no limit" : `${c.maxOutputTokens} tokens`,
  ],
  [
    "Turn taking",
    (c) => c.turnTaking.mode === "server_vad" ? "by silence" : "by meaning",
  ],
  ["Speech threshold", (c) => String(c.turnTaking.threshold)],
  ["Sound kept before speech", (c) => `${c.turnTaking.prefixPaddingMs} ms`],
  ["Silence that ends a turn", (c) => `${c.turnTaking.silenceDurationMs} ms`],
  [
    "Asks again after silence",
    (c) => c.turnTaking.idleTimeoutMs === null ? "never" : `${c.turnTaking.idleTimeoutMs} ms`,
  ],
  ["Eagerness", (c) => c.turnTaking.eagerness],
  ["Caller may interrupt", (c) => c.turnTaking.bargeIn ? "yes" : "no"],
];

export function settingChanges(before: AgentConfig, after: AgentConfig): SettingChange[] {
  return LABELS
    .map(([label, value]) => ({ label, before: value(before), after: value(after) }))
    .filter((change) => change.before !== change.after);
}

export function sameConfig(a: AgentConfig, b: AgentConfig): boolean {
  return a.prompt === b.prompt && a.greeting === b.greeting && settingChanges(a, b).length === 0;
}
