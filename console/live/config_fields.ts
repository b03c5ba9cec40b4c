// The settings of an agent, flat: their names for people and their values in words. Pure.
import type { AgentConfig } from "../../server/contract/agent.ts";
import { SETTING_TEXTS as TEXTS } from "../texts/agent_settings.ts";
import { pointed } from "../texts/numbers.ts";
import { RECORDING_TEXTS } from "../texts/recording.ts";
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

const RECORDING = RECORDING_TEXTS.agent.fields;

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
    [TEXTS.prompt, config.prompt],
    [TEXTS.greeting, config.greeting],
    [TEXTS.summaryPrompt, config.summary.prompt],
    ...toolSchemas(config.tools),
  ];
}

/** Everything but the texts. */
function settingRows(config: AgentConfig): SettingRow[] {
  return [
    [TEXTS.name, config.name],
    [TEXTS.voice, config.voice],
    [TEXTS.model, config.model],
    [TEXTS.language, config.language || TEXTS.detected],
    [TEXTS.reasoning, config.reasoningEffort],
    [
      TEXTS.longestAnswer,
      config.maxOutputTokens === "inf" ? TEXTS.noLimit : TEXTS.tokens(config.maxOutputTokens),
    ],
    [TEXTS.farewellSuccess, config.farewell.success],
    [TEXTS.farewellEscalation, config.farewell.escalation],
    ...config.variables.map(({ name, fallback }): SettingRow => [
      TEXTS.variable(name),
      fallback === "" ? TEXTS.noFallback : TEXTS.fallback(fallback),
    ]),
    [TEXTS.overridePrompt, yesNo(config.overrides.prompt)],
    [TEXTS.overrideModel, yesNo(config.overrides.model)],
    [TEXTS.overrideTools, yesNo(config.overrides.tools)],
    ...turnRows(config.turnTaking),
    ...conductRows(config),
    ...toolRows(config.tools),
    ...handoverRows(config.handover),
    [TEXTS.asksSupervisors, yesNo(config.raisedHand.on)],
    [TEXTS.waitsForAnswer, lengthWords(config.raisedHand.waitMs)],
    [TEXTS.meanwhile, config.raisedHand.meanwhile],
    [RECORDING.on, yesNo(config.recording.on)],
    [RECORDING.words, config.recording.words],
  ];
}

export const NOISE_WORDS = TEXTS.noises;

function turnRows(turns: AgentConfig["turnTaking"]): SettingRow[] {
  return [
    [TEXTS.turnTaking, turns.mode === "server_vad" ? TEXTS.bySilence : TEXTS.byMeaning],
    [TEXTS.threshold, pointed(turns.threshold)],
    [TEXTS.prefix, `${turns.prefixPaddingMs} ms`],
    [TEXTS.silence, `${turns.silenceDurationMs} ms`],
    [TEXTS.idle, orNever(turns.idleTimeoutMs)],
    [TEXTS.eagerness, turns.eagerness],
    [TEXTS.bargeIn, yesNo(turns.bargeIn)],
    [
      TEXTS.bargeInAfter,
      turns.bargeInMs === 0 ? TEXTS.any : TEXTS.fromOn(`${turns.bargeInMs} ms`),
    ],
    [TEXTS.noise, NOISE_WORDS[turns.noiseReduction]],
  ];
}

export const DIGIT_WORDS = TEXTS.keyDoes;

function conductRows(config: AgentConfig): SettingRow[] {
  const { noInput, maxLength, digits, moderation, summary } = config;
  return [
    [TEXTS.noInputAfter, orNever(noInput.afterMs)],
    [TEXTS.noInputWords, noInput.words],
    [TEXTS.givesUpAfter, TEXTS.questions(noInput.giveUpAfter)],
    [TEXTS.longestCall, maxLength.ms === null ? TEXTS.noLimit : lengthWords(maxLength.ms)],
    [TEXTS.warning, lengthWords(maxLength.warnMs)],
    [TEXTS.warningWords, maxLength.words],
    [TEXTS.repeatGuard, yesNo(config.repeatGuard)],
    [TEXTS.terminator, digits.terminator || TEXTS.none],
    [TEXTS.inputLength, digits.length === null ? TEXTS.any : TEXTS.digits(digits.length)],
    [TEXTS.inputGap, lengthWords(digits.gapMs)],
    [TEXTS.secretDigits, yesNo(digits.secret)],
    ...digits.actions.map(({ digit, does, words }): SettingRow => [
      TEXTS.key(digit),
      words === "" ? DIGIT_WORDS[does] : `${DIGIT_WORDS[does]}: ${words}`,
    ]),
    [TEXTS.moderatesCaller, yesNo(moderation.caller)],
    [TEXTS.moderatesAgent, yesNo(moderation.agent)],
    [TEXTS.refusal, moderation.refusal],
    [TEXTS.summaryInCall, yesNo(summary.inCall)],
    [TEXTS.summaryAfter, yesNo(summary.afterCall)],
    [TEXTS.summaryForm, summary.format === "json" ? "JSON" : TEXTS.plainText],
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
  return on ? TEXTS.yes : TEXTS.no;
}

function orNever(ms: number | null): string {
  return ms === null ? TEXTS.never : lengthWords(ms);
}
