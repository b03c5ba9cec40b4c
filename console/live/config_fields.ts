// The settings of an agent, flat: their names for people and their values in words. Pure.
import type { AgentConfig } from "../../server/contract/agent.ts";
import { lengthWords } from "../ui/time_words.ts";
import { handoverRows, toolRows, toolSchemas } from "./tool_fields.ts";
import { same } from "./same.ts";

export interface SettingChange {
  label: string;
  before: string;
  after: string;
}

/** A setting by its name and its value in words; "": as nobody has set it. */
export type SettingRow = readonly [label: string, value: string];

/** Texts of several lines are compared line by line. */
export interface TextChange {
  title: string;
  before: string;
  after: string;
}

const NOTHING = "–";

export function settingChanges(before: AgentConfig, after: AgentConfig): SettingChange[] {
  const old = unique(settingRows(before));
  const now = unique(settingRows(after));
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((label) => ({
      label,
      before: old.get(label) || NOTHING,
      after: now.get(label) || NOTHING,
    }))
    .filter((change) => change.before !== change.after);
}

export function textChanges(before: AgentConfig, after: AgentConfig): TextChange[] {
  const old = unique(texts(before));
  const now = unique(texts(after));
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((title) => ({ title, before: old.get(title) ?? "", after: now.get(title) ?? "" }))
    .filter((change) => change.before !== change.after);
}

export function sameConfig(a: AgentConfig, b: AgentConfig): boolean {
  return same(a, b);
}

function texts(config: AgentConfig): SettingRow[] {
  return [
    ["Prompt", config.prompt],
    ["Greeting", config.greeting],
    ["Prompt of the summary", config.summary.prompt],
    ...toolSchemas(config.tools),
  ];
}

/** Everything but the texts. */
function settingRows(config: AgentConfig): SettingRow[] {
  return [
    ["Name", config.name],
    ["Voice", config.voice],
    ["Model", config.model],
    ["Language", config.language || "detected"],
    ["Reasoning", config.reasoningEffort],
    [
      "Longest answer",
      config.maxOutputTokens === "inf" ? "no limit" : `${config.maxOutputTokens} tokens`,
    ],
    ["Farewell after success", config.farewell.success],
    ["Farewell before a person", config.farewell.escalation],
    ...config.variables.map(({ name, fallback }): SettingRow => [
      `Variable ${name}`,
      fallback === "" ? "no fallback" : `else “${fallback}”`,
    ]),
    ["Calls may replace the prompt", yesNo(config.overrides.prompt)],
    ["Calls may choose the model", yesNo(config.overrides.model)],
    ["Calls may bring tools", yesNo(config.overrides.tools)],
    ...turnRows(config.turnTaking),
    ...conductRows(config),
    ...toolRows(config.tools),
    ...handoverRows(config.handover),
    ["Asks supervisors", config.raisedHand.on ? "yes" : "no"],
    ["Waits for their answer", lengthWords(config.raisedHand.waitMs)],
    ["Words while it asks", config.raisedHand.meanwhile],
  ];
}

export const NOISE_WORDS = {
  off: "Off",
  near_field: "For a handset or headset",
  far_field: "For a speakerphone",
} as const;

function turnRows(turns: AgentConfig["turnTaking"]): SettingRow[] {
  return [
    ["Turn taking", turns.mode === "server_vad" ? "by silence" : "by meaning"],
    ["Speech threshold", String(turns.threshold)],
    ["Sound kept before speech", `${turns.prefixPaddingMs} ms`],
    ["Silence that ends a turn", `${turns.silenceDurationMs} ms`],
    ["Model asks again after", orNever(turns.idleTimeoutMs)],
    ["Eagerness", turns.eagerness],
    ["Caller may interrupt", yesNo(turns.bargeIn)],
    ["Speech that interrupts", turns.bargeInMs === 0 ? "any" : `from ${turns.bargeInMs} ms on`],
    ["Noise reduction", NOISE_WORDS[turns.noiseReduction]],
  ];
}

export const DIGIT_WORDS = {
  escalate: "Hand the call on to a person",
  end: "Say goodbye and end the call",
  repeat: "Say the last thing again",
  instruct: "Do as I write",
} as const;

function conductRows(config: AgentConfig): SettingRow[] {
  const { noInput, maxLength, digits, moderation, summary } = config;
  return [
    ["Asks a silent caller after", orNever(noInput.afterMs)],
    ["Words to a silent caller", noInput.words],
    ["Gives up after", `${noInput.giveUpAfter} questions`],
    ["Longest call", maxLength.ms === null ? "no limit" : lengthWords(maxLength.ms)],
    ["Warning before its end", lengthWords(maxLength.warnMs)],
    ["Words of the warning", maxLength.words],
    ["Ends calls with machines", yesNo(config.repeatGuard)],
    ["Key that ends an input", digits.terminator || "none"],
    ["Length of an input", digits.length === null ? "any" : `${digits.length} digits`],
    ["Pause that ends an input", lengthWords(digits.gapMs)],
    ["Digits are secret", yesNo(digits.secret)],
    ...digits.actions.map(({ digit, does, words }): SettingRow => [
      `Key ${digit}`,
      words === "" ? DIGIT_WORDS[does] : `${DIGIT_WORDS[does]}: ${words}`,
    ]),
    ["Moderates the caller", yesNo(moderation.caller)],
    ["Moderates the agent", yesNo(moderation.agent)],
    ["Refusal", moderation.refusal],
    ["Summary at the end of the call", yesNo(summary.inCall)],
    ["Summary after the call", yesNo(summary.afterCall)],
    ["Form of the summary", summary.format === "json" ? "JSON" : "plain text"],
  ];
}

/** Two of one name are told apart by their number. */
function unique(rows: readonly SettingRow[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const [label, value] of rows) {
    let name = label;
    for (let n = 2; found.has(name); n++) name = `${label} (${n})`;
    found.set(name, value);
  }
  return found;
}

function yesNo(on: boolean): string {
  return on ? "yes" : "no";
}

function orNever(ms: number | null): string {
  return ms === null ? "never" : lengthWords(ms);
}
